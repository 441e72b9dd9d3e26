package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	trusted, err := parseProxies("127.0.0.0/8, ::1,192.0.2.7 ,2001:db8::/32")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		from, forwardedFor, forwardedProto string
		wantAddress, wantScheme            string
	}{
		"a visitor who claims to be a proxy": {"198.51.100.1:999", "203.0.113.9", "https", "198.51.100.1", "http"},
		"a proxy":                            {"127.0.0.1:999", "203.0.113.9", "https", "203.0.113.9", "https"},
		"a proxy on IPv6":                    {"[2001:db8::7]:999", "203.0.113.9", "https", "203.0.113.9", "https"},
		"a proxy behind a proxy":             {"127.0.0.1:999", "203.0.113.9, 192.0.2.7", "http", "203.0.113.9", "http"},
		"what the visitor wrote before":      {"127.0.0.1:999", "10.9.9.9, 203.0.113.9", "https", "203.0.113.9", "https"},
		"a port":                             {"192.0.2.7:999", "203.0.113.9:55", "https", "203.0.113.9", "https"},
		"nonsense":                           {"192.0.2.7:999", "unknown", "https", "192.0.2.7", "https"},
		"nothing":                            {"192.0.2.7:999", "", "", "192.0.2.7", "http"},
		"IPv4 in IPv6":                       {"[::ffff:192.0.2.7]:999", "::ffff:203.0.113.9", "https", "203.0.113.9", "https"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "http://temoin.example.fr/", nil)
			r.RemoteAddr = test.from
			r.Header.Set("X-Forwarded-For", test.forwardedFor)
			r.Header.Set("X-Forwarded-Proto", test.forwardedProto)
			r.Header.Set("X-Forwarded-Host", "evil.example")
			trusted.believe(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if got := remoteAddress(r).String(); got != test.wantAddress {
					t.Errorf("address %s, want %s", got, test.wantAddress)
				}
				if got := scheme(r); got != test.wantScheme {
					t.Errorf("scheme %s, want %s", got, test.wantScheme)
				}
				if r.Header.Get("X-Forwarded-For")+r.Header.Get("X-Forwarded-Host") != "" {
					t.Error("the header is still there")
				}
			})).ServeHTTP(httptest.NewRecorder(), r)
		})
	}
	if _, err := parseProxies("10.0.0.0/8,proxy.local"); err == nil {
		t.Error("a name was taken for an address")
	}
}
