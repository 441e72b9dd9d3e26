package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal/portalfile"
)

var today = time.UnixMilli(1795305600000)

// handlers are made once: compressing takes the race detector a while.
var handlers = map[string]http.Handler{}

func newHandler(t *testing.T, prefix string) http.Handler {
	t.Helper()
	if h, made := handlers[prefix]; made {
		return h
	}
	handlers[prefix] = freshHandler(t, prefix)
	return handlers[prefix]
}

func freshHandler(t *testing.T, prefix string) http.Handler {
	t.Helper()
	portals, err := portalfile.LoadDir("portals")
	if err != nil {
		t.Fatal(err)
	}
	sites, err := newSites(portals, prefix, func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	return routes(sites)
}

func get(t *testing.T, h http.Handler, target string, headers ...string) *http.Response {
	t.Helper()
	return send(h, httptest.NewRequest("GET", target, nil), headers...)
}

func send(h http.Handler, r *http.Request, headers ...string) *http.Response {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAddresses(t *testing.T) {
	h := newHandler(t, "")
	for target, want := range map[string]int{
		"/": 200, "/healthz": 200, "/demonstration/": 200, "/demonstration/charte": 200, "/demonstration/temoin.js": 200,
		"/hauts-de-seine/temoin.js": 200, "/epn-agglo/charte": 200,
		"/demonstration": 301, "/nobody/temoin.js": 404, "/nobody/": 404, "/assets/": 404, "/assets/nothing.js": 404, "/assets/loader.js": 404,
		"/assets/manifest.json": 404, "/assets/..%2f..%2fgo.mod": 404, "/robots.txt": 404, "/demonstration/charte/": 404, "/demonstration/choice": 404,
	} {
		if got := get(t, h, target).StatusCode; got != want {
			t.Errorf("GET %s: got %d, want %d", target, got, want)
		}
	}
	for _, target := range []string{"/demonstration/temoin.js", "/demonstration/charte", "/"} {
		if got := send(h, httptest.NewRequest("POST", target, nil)).StatusCode; got != 405 {
			t.Errorf("POST %s: got %d, want 405", target, got)
		}
	}
	if page := body(t, get(t, h, "/nobody/")); !strings.Contains(page, "Page introuvable") || !strings.Contains(page, `href="/"`) {
		t.Errorf("the page that is not found says %s", page)
	}
}

func TestLoaderIsShortLivedAndRevalidated(t *testing.T) {
	t.Parallel()
	h := newHandler(t, "")
	first := get(t, h, "/demonstration/temoin.js", "Accept-Encoding", "gzip, br")
	if got := first.Header.Get("Cache-Control"); got != "max-age=300" {
		t.Errorf("Cache-Control: %q", got)
	}
	if first.Header.Get("Content-Encoding") != "br" || first.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("encoding %q, vary %q", first.Header.Get("Content-Encoding"), first.Header.Get("Vary"))
	}
	again := get(t, h, "/demonstration/temoin.js", "If-None-Match", first.Header.Get("ETag"), "Accept-Encoding", "gzip")
	if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
		t.Errorf("got %d, want an empty 304", again.StatusCode)
	}
	if other := get(t, h, "/hauts-de-seine/temoin.js"); other.Header.Get("ETag") == first.Header.Get("ETag") {
		t.Error("two portals share an ETag")
	}
	if restarted := get(t, freshHandler(t, ""), "/demonstration/temoin.js"); restarted.Header.Get("ETag") != first.Header.Get("ETag") {
		t.Error("a restart changes the loader")
	}
}

