package online

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func mustParse(t testing.TB, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestSourceExpressions: which addresses a policy's expressions allow on a page of https://data.ville.fr (CSP3, section 6.7.2.8).
func TestSourceExpressions(t *testing.T) {
	page := mustParse(t, "https://data.ville.fr/explore")
	for _, test := range []struct {
		source, at string
		allows     bool
	}{
		{"*", "https://temoin.ville.fr/ville/temoin.js", true},
		{"*", "blob:x", false},
		{"'self'", "https://data.ville.fr/temoin.js", true},
		{"'self'", "https://temoin.ville.fr/temoin.js", false},
		{"'self'", "https://data.ville.fr:8443/temoin.js", false},
		{"'none'", "https://data.ville.fr/temoin.js", false},
		{"https:", "https://temoin.ville.fr/temoin.js", true},
		{"https:", "http://temoin.ville.fr/temoin.js", false},
		{"blob:", "blob:x", true},
		{"temoin.ville.fr", "https://temoin.ville.fr/temoin.js", true},
		{"temoin.ville.fr", "http://temoin.ville.fr/temoin.js", false},
		{"http://temoin.ville.fr", "https://temoin.ville.fr/temoin.js", true},
		{"TEMOIN.ville.fr", "https://temoin.ville.fr/temoin.js", true},
		{"*.ville.fr", "https://temoin.ville.fr/temoin.js", true},
		{"*.ville.fr", "https://ville.fr/temoin.js", false},
		{"*.ville.fr", "https://autreville.fr/temoin.js", false},
		{"temoin.ville.fr:*", "https://temoin.ville.fr:8443/temoin.js", true},
		{"temoin.ville.fr", "https://temoin.ville.fr:8443/temoin.js", false},
		{"temoin.ville.fr:443", "https://temoin.ville.fr/temoin.js", true},
		{"https://temoin.ville.fr/ville/", "https://temoin.ville.fr/ville/temoin.js", true},
		{"https://temoin.ville.fr/ville/", "https://temoin.ville.fr/assets/module.js", false},
		{"https://temoin.ville.fr/ville/temoin.js", "https://temoin.ville.fr/ville/temoin.js", true},
		{"https://temoin.ville.fr/ville", "https://temoin.ville.fr/ville/temoin.js", false},
	} {
		if got := matches(test.source, mustParse(t, test.at), page); got != test.allows {
			t.Errorf("%s allows %s: %v", test.source, test.at, got)
		}
	}
}

// FuzzPage: whatever a page or its policy says, it is read, and each finding stands inside it.
func FuzzPage(f *testing.F) {
	f.Add([]byte("<head><script src=/ville/temoin.js></script><template><script></template>"), "default-src 'none'")
	f.Add([]byte("<base href=//x><iframe src='https://www.youtube.com'>\xff</title><noscript><p>"), "script-src *.x:*/a/ 'nonce-'; ;;")
	f.Add([]byte("<script>//www.googletagmanager.com/gtm.js?id="), "worker-src a:b:c//")
	f.Fuzz(func(t *testing.T, source []byte, policy string) {
		at := mustParse(t, "https://data.ville.fr/")
		p := readPage(&answer{url: at, header: http.Header{"Content-Type": {"text/html"}, "Content-Security-Policy": {policy}}, body: source})
		c := &checker{ctx: t.Context(), client: &http.Client{Timeout: time.Nanosecond, Transport: http.NewFileTransport(http.Dir(t.TempDir()))}, page: p}
		if err := c.checkPage(); err != nil {
			t.Fatal(err)
		}
		for _, finding := range c.findings {
			if finding.Line < 0 || finding.Column < 0 || finding.Line > 0 && finding.Width < 1 {
				t.Errorf("%+v", finding)
			}
			_ = finding.String()
		}
	})
}
