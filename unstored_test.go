package main

import (
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal/portalfile"
)

// TestNothingAboutVisitorsIsStored reads every byte that was written after a visit: there is no address, no browser, no cookie, no page.
func TestNothingAboutVisitorsIsStored(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := recordingSites(t, filepath.Join(folder, "temoin.db"))
	var log strings.Builder
	s.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := observed(s.log, nil, routes(s))
	trace := []string{"203.0.113.77", "Mozilla-Marker", "cookie-marker", "page-marker", "fr-Marker", "forwarded-marker"}
	headers := []string{
		"User-Agent", trace[1], "Cookie", "session=" + trace[2], "Referer", portalOrigin + "/" + trace[3], "Accept-Language", trace[4], "X-Forwarded-For", trace[5],
	}
	good, bad := sentRequest(t, "ville", choiceFor(t, s, "ville"), headers...), sentRequest(t, "ville", "{", headers...)
	asked := sentRequest(t, "ville", "", append(headers, "Access-Control-Request-Headers", "x-"+trace[3])...)
	asked.Method = "OPTIONS"
	for _, r := range []*http.Request{good, bad, asked} {
		r.RemoteAddr = trace[0] + ":1234"
		send(h, r)
	}
	verifies(t, s)
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	written := log.String()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		written += string(data)
	}
	for _, t1 := range trace {
		if strings.Contains(written, t1) {
			t.Errorf("%q was written", t1)
		}
	}
	if !strings.Contains(log.String(), "status=200") || !strings.Contains(log.String(), "status=400") || !strings.Contains(log.String(), "status=204") {
		t.Errorf("the log says %q", log.String())
	}
}

// TestNoticesAreNotRecorded: a portal that asks nothing has no choices, only the versions of what it told.
func TestNoticesAreNotRecorded(t *testing.T) {
	t.Parallel()
	portals, err := portalfile.Load("portals/hauts-de-seine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	made, err := newSites(portals, "", func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	s := recordingCopy(t, filepath.Join(t.TempDir(), "temoin.db"), made)
	h := routes(s)
	content := map[string]any{
		"receipt": "7Q2M-XK4D-0V9T-3HJB", "shown": s.all[0].description.hash, "charter": consent.NothingAsked, "language": "fr", "granted": []string{}, "denied": []string{}, "how": "banner", "age": 0,
	}
	form := post(url.Values{}, "opendata.hauts-de-seine.fr")
	form.URL.Path = "/hauts-de-seine/choice"
	for name, r := range map[string]*http.Request{"sent": sentRequest(t, "hauts-de-seine", content, "Origin", "https://opendata.hauts-de-seine.fr"), "by form": form} {
		if got := send(h, r); got.StatusCode != 422 || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, %q", name, got.StatusCode, got.Header.Get("Set-Cookie"))
		}
	}
	if report := verifies(t, s); report.Choices != 0 || report.Served != 1 {
		t.Errorf("recorded %+v", report)
	}
}

func TestWithoutRegistryTheBannerGoesOn(t *testing.T) {
	t.Parallel()
	s := recordingSites(t, filepath.Join(t.TempDir(), "nowhere", "temoin.db"))
	h := routes(s)
	if r := get(t, h, "/readyz"); r.StatusCode != 503 || !strings.Contains(body(t, r), "the banner goes on working") {
		t.Errorf("readyz: %d", r.StatusCode)
	}
	for _, target := range []string{"/healthz", "/demonstration/temoin.js", "/demonstration/charte"} {
		if r := get(t, h, target); r.StatusCode != 200 {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
	}
	r := send(h, sentRequest(t, "ville", choiceFor(t, s, "ville")))
	if r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("a choice: %d", r.StatusCode)
	}
	if r := send(h, post(url.Values{}, "localhost")); r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
		t.Errorf("the form: %d, %v", r.StatusCode, r.Cookies())
	}
	working, _ := recording(t)
	if r := get(t, routes(working), "/readyz"); r.StatusCode != 200 {
		t.Errorf("with a registry: %d", r.StatusCode)
	}
}