func TestAssetsAreImmutableCompressedAndOpenToPortals(t *testing.T) {
	t.Parallel()
	h := newHandler(t, "")
	loader := body(t, get(t, h, "/demonstration/temoin.js"))
	named := regexp.MustCompile(`"version":"(\w+)","data":"(\w+)"`).FindStringSubmatch(loader)
	if named == nil {
		t.Fatal("the loader names nothing that comes after it")
	}
	attendant := body(t, get(t, h, "/assets/attendant-"+named[1]+".js"))
	wasm := regexp.MustCompile(`bundle-\w+\.wasm`).FindString(attendant)
	for _, name := range []string{"runtime-" + named[1] + ".js", "release-" + named[1] + ".js", wasm, named[2] + "-ar-words.json"} {
		var plain string
		for _, test := range []struct{ accept, want string }{
			{"", ""}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"br;q=0, gzip;q=0.5", "gzip"}, {"identity", ""}, {"BR", "br"},
		} {
			r := get(t, h, "/assets/"+name, "Accept-Encoding", test.accept)
			if got := r.Header.Get("Content-Encoding"); got != test.want {
				t.Errorf("%s, accepting %q: got %q, want %q", name, test.accept, got, test.want)
			}
			if r.Header.Get("Cache-Control") != immutable || r.Header.Get("Access-Control-Allow-Origin") != "*" ||
				r.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				t.Errorf("%s: headers %v", name, r.Header)
			}
			if test.want == "" {
				plain = body(t, r)
			} else if len(body(t, r)) >= len(plain) {
				t.Errorf("%s: %s is no smaller", name, test.want)
			}
		}
	}
	if got := get(t, h, "/assets/"+wasm).Header.Get("Content-Type"); got != "application/wasm" {
		t.Errorf("the bundle is %q: browsers would not start it while it streams", got)
	}
}

// TestCharterSpeaksTheLanguageThatIsAskedFor: the address decides, never the browser, so that one address is one text.
func TestCharterSpeaksTheLanguageThatIsAskedFor(t *testing.T) {
	h := newHandler(t, "")
	for target, want := range map[string][3]string{
		"charte": {"fr", "ltr", "Charte cookies"}, "charte?lang=en": {"en", "ltr", "Cookie policy"}, "charte?lang=ar": {"ar", "rtl", "ميثاق ملفات تعريف الارتباط"},
		"charte?lang=br": {"fr", "ltr", "Charte cookies"}, "charte?lang=": {"fr", "ltr", "Charte cookies"},
	} {
		r := get(t, h, "/hauts-de-seine/"+target, "Accept-Language", "de")
		page := body(t, r)
		if !strings.Contains(page, fmt.Sprintf(`<html lang="%s" dir="%s">`, want[0], want[1])) || !strings.Contains(page, "<h1>"+want[2]+"</h1>") {
			t.Errorf("%s: want %q in %s", target, want, page)
		}
		if got := r.Header.Get("Content-Language"); got != want[0] {
			t.Errorf("%s: Content-Language %q", target, got)
		}
		if got := strings.Count(page, `rel="alternate"`); got != 8 {
			t.Errorf("%s: %d other languages, want 8", target, got)
		}
	}
}

// TestFormStaysInItsLanguage: a choice made on the English page leads back to it.
func TestFormStaysInItsLanguage(t *testing.T) {
	h := newHandler(t, "")
	page := body(t, get(t, h, "http://localhost/demonstration/charte?lang=en"))
	if !strings.Contains(page, `action="choice?lang=en"`) {
		t.Errorf("the form does not say its language: %s", page)
	}
	r := post(url.Values{}, "localhost")
	r.URL.RawQuery = "lang=en"
	if got := send(h, r).Header.Get("Location"); !strings.HasPrefix(got, "charte?") || !strings.Contains(got, "lang=en") {
		t.Errorf("leads to %q", got)
	}
}

func TestPagesKeepToThemselves(t *testing.T) {
	h := newHandler(t, "")
	for _, target := range []string{"/", "/demonstration/", "/demonstration/charte", "/nobody/"} {
		r := get(t, h, target)
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		} {
			if got := r.Header.Get(header); !strings.Contains(got, want) {
				t.Errorf("%s: %s is %q", target, header, got)
			}
		}
		if page := body(t, r); strings.Contains(page, "<style") || strings.Contains(page, " style=") || strings.Contains(page, " onclick=") {
			t.Errorf("%s has inline styles or scripts", target)
		}
		if r.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", target)
		}
	}
}

