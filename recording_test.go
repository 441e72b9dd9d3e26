package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal/portalfile"
	"temoin/internal/registry"
)

// allSites are made once: compressing takes the race detector a while.
var allSites = sync.OnceValues(func() (*sites, error) {
	portals, err := portalfile.Load("portals/demonstration.yaml", "testdata/ville.yaml")
	if err != nil {
		return nil, err
	}
	return newSites(portals, "", func() time.Time { return today })
})

// recordingSites returns sites that record in a registry of their own, which is open when it returns.
func recordingSites(t testing.TB, location string) *sites {
	t.Helper()
	made, err := allSites()
	if err != nil {
		t.Fatal(err)
	}
	return recordingCopy(t, location, made)
}

// copyOf returns sites that a test may change.
func copyOf(made *sites) *sites {
	s := *made
	s.all = nil
	for _, one := range made.all {
		site := *one
		site.sites = &s
		s.all = append(s.all, &site)
	}
	return &s
}

func recordingCopy(t testing.TB, location string, made *sites) *sites {
	t.Helper()
	s := copyOf(made)
	s.pace = newPace(time.Now)
	s.proof = newProof(location, filepath.Join(filepath.Dir(location), "key"), s, slog.New(slog.DiscardHandler), func() time.Time { return today })
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.proof.run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
		if err := s.proof.close(); err != nil {
			t.Error(err)
		}
	})
	<-s.proof.tried
	return s
}

func recording(t testing.TB) (*sites, http.Handler) {
	t.Helper()
	s := recordingSites(t, filepath.Join(t.TempDir(), "temoin.db"))
	return s, routes(s)
}

const portalOrigin = "https://data.ville.example"

// siteOf returns the site of the portal that is called id.
func siteOf(t testing.TB, s *sites, id string) *site {
	t.Helper()
	i := slices.IndexFunc(s.all, func(one *site) bool { return one.portal.ID == id })
	if i < 0 {
		t.Fatalf("there is no portal %s", id)
	}
	return s.all[i]
}

// choiceFor is what the loader of a portal sends when all is refused.
func choiceFor(t testing.TB, s *sites, id string) map[string]any {
	t.Helper()
	site := siteOf(t, s, id)
	denied := []string{}
	for _, service := range site.portal.Services {
		if service.TakesAnswer() {
			denied = append(denied, service.ID)
		}
	}
	receipt, err := registry.NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{
		"receipt": receipt.String(), "shown": site.description.hash, "charter": consent.Fingerprint(site.portal.ConsentServices()), "language": "fr",
		"granted": []string{}, "denied": denied, "how": "banner", "age": 0.4,
	}
}

func sentRequest(t testing.TB, portal string, content any, headers ...string) *http.Request {
	t.Helper()
	text, isText := content.(string)
	if !isText {
		data, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	r := httptest.NewRequest("POST", "https://temoin.example.fr/"+portal+"/choice", strings.NewReader(text))
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	r.Header.Set("Origin", portalOrigin)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return r
}

func verifies(t testing.TB, s *sites) registry.Report {
	t.Helper()
	key, err := registry.LoadKey(s.proof.keyFile, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.proof.current().Verify(t.Context(), key.Verifier(), nil, nil)
	if err != nil || len(report.Faults) > 0 {
		t.Fatalf("%v, %q", err, report.Faults)
	}
	return report
}
