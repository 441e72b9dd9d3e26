package main

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMetricsCountAndNameNobody(t *testing.T) {
	t.Parallel()
	s, _ := recording(t)
	s.metrics = newMetrics(s.ready)
	h := observed(slog.New(slog.DiscardHandler), s.metrics, routes(s))
	good := choiceFor(t, s, "ville")
	for _, content := range []any{good, good, "{"} {
		r := sentRequest(t, "ville", content, "User-Agent", "Mozilla-Marker")
		r.RemoteAddr = "203.0.113.77:1234"
		send(h, r)
	}
	send(h, httptest.NewRequest("MARKER", "/ville/choice?q=query-marker", nil))
	get(t, h, "/ville/charte?enregistre=path-marker")
	page := body(t, get(t, s.metrics.handler(), "/metrics"))
	for _, want := range []string{
		`temoin_choices_total{outcome="recorded",portal="ville"} 2`, `temoin_choices_total{outcome="refused",portal="ville"} 1`, "temoin_registry_ready 1",
		`temoin_requests_total{method="POST",route="POST /ville/choice",status="200"} 2`, `route="GET /ville/charte"`, `method="other"`, "go_goroutines", "temoin_request_seconds_bucket",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in the metrics", want)
		}
	}
	for _, marker := range []string{"203.0.113.77", "Marker", "MARKER", "marker", good["receipt"].(string)} {
		if strings.Contains(page, marker) {
			t.Errorf("%s is in the metrics", marker)
		}
	}
	if got := get(t, routes(s), "/metrics").StatusCode; got != 404 {
		t.Errorf("the public address answers /metrics with %d", got)
	}
}

func TestHTTPSOnlyWhereTheServerEndsIt(t *testing.T) {
	h := strict(http.NotFoundHandler())
	for name, test := range map[string]struct {
		tls  *tls.ConnectionState
		want string
	}{"itself": {&tls.ConnectionState{}, "max-age=63072000"}, "behind a proxy": {nil, ""}} {
		r := httptest.NewRequest("GET", "/", nil)
		r.TLS = test.tls
		if got := send(h, r, "X-Forwarded-Proto", "https").Header.Get("Strict-Transport-Security"); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestDomainsChangeThePort(t *testing.T) {
	none := func(string) string { return "" }
	s, err := parseSettings([]string{"--domain", "temoin.ville.fr, Consentement.ville.fr"}, none, nil)
	if err != nil || s.addr != ":443" || strings.Join(s.domains, " ") != "temoin.ville.fr consentement.ville.fr" {
		t.Errorf("%+v, %v", s, err)
	}
	for _, wrong := range []string{"http://x.fr", "x.fr:443", "x.fr/temoin", "*.x.fr", "x.fr y.fr", "localhost", "192.0.2.7"} {
		if _, err := parseSettings([]string{"--domain", "temoin.ville.fr," + wrong}, none, nil); err == nil || !strings.Contains(err.Error(), "--domain \""+wrong+"\" is no host name\n    hint: ") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if _, err := parseSettings([]string{"--domain", "données.ville.fr"}, none, nil); err != nil {
		t.Error(err)
	}
	manager := certificates(s, none)
	if manager.HostPolicy(t.Context(), "temoin.ville.fr") != nil || manager.HostPolicy(t.Context(), "evil.example") == nil {
		t.Error("certificates are obtained for other hosts too, or not for ours")
	}
	if _, err := parseSettings([]string{"--metrics", "9090", "--log-level", "loud"}, none, nil); err == nil || !strings.Contains(err.Error(), "--metrics") || !strings.Contains(err.Error(), "--log-level") {
		t.Errorf("got %v", err)
	}
}