func TestEverythingWorksUnderAPrefix(t *testing.T) {
	t.Parallel()
	h := newHandler(t, "/temoin")
	for target, want := range map[string]int{
		"/temoin/": 200, "/temoin/demonstration/": 200, "/temoin/demonstration/temoin.js": 200, "/demonstration/temoin.js": 404, "/temoinfoo": 404,
	} {
		if got := get(t, h, target).StatusCode; got != want {
			t.Errorf("%s: got %d, want %d", target, got, want)
		}
	}
	for from, want := range map[string]string{
		"/temoin": "/temoin/", "/temoin/demonstration": "/temoin/demonstration/", "/temoin//demonstration/": "/temoin/demonstration/",
	} {
		if got := get(t, h, from).Header.Get("Location"); got != want {
			t.Errorf("%s redirects to %q, want %q", from, got, want)
		}
	}
	if page := body(t, get(t, h, "http://portail.fr/temoin/")); !strings.Contains(page, "http://portail.fr/temoin/demonstration/temoin.js") {
		t.Error("the snippet lacks the prefix")
	}
	for _, target := range []string{"/temoin/", "/temoin/demonstration/", "/temoin/demonstration/charte"} {
		for _, absolute := range []string{`href="/`, `src="/`, `action="/`} {
			if strings.Contains(body(t, get(t, h, target)), absolute) {
				t.Errorf("%s has an address that starts at the root: %s", target, absolute)
			}
		}
	}
}

