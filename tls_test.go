package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/letsencrypt/challtestsrv"
	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
)

const ownDomain = "temoin.ville.example"

// authority is Let's Encrypt's own test authority, which asks a server on this machine for proof of its domains. It returns the directory's address, the file of the
// certificate of the authority's own server, and the roots of what it issues.
func authority(t *testing.T, httpPort, tlsPort string) (directory, certificate string, roots func() *x509.CertPool) {
	t.Helper()
	// It waits, and refuses some of what is right, to try clients out: not here.
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	quiet := log.New(io.Discard, "", 0)
	resolver := "127.0.0.1:" + freePort(t)
	names, err := challtestsrv.New(challtestsrv.Config{DNSAddrs: []string{resolver}, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	names.SetDefaultDNSIPv4("127.0.0.1")
	names.SetDefaultDNSIPv6("")
	go names.Run()
	t.Cleanup(names.Shutdown)
	number := func(port string) int {
		n, err := strconv.Atoi(port)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	store := db.NewMemoryStore()
	issuer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {Description: "default", ValidityPeriod: 7776000}})
	front := wfe.New(quiet, store, va.New(quiet, number(httpPort), number(tlsPort), false, resolver, store), issuer, []string{"ville.example"}, false, false, 1, 1)
	server := httptest.NewTLSServer(front.Handler())
	t.Cleanup(server.Close)
	certificate = filepath.Join(t.TempDir(), "authority.pem")
	writeFile(t, certificate, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	return server.URL + wfe.DirectoryPath, certificate, func() *x509.CertPool {
		pool := x509.NewCertPool()
		pool.AddCert(issuer.GetRootCert(0).Cert)
		return pool
	}
}

// TestServesHTTPSByItself: with --domain, the server proves its domain to an authority, serves with what that issues, keeps it, and sends http visitors to https.
func TestServesHTTPSByItself(t *testing.T) {
	httpPort, tlsPort := freePort(t), freePort(t)
	directory, certificate, roots := authority(t, httpPort, tlsPort)
	folder := t.TempDir()
	start := func() *exec.Cmd {
		command := exec.Command(os.Args[0], "serve", "--portals", "testdata", "--domain", ownDomain, "--addr", "127.0.0.1:"+tlsPort, "--challenge-addr", "127.0.0.1:"+httpPort, "--acme-directory", directory)
		command.Env = append(os.Environ(), asProgram+"=1", "STATE_DIRECTORY="+folder, "SSL_CERT_FILE="+certificate)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
		return command
	}
	client := &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{RootCAs: roots()},
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				port := httpPort
				if strings.HasSuffix(address, ":443") {
					port = tlsPort
				}
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
			},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ask := func(address string) *http.Response {
		t.Helper()
		var last error
		for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			r, err := client.Get(address)
			if err == nil {
				r.Body.Close()
				return r
			}
			last = err
		}
		t.Fatalf("%s never answered: %v", address, last)
		return nil
	}
	running := start()
	page := ask("https://" + ownDomain + "/ville/charte")
	if page.StatusCode != 200 || page.Header.Get("Strict-Transport-Security") == "" || page.TLS.PeerCertificates[0].VerifyHostname(ownDomain) != nil {
		t.Errorf("by https: %d, %v", page.StatusCode, page.Header)
	}
	if r := ask("http://" + ownDomain + "/ville/charte"); r.StatusCode != http.StatusFound || r.Header.Get("Location") != "https://"+ownDomain+"/ville/charte" {
		t.Errorf("by http: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	if r, err := client.Get("https://autre.example/"); err == nil {
		t.Errorf("another name was given a certificate: %d", r.StatusCode)
	}
	_ = running.Process.Kill()
	_ = running.Wait()
	start()
	if again := ask("https://" + ownDomain + "/ville/charte"); !again.TLS.PeerCertificates[0].Equal(page.TLS.PeerCertificates[0]) {
		t.Error("after a start, another certificate was obtained: authorities allow few a week")
	}
}
