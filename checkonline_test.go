package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"temoin/internal/online"
	"temoin/internal/portal/portalfile"
)

// hosts answers for hosts by their names, without a network.
type hosts map[string]http.Handler

func (h hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	answering := h[r.URL.Host]
	if answering == nil {
		return nil, fmt.Errorf("dial %s: no such host", r.URL.Host)
	}
	asked := r.Clone(r.Context())
	asked.Host, asked.RequestURI = r.URL.Host, r.URL.RequestURI()
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	answering.ServeHTTP(recorder, asked)
	response := recorder.Result()
	response.Request = r
	return response, nil
}

// portalPage is a page of the portal of ville.
type portalPage struct {
	head, body string
	headers    map[string]string
}

func (p portalPage) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	for name, value := range p.headers {
		w.Header().Set(name, value)
	}
	fmt.Fprintf(w, "<!doctype html>\n<html lang=fr>\n<head>\n%s<title>Été & hiver</title>\n</head>\n<body>\n%s</body>\n</html>\n", p.head, p.body)
}

const (
	ownTag      = `<script async src="/temoin/ville/temoin.js"></script>` + "\n"
	firstTag    = `<script src="/temoin/ville/temoin.js"></script>` + "\n"
	foreignTag  = `<script async src="https://temoin.ville.example/ville/temoin.js"></script>` + "\n"
	footer      = `<a href="/temoin/ville/charte">Charte</a> <button data-temoin-open>Gérer mes cookies</button>` + "\n"
	youtubeHere = `<iframe src="https://www.youtube.com/embed/abc"></iframe>` + "\n"
)