func post(form url.Values, host string) *http.Request {
	r := httptest.NewRequest("POST", "http://"+host+"/demonstration/choice", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestFormSetsTheChoice(t *testing.T) {
	h := newHandler(t, "")
	for name, test := range map[string]struct {
		form url.Values
		want map[string]bool
	}{
		"one of four":   {url.Values{"youtube": {"accept"}, "matomo": {"refuse"}}, map[string]bool{"youtube": true}},
		"untouched":     {url.Values{}, map[string]bool{}},
		"all":           {url.Values{"temoin-all": {"accept"}}, map[string]bool{"youtube": true, "matomo": true, "piano": true, "dailymotion": true}},
		"none":          {url.Values{"temoin-all": {"refuse"}, "youtube": {"accept"}}, map[string]bool{}},
		"nonsense":      {url.Values{"youtube": {"true"}, "unknown": {"accept"}, "temoin-all": {"maybe"}}, map[string]bool{}},
		"an exempt one": {url.Values{"authentication": {"refuse"}}, map[string]bool{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := send(h, post(test.form, "localhost:8080"))
			if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "charte?enregistre=#enregistre" {
				t.Errorf("got %d to %q", r.StatusCode, r.Header.Get("Location"))
			}
			cookies := r.Cookies()
			if len(cookies) != 1 || cookies[0].Name != consent.CookieName {
				t.Fatalf("cookies %v", cookies)
			}
			c := cookies[0]
			if c.MaxAge != 15724800 || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.Secure || c.HttpOnly {
				t.Errorf("attributes %+v", c)
			}
			choice, err := consent.Decode(c.Value)
			if err != nil || !choice.Time.Equal(today) || len(choice.Granted) != 4 {
				t.Fatalf("choice %+v, %v", choice, err)
			}
			for id, granted := range choice.Granted {
				if granted != test.want[id] {
					t.Errorf("%s: granted %t", id, granted)
				}
			}
		})
	}
	if c := send(h, post(url.Values{}, "localhost"), "X-Forwarded-Proto", "https").Cookies(); len(c) != 1 || !c[0].Secure {
		t.Errorf("behind https, cookies %v", c)
	}
}

func TestFormIsRefused(t *testing.T) {
	h := newHandler(t, "")
	large := post(url.Values{"x": {strings.Repeat("y", maxBody)}}, "localhost")
	for name, test := range map[string]struct {
		request *http.Request
		headers []string
		want    int
	}{
		"on another host than the portal's": {post(url.Values{}, "temoin.example.fr"), nil, 409},
		"from another site":                 {post(url.Values{}, "localhost"), []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"from another origin":               {post(url.Values{}, "localhost"), []string{"Origin", "https://evil.example"}, 403},
		"when it is too large":              {large, nil, 413},
		"when it is no form":                {httptest.NewRequest("POST", "http://localhost/demonstration/choice", strings.NewReader(`{"youtube":true}`)), []string{"Content-Type", "application/json"}, 415},
		"when it cannot be read":            {httptest.NewRequest("POST", "http://localhost/demonstration/choice", strings.NewReader("%zz")), []string{"Content-Type", "application/x-www-form-urlencoded"}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			r := send(h, test.request, test.headers...)
			if r.StatusCode != test.want || r.Header.Get("Set-Cookie") != "" {
				t.Errorf("got %d and the cookie %q, want %d and none", r.StatusCode, r.Header.Get("Set-Cookie"), test.want)
			}
		})
	}
}

func TestCharterFormShowsTheStoredChoice(t *testing.T) {
	h := newHandler(t, "")
	set := send(h, post(url.Values{"youtube": {"accept"}}, "localhost")).Header.Get("Set-Cookie")
	cookie, _, _ := strings.Cut(set, ";")
	page := body(t, get(t, h, "http://localhost/demonstration/charte", "Cookie", cookie))
	if strings.Count(page, "checked") != 4 || !strings.Contains(page, `<input checked="" id="temoin-youtube-accept"`) {
		t.Errorf("the form does not show the choice: %s", page)
	}
	if blank := body(t, get(t, h, "http://localhost/demonstration/charte")); strings.Contains(blank, "checked") {
		t.Error("something is selected beforehand")
	}
}

func TestRunReportsWrongUse(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(broken, []byte("id: X\nnom: y\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	for name, test := range map[string]struct {
		args   []string
		getenv func(string) string
		want   []string
	}{
		"no command":         {nil, none, []string{"no command"}},
		"unknown command":    {[]string{"sreve"}, none, []string{`unknown command "sreve"`}},
		"unknown flag":       {[]string{"serve", "--port", "1"}, none, []string{"not defined: -port"}},
		"all flags at fault": {[]string{"serve", "--addr", "8080", "--prefix", "temoin", "x"}, none, []string{`--addr "8080"`, `--prefix "temoin"`, `unexpected argument "x"`, "hint: "}},
		"environment":        {[]string{"serve"}, func(name string) string { return map[string]string{"TEMOIN_ADDR": "nowhere"}[name] }, []string{`--addr "nowhere"`}},
		"no such folder":     {[]string{"serve", "--portals", "/nowhere"}, none, []string{"there is no such directory", "hint: "}},
		"faulty portal":      {[]string{"serve", "--portals", filepath.Dir(broken)}, none, []string{"x.yaml:1:5: \"X\" is no id", "x.yaml:2:1: unknown key \"nom\"", "hint: "}},
		"check without file": {[]string{"check"}, none, []string{"name at least one"}},
		"check against two":  {[]string{"check", broken, broken, "--against", broken}, none, []string{"compares one file", "hint: "}},
		"check against none": {[]string{"check", "portals/demonstration.yaml", "--against", "nowhere.yaml"}, none, []string{"nowhere.yaml", "hint: "}},
		"check format":       {[]string{"check", broken, "--format", "xml"}, none, []string{`--format cannot be "xml"`, "hint: "}},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(context.Background(), test.args, test.getenv, io.Discard, io.Discard)
			var misuse *usageError
			if !errors.As(err, &misuse) {
				t.Fatalf("got %v, want a usage error", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %q", want, err)
				}
			}
		})
	}
}

// TestServeStops: the server says where to look, answers, and ends without an error when it is told to.
func TestServeStops(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0"}, func(string) string { return "" }, writer, io.Discard)
	}()
	line := make([]byte, 200)
	n, err := reader.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://\S+`).FindString(string(line[:n]))
	r, err := http.Get(address + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 200 {
		t.Errorf("healthz: %d", r.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
