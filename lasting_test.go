package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
)

// TestCookieLasts: on the portal's own host the answer sets the cookie that the browser has, for what is left of its time, and expires HttpOnly trackers.
func TestCookieLasts(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	c := choiceFor(t, s, "demonstration")
	made := consent.Decide(siteOf(t, s, "demonstration").portal.ConsentServices(), map[string]bool{}, today.Add(-10*24*time.Hour), consent.Choice{})
	value := consent.Encode(made)
	request := func(host, origin string) *http.Request {
		r := sentRequest(t, "demonstration", c, "Origin", origin, "Cookie", consent.CookieName+"="+value+"; _pk_id.1=abc; other=1")
		r.Host, r.TLS = host, nil
		return r
	}
	r := send(h, request("localhost:8080", "http://localhost:8080"))
	var kept, expired bool
	for _, cookie := range r.Cookies() {
		switch {
		case cookie.Name == consent.CookieName:
			kept = cookie.Value == value && cookie.MaxAge == 172*24*3600 && cookie.Path == "/" && cookie.SameSite == http.SameSiteLaxMode && !cookie.HttpOnly
		case cookie.Name == "_pk_id.1" && cookie.MaxAge < 0:
			expired = true
		case cookie.Name == "other":
			t.Error("a cookie that is nobody's was touched")
		}
	}
	if r.StatusCode != 200 || !kept || !expired {
		t.Errorf("%d, cookies %v", r.StatusCode, r.Header["Set-Cookie"])
	}
	for name, r := range map[string]*http.Request{
		"from a page on another host": request("localhost:8080", "http://portail.localhost:9000"),
		"on another host":             request("temoin.example.fr", "http://localhost:8080"),
	} {
		if got := send(h, r); got.StatusCode != 200 || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, %q", name, got.StatusCode, got.Header.Get("Set-Cookie"))
		}
	}
}

// TestHeaderAndScriptWriteOneCookie: the answer's cookie has the Domain of the one that the script wrote, and none is set where browsers would refuse that.
func TestHeaderAndScriptWriteOneCookie(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	c := choiceFor(t, s, "ville")
	value := consent.Encode(consent.Decide([]consent.Service{}, nil, today.Add(-time.Hour), consent.Choice{}))
	for _, test := range []struct {
		name, query string
		domain      string
		set         bool
	}{
		{"no data-domain", "", "", true},
		{"an empty one", "?domain=", "", true},
		{"a parent", "?domain=ville.example", "; Domain=ville.example;", true},
		{"a parent with a dot", "?domain=.Ville.example", "; Domain=ville.example;", true},
		{"the host", "?domain=data.ville.example", "; Domain=data.ville.example;", true},
		{"another host", "?domain=autre.example", "", false},
		{"half a name", "?domain=lle.example", "", false},
		{"a public suffix", "?domain=example", "", false},
		{"two", "?domain=&domain=ville.example", "", false},
		{"attributes", "?domain=ville.example%3B+Max-Age%3D9", "", false},
		{"lines", "?domain=x%0D%0ASet-Cookie:a%3Db.ville.example", "", false},
	} {
		r := sentRequest(t, "ville", c, "Sec-Fetch-Site", "same-origin", "Cookie", consent.CookieName+"="+value)
		r.Host, r.URL.RawQuery = "data.ville.example", strings.TrimPrefix(test.query, "?")
		got := send(h, r)
		cookie := got.Header.Get("Set-Cookie")
		if got.StatusCode != 200 || (cookie != "") != test.set || len(got.Header.Values("Set-Cookie")) > 1 {
			t.Errorf("%s: %d, %q", test.name, got.StatusCode, got.Header.Values("Set-Cookie"))
		}
		if test.set && (test.domain == "" && strings.Contains(cookie, "Domain") || !strings.Contains(cookie, test.domain)) {
			t.Errorf("%s: %q", test.name, cookie)
		}
	}
}
