package main

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"temoin/internal/consent"
)

// FuzzRequest: whatever a request says of itself, no answer fails, nothing of it comes back, and a cookie is set for the portal's own host only.
func FuzzRequest(f *testing.F) {
	made, err := allSites()
	if err != nil {
		f.Fatal(err)
	}
	s := copyOf(made)
	trusted, err := parseProxies("127.0.0.1")
	if err != nil {
		f.Fatal(err)
	}
	h := trusted.believe(routes(s))
	f.Add("data.ville.example", "https://data.ville.example", "application/x-www-form-urlencoded", "matomo=accept", "", "lang=en", "203.0.113.7")
	f.Add("data.ville.example", "null", "text/plain", `{"receipt":"7Q2M-XK4D-0V9T-3HJB"}`, consent.CookieName+"=%7B%22timestamp%22%3A1795305600000%7D; _pk_id=1", "domain=ville.example", "a, b,,")
	f.Add("evil.example:99", "https://user@x", "a/b; c", "temoin-all=accept&temoin-all=refuse&%zz", consent.CookieName+"=%", "domain=;x&lang=%00", "::1%eth0")
	// One sender would be slowed down.
	sender := netip.MustParseAddr("2001:db8::1")
	f.Fuzz(func(t *testing.T, host, origin, kind, content, cookie, query, forwarded string) {
		r := httptest.NewRequest("POST", "http://localhost/ville/choice", strings.NewReader(content))
		r.Host, r.URL.RawQuery, r.RemoteAddr = host, query, netip.AddrPortFrom(sender, 9).String()
		for name, value := range map[string]string{"Origin": origin, "Content-Type": kind, "Cookie": cookie, "X-Forwarded-For": forwarded, "Sec-Fetch-Site": "same-origin"} {
			r.Header.Set(name, value)
		}
		s.pace = newPace(s.now)
		got := send(h, r)
		if got.StatusCode >= 500 || got.StatusCode == 200 && got.Header.Get("Content-Type") != "application/json" {
			t.Errorf("answered with %d, %v", got.StatusCode, got.Header)
		}
		if len(got.Cookies()) > 0 && hostname(strings.ToLower(host)) != "data.ville.example" {
			t.Errorf("a cookie for %q: %v", host, got.Header["Set-Cookie"])
		}
		for _, set := range got.Cookies() {
			if set.Name == consent.CookieName && set.MaxAge > int(consent.Lifetime.Seconds()) {
				t.Errorf("a cookie is prolonged: %v", set)
			}
		}
		if to, err := url.Parse(got.Header.Get("Location")); err != nil || to.Host != "" {
			t.Errorf("leads to %q", got.Header.Get("Location"))
		}
		for name, values := range got.Header {
			for _, value := range values {
				if strings.ContainsAny(name+value, "\r\n\x00") {
					t.Errorf("%s: %q", name, value)
				}
			}
		}
		if got.StatusCode >= 400 && got.StatusCode != http.StatusNotFound && len(origin) > 12 && strings.Contains(body(t, got), origin) {
			t.Error("the answer repeats what was sent")
		}
	})
}