// villeSites is the server of ville under a prefix.
func villeSites(t *testing.T, prefix string) http.Handler {
	t.Helper()
	portals, err := portalfile.Load("testdata/ville.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSites(portals, prefix, func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	return routes(s)
}

// TestCheckOnline: what a page is like as it is served, and what becomes of the cookie there.
func TestCheckOnline(t *testing.T) {
	t.Parallel()
	own, foreign := villeSites(t, "/temoin"), villeSites(t, "")
	proxied := func(page http.Handler, change func(http.ResponseWriter, *http.Request) bool) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case change != nil && change(w, r):
			case strings.HasPrefix(r.URL.Path, "/temoin/"):
				own.ServeHTTP(w, r)
			default:
				page.ServeHTTP(w, r)
			}
		})
	}
	for _, test := range []struct {
		name    string
		page    portalPage
		proxy   func(http.ResponseWriter, *http.Request) bool
		address string
		cookie  online.Kept
		// faults are all faults and warnings: the rule, and a part of what is said, or of the hint.
		faults []string
		notes  []string
	}{
		{
			name: "a path of the portal's own host", page: portalPage{head: ownTag, body: footer}, cookie: online.KeptByHeader,
			notes: []string{"kept six months, in Safari too", "comes with brotli", "nothing in its HTML has to be held back"},
		},
		{
			name: "another host", page: portalPage{head: foreignTag}, cookie: online.KeptByScript,
			faults: []string{"online-cookie: not from the page's own host https://data.ville.example", "online-cookie: --prefix /temoin", "online-cookie: A CNAME does not help"},
			notes:  []string{"does not link the charter (https://temoin.ville.example/ville/charte)", "has no data-temoin-open"},
		},
		{
			name: "another port of the same host", page: portalPage{head: strings.Replace(foreignTag, "temoin.ville.example", "data.ville.example:8443", 1)}, cookie: online.KeptByScript,
			faults: []string{"online-cookie: comes from https://data.ville.example:8443, not from"},
		},
		{name: "no tag", page: portalPage{body: youtubeHere}, faults: []string{"online-tag: no script tag", "online-unmarked: no loader on the page knows the service"}},
		{name: "a tag that is inert", page: portalPage{head: "<template>" + ownTag + "</template><noscript>" + ownTag + "</noscript><!-- " + ownTag + " -->"}, faults: []string{"online-tag: no script tag"}},
		{name: "a tag in the body", page: portalPage{body: ownTag + footer}, cookie: online.KeptByHeader, faults: []string{"online-tag: not in <head>"}},
		{name: "two tags", page: portalPage{head: ownTag + ownTag, body: footer}, cookie: online.KeptByHeader, faults: []string{"online-tag: twice"}},
		{
			name: "a tag that does not run", page: portalPage{head: strings.Replace(ownTag, "async", `type="text/plain"`, 1), body: footer},
			cookie: online.KeptByHeader, faults: []string{`online-tag: type="text/plain"`},
		},
		{name: "a base", page: portalPage{head: `<base href="/temoin/"><script async src="ville/temoin.js"></script>`, body: footer}, cookie: online.KeptByHeader, faults: []string{}},
		{
			name: "no encryption for the loader", page: portalPage{head: strings.Replace(foreignTag, "https", "http", 1)}, cookie: online.KeptByScript,
			faults: []string{"online-tag: browsers block it", "online-cookie: not from the page's own host"},
		},
		{name: "integrity", page: portalPage{head: strings.Replace(ownTag, "async", `async integrity="sha256-x"`, 1), body: footer}, cookie: online.KeptByHeader, faults: []string{"online-tag: integrity"}},
		{
			name: "a frame, and a loader that comes when it comes", page: portalPage{head: ownTag, body: youtubeHere + footer}, cookie: online.KeptByHeader,
			faults: []string{"online-unmarked: <iframe> of www.youtube.com (service youtube) has no mark, and the loader's tag is async"},
		},
		{
			name: "a frame, and the loader first", page: portalPage{head: firstTag, body: youtubeHere + footer}, cookie: online.KeptByHeader,
			notes: []string{"held back by its host name alone", "before all other scripts"},
		},
		{
			name: "a script before the loader", page: portalPage{head: `<script src="https://stats.ville.example/matomo.js"></script>` + firstTag, body: footer}, cookie: online.KeptByHeader,
			faults: []string{"online-unmarked: stands before the loader's tag", "online-tag: a script stands before"},
		},
		{
			name: "an inline script", page: portalPage{head: ownTag + `<script>_paq=[];var u="//stats.ville.example/";</script>`, body: footer}, cookie: online.KeptByHeader,
			faults: []string{"online-unmarked: an inline <script> that names stats.ville.example"},
		},
		{
			name: "a service that the portal does not name", page: portalPage{head: firstTag, body: `<iframe src="https://player.vimeo.com/video/1"></iframe>` + footer}, cookie: online.KeptByHeader,
			faults: []string{"online-unmarked: add - use: vimeo"},
		},
		{
			name: "what is marked up", cookie: online.KeptByHeader,
			page: portalPage{head: ownTag + `<script type="text/plain" data-temoin="matomo" src="https://stats.ville.example/matomo.js"></script>`,
				body: `<template data-temoin="youtube">` + youtubeHere + `</template><iframe data-temoin="youtube" data-src="https://www.youtube.com/embed/abc"></iframe>` + footer},
		},
		{
			name: "a policy that allows all", cookie: online.KeptByHeader,
			page: portalPage{head: ownTag, body: footer, headers: map[string]string{"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src blob:"}},
		},
		{
			name: "a policy that forbids all", cookie: online.KeptByScript, page: portalPage{head: ownTag, body: footer, headers: map[string]string{"Content-Security-Policy": "default-src 'none'"}},
			faults: []string{"online-policy: add 'self' to default-src, or put", "online-policy: forbids calls", "online-policy: forbids WebAssembly", "online-policy: forbids the Worker"},
		},
		{
			name: "a policy in the page", cookie: online.KeptByHeader, page: portalPage{head: `<meta http-equiv="content-security-policy" content="script-src 'nonce-abc' 'strict-dynamic'">` + strings.Replace(ownTag, "async", `async nonce="abc"`, 1), body: footer},
			faults: []string{"online-policy: add 'wasm-unsafe-eval' to script-src", "online-policy: add worker-src blob:, with what script-src allows now"},
		},
		{
			name: "Trusted Types", cookie: online.KeptByHeader,
			page:   portalPage{head: ownTag, body: footer, headers: map[string]string{"Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types angular"}},
			faults: []string{"online-policy: add temoin to trusted-types"},
		},
		{
			name: "a domain that is not the page's", page: portalPage{head: strings.Replace(ownTag, "async", `async data-domain="example.org"`, 1), body: footer}, cookie: online.KeptByHeader,
			faults: []string{"online-cookie: browsers refuse the cookie"},
		},
		{
			name: "a proxy that takes compression away", page: portalPage{head: ownTag, body: footer}, cookie: online.KeptByHeader,
			proxy:  func(_ http.ResponseWriter, r *http.Request) bool { r.Header.Del("Accept-Encoding"); return false },
			faults: []string{"online-loader: without brotli"},
		},
		{
			name: "a proxy that keeps the host to itself", page: portalPage{head: ownTag, body: footer}, cookie: online.KeptByScript,
			proxy:  func(_ http.ResponseWriter, r *http.Request) bool { r.Host = "127.0.0.1:8080"; return false },
			faults: []string{"online-cookie: proxy_set_header Host $host"},
		},
		{
			name: "a proxy that passes no POST", page: portalPage{head: ownTag, body: footer}, cookie: online.KeptByScript,
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == "POST" {
					w.WriteHeader(http.StatusMethodNotAllowed)
				}
				return r.Method == "POST"
			},
			faults: []string{"online-cookie: /temoin/ville/choice answers 405"},
		},
		{
			name: "another portal's page", page: portalPage{head: foreignTag}, address: "https://autre.example/", cookie: online.KeptByScript,
			faults: []string{"online-cookie: takes no choices from https://autre.example", "online-cookie: not from the page's own host"},
		},
		{
			name: "a server that is not there", page: portalPage{head: strings.Replace(foreignTag, "temoin.", "nulle-part.", 1)},
			faults: []string{"online-loader: cannot be fetched"},
		},
		{name: "an unknown portal", page: portalPage{head: strings.Replace(foreignTag, "/ville/", "/vile/", 1)}, faults: []string{"online-loader: temoin.js answers 404"}},
		{
			name: "something else under the name", page: portalPage{head: ownTag}, faults: []string{"online-loader: none of Témoin's loaders"},
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, "/temoin.js") {
					fmt.Fprint(w, "console.log('{}')")
				}
				return strings.HasSuffix(r.URL.Path, "/temoin.js")
			},
		},
		{
			name: "a redirect to another host", faults: []string{"online-reach: leads to another host"},
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				http.Redirect(w, r, "https://autre.example/", http.StatusFound)
				return true
			},
		},
		{
			name: "a redirect to no encryption", faults: []string{"online-reach: away from https"},
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				http.Redirect(w, r, "http://data.ville.example/", http.StatusFound)
				return true
			},
		},
		{
			name: "a redirect without end", faults: []string{"online-reach: redirects without end"},
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
				return true
			},
		},
		{
			name: "a page without end", faults: []string{"online-reach: larger than 8 MB"},
			proxy: func(w http.ResponseWriter, _ *http.Request) bool {
				w.Write(make([]byte, 9<<20))
				return true
			},
		},
		{
			name: "a page that is not there", faults: []string{"online-reach: the page answers 404"},
			proxy: func(w http.ResponseWriter, r *http.Request) bool {
				http.NotFound(w, r)
				return true
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			portal := proxied(test.page, test.proxy)
			client := &http.Client{Transport: hosts{"data.ville.example": portal, "autre.example": portal, "temoin.ville.example": foreign, "data.ville.example:8443": foreign}}
			address := "https://data.ville.example/explore"
			if test.address != "" {
				address = test.address
			}
			report, findings, err := online.Check(t.Context(), client, address, nil)
			if err != nil {
				t.Fatal(err)
			}
			if report.Cookie != test.cookie {
				t.Errorf("the cookie is kept by %q, want %q", report.Cookie, test.cookie)
			}
			said := func(f *portalfile.Finding) string { return string(f.Rule) + ": " + f.Message + "\n" + f.Hint }
			matches := func(f *portalfile.Finding, part string) bool {
				rule, text, _ := strings.Cut(part, ": ")
				return string(f.Rule) == rule && strings.Contains(said(f), text)
			}
			for _, f := range findings {
				if f.Severity != portalfile.SeverityNote && !slices.ContainsFunc(test.faults, func(part string) bool { return matches(f, part) }) {
					t.Errorf("unexpected: %s", f)
				}
			}
			for _, part := range test.faults {
				if !slices.ContainsFunc(findings, func(f *portalfile.Finding) bool { return f.Severity != portalfile.SeverityNote && matches(f, part) }) {
					t.Errorf("nothing is said of %q, but\n%s", part, findings)
				}
			}
			for _, part := range test.notes {
				if !slices.ContainsFunc(findings, func(f *portalfile.Finding) bool {
					return f.Severity == portalfile.SeverityNote && strings.Contains(f.Message, part)
				}) {
					t.Errorf("no note says %q, but\n%s", part, findings)
				}
			}
		})
	}
}

