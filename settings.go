package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path"
	"strings"
)

// usageError is a fault of the command line, the environment or a portal file: the program ends with status 2.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// settings are what "temoin serve" is told.
type settings struct {
	addr    string
	portals string
	// prefix is the path under which a reverse proxy passes requests on, without a slash at its end; empty for none.
	prefix string
	// registry is where choices are recorded: a SQLite file, a postgres:// URL, or noRegistry.
	registry string
	// registryKey is the file of the key that signs the registry's heads.
	registryKey string
	proxies     proxies
	// domains are the host names for which the server obtains certificates and ends the encryption itself; empty behind a proxy.
	domains []string
	// challengeAddr is where the authority asks for proof of the domains.
	challengeAddr string
	// acmeDirectory is the address of the authority that issues certificates; empty for Let's Encrypt.
	acmeDirectory string
	// metrics is the address of Prometheus' metrics; empty for none.
	metrics  string
	logLevel slog.Level
	// token opens the page for owners; nil where there is none.
	token token
}

// parseSettings reads the flags of "temoin serve", whose defaults come from their environment twins, and reports all faults at once.
func parseSettings(args []string, getenv func(string) string, stderr io.Writer) (settings, error) {
	var s settings
	var trusted, domains, level, tokenFile string
	flags := flag.NewFlagSet("temoin serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	for _, f := range []struct {
		value                *string
		name, fallback, help string
	}{
		{&s.addr, "addr", "", "address to listen on, host:port (default :8080, or :443 with --domain)"},
		{&s.portals, "portals", "portals", "folder of the portal files (*.yaml)"},
		{&s.prefix, "prefix", "", "path under which a reverse proxy passes requests on, such as /temoin"},
		{&s.registry, "registry", defaultRegistry(getenv), registryHelp},
		{&s.registryKey, "registry-key", "", registryKeyHelp},
		{&domains, "domain", "", "host names to serve by https with certificates of Let's Encrypt, with commas between them"},
		{&s.challengeAddr, "challenge-addr", ":80", "with --domain, address that answers the authority and redirects to https"},
		{&s.acmeDirectory, "acme-directory", "", "with --domain, address of another authority than Let's Encrypt (ACME directory)"},
		{&s.metrics, "metrics", "", "address of Prometheus' metrics, such as 127.0.0.1:9090"},
		{&tokenFile, "admin-token-file", "", "file of the secret that opens /admin/ (or the secret itself in TEMOIN_ADMIN_TOKEN); without, there is no such page"},
		{&level, "log-level", "info", "debug (each request, and network faults), info, warn or error"},
		{&trusted, "trusted-proxies", "127.0.0.0/8,::1", "addresses whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 10.0.0.0/8,192.0.2.7"},
	} {
		twin := twinOf(f.name)
		value := f.fallback
		if set := getenv(twin); set != "" {
			value = set
		}
		flags.StringVar(f.value, f.name, value, f.help+" (environment: "+twin+")")
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return settings{}, err
	} else if err != nil {
		return settings{}, &usageError{err}
	}
	var faults []error
	if flags.NArg() > 0 {
		faults = append(faults, fmt.Errorf("unexpected argument %q\n    hint: folders are given with --portals", flags.Arg(0)))
	}
	s.domains = domainsOf(domains)
	if s.addr == "" {
		s.addr = ":8080"
		if len(s.domains) > 0 {
			s.addr = ":443"
		}
	}
	for _, domain := range s.domains {
		if !isHostName(domain) {
			faults = append(faults, fmt.Errorf("--domain %q is no host name\n    hint: write the name alone, such as temoin.ville.fr, with commas between several", domain))
		}
	}
	var err error
	if s.token, err = readToken(tokenFile, getenv("TEMOIN_ADMIN_TOKEN")); err != nil {
		faults = append(faults, err)
	}
	if err := s.logLevel.UnmarshalText([]byte(level)); err != nil {
		faults = append(faults, fmt.Errorf("--log-level %q is none of debug, info, warn, error", level))
	}
	if s.acmeDirectory != "" && !isWebAddress(s.acmeDirectory) {
		faults = append(faults, fmt.Errorf("--acme-directory %q is no web address\n    hint: write it in full, from https:// on", s.acmeDirectory))
	}
	if _, _, err := net.SplitHostPort(s.metrics); s.metrics != "" && err != nil {
		faults = append(faults, fmt.Errorf("--metrics %q is no address\n    hint: write host:port, such as 127.0.0.1:9090", s.metrics))
	}
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		faults = append(faults, fmt.Errorf("--addr %q is no address\n    hint: write host:port, or :8080 for every interface", s.addr))
	}
	s.prefix = strings.TrimSuffix(s.prefix, "/")
	if s.prefix != "" && s.prefix != path.Clean("/"+s.prefix) {
		faults = append(faults, fmt.Errorf("--prefix %q is no path\n    hint: start with a slash, such as /temoin", s.prefix))
	}
	if s.proxies, err = parseProxies(trusted); err != nil {
		faults = append(faults, fmt.Errorf("--trusted-proxies: %w", err))
	}
	s.registryKey = cmp.Or(s.registryKey, defaultKey(s.registry, getenv))
	if len(faults) > 0 {
		return settings{}, &usageError{errors.Join(faults...)}
	}
	return s, nil
}

// twinOf is the environment variable that stands in for a flag.
func twinOf(flag string) string {
	return "TEMOIN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
