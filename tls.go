package main

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
	"golang.org/x/net/idna"
)

// certificates obtains certificates for the domains from Let's Encrypt, or the authority that is set, and renews them. They are kept in a folder beside the
// registry.
func certificates(s settings, getenv func(string) string) *autocert.Manager {
	manager := &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		HostPolicy: autocert.HostWhitelist(s.domains...),
		Cache:      autocert.DirCache(filepath.Join(stateFolder(getenv), "certificates")),
	}
	if s.acmeDirectory != "" {
		manager.Client = &acme.Client{DirectoryURL: s.acmeDirectory}
	}
	return manager
}

// tlsOver ends the encryption with the manager's certificates.
func tlsOver(manager *autocert.Manager) func(net.Listener) net.Listener {
	config := manager.TLSConfig()
	config.MinVersion = tls.VersionTLS12
	return func(listener net.Listener) net.Listener { return tls.NewListener(listener, config) }
}

// strict has browsers use this host by https only (RFC 6797). Only where this server ends the encryption itself: behind a proxy, the host is the portal's.
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

// domainsOf reads host names with commas between them.
func domainsOf(text string) (domains []string) {
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.ToLower(strings.TrimSpace(entry)); entry != "" {
			domains = append(domains, entry)
		}
	}
	return domains
}

// isHostName reports whether an authority may issue a certificate for a name: of two parts or more, and no address.
func isHostName(domain string) bool {
	_, notAddress := netip.ParseAddr(domain)
	_, err := idna.Lookup.ToASCII(domain)
	return err == nil && notAddress != nil && strings.Contains(strings.Trim(domain, "."), ".")
}