// TestCheckOnlineComparesWithTheFile: the loader that is served is the file's, or the file's as it was.
func TestCheckOnlineComparesWithTheFile(t *testing.T) {
	t.Parallel()
	portals, err := portalfile.Load("testdata/ville.yaml")
	if err != nil {
		t.Fatal(err)
	}
	served := villeSites(t, "")
	client := &http.Client{Transport: hosts{"data.ville.example": portalPage{head: foreignTag}, "temoin.ville.example": served}}
	site, err := url.Parse(portals[0].Site)
	if err != nil {
		t.Fatal(err)
	}
	loader := []byte(body(t, get(t, served, "/ville/temoin.js")))
	ours := online.Expected{File: "ville.yaml", ID: "ville", Fingerprint: portals[0].Fingerprint(), Site: site, Loader: loader}
	for _, test := range []struct {
		name    string
		change  func(*online.Expected)
		current bool
		want    string
	}{
		{"the same", func(*online.Expected) {}, true, "note: temoin.js is what this program makes of ville.yaml"},
		{"other texts", func(e *online.Expected) { e.Loader = []byte("other") }, false, "note: temoin.js asks what ville.yaml asks"},
		{"other questions", func(e *online.Expected) { e.Loader, e.Fingerprint = nil, "aaaaaa" }, false, "visitors are asked about charter " + portals[0].Fingerprint() + ", and ville.yaml is aaaaaa"},
		{"another address", func(e *online.Expected) { e.Site = &url.URL{Host: "www.ville.example"} }, true, `warning: the page is on data.ville.example, and "site" in ville.yaml says www.ville.example`},
	} {
		expected := ours
		test.change(&expected)
		report, findings, err := online.Check(t.Context(), client, "https://data.ville.example/", []online.Expected{expected})
		if err != nil {
			t.Fatal(err)
		}
		if report.Current == nil || *report.Current != test.current || !strings.Contains(findings.String(), test.want) {
			t.Errorf("%s: %+v, %s", test.name, report, findings)
		}
	}
	ours.ID = "autre"
	if _, findings, _ := online.Check(t.Context(), client, "https://data.ville.example/", []online.Expected{ours}); !strings.Contains(findings.Faults().Error(), `the loader of "ville", and no file given describes`) {
		t.Errorf("another portal's file: %s", findings)
	}
}

// TestCheckOnlineByCommand: over a real connection, for people and for programs, with the status that scripts look at.
func TestCheckOnlineByCommand(t *testing.T) {
	t.Parallel()
	served := newHandler(t, "/temoin")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/temoin/") {
			served.ServeHTTP(w, r)
			return
		}
		portalPage{head: strings.ReplaceAll(ownTag, "/ville/", "/demonstration/"), body: strings.ReplaceAll(footer, "/ville/", "/demonstration/")}.ServeHTTP(w, r)
	}))
	defer server.Close()
	_, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	address := "http://localhost:" + port
	out, status := runCheck(t, "--online", address+"/", "portals/demonstration.yaml", "--strict")
	if status != 0 || !strings.Contains(out, "demonstration: no fault") || !strings.Contains(out, "kept six months, in Safari too") || !strings.HasSuffix(out, "0 faults, 0 warnings\n") {
		t.Errorf("status %d: %s", status, out)
	}
	out, status = runCheck(t, "--online", address+"/", "--format", "json")
	var report struct {
		Faults int
		Online online.Report
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || status != 0 || report.Online.Cookie != online.KeptByHeader || report.Online.Portal != "demonstration" || report.Online.Encoding != "br" {
		t.Errorf("status %d, %v: %s", status, err, out)
	}
	out, status = runCheck(t, "--online", "http://127.0.0.1:"+port+"/temoin/nulle-part", "--strict")
	if status != 2 || !strings.Contains(out, "the page answers 404") {
		t.Errorf("status %d: %s", status, out)
	}
	if out, status = runCheck(t, "--online", address+"/", "testdata/check/warnings.yaml", "--strict"); status != 2 || !strings.Contains(out, "no file given describes that portal") {
		t.Errorf("status %d: %s", status, out)
	}
	if err := run(t.Context(), []string{"check", "--online", "data.ville.fr"}, func(string) string { return "" }, nil, nil); err == nil || !strings.Contains(err.Error(), "write it in full") {
		t.Errorf("a name without https:// gives %v", err)
	}
}
