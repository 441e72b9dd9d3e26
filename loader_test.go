package main

import (
	"strings"
	"testing"
	"time"

	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// TestLoadersHaveWhatTheirPortalNeeds: a part that is left out for those who need it would fail open.
func TestLoadersHaveWhatTheirPortalNeeds(t *testing.T) {
	t.Parallel()
	const (
		audience = "  - { id: a, name: A, provider: P, purpose: audience, hosts: [a.example.com], trackers: [{ name: a_id, use: U, duration: session }]"
		exempt   = "  - { id: b, name: B, provider: P, purpose: audience, exempt: audience, trackers: [{ name: b_id, use: U, duration: session }]"
	)
	// What each part cannot do without.
	parts := map[string]string{"gate": "sendBeacon", "Consent Mode": "dataLayer", "reload": "location.reload"}
	for _, test := range []struct{ name, services, has string }{
		{"nothing to refuse", exempt + " }\n", ""},
		{"a service", audience + " }\n", "gate"},
		{"an exempt one that can be objected to", exempt + ", objection: true }\n", "gate"},
		{"told by Matomo's commands", audience + ", tell: matomo }\n", "gate"},
		{"told by Google's Consent Mode", audience + ", tell: google }\n", "gate, Consent Mode, reload"},
		{"stopped by a reload", audience + ", reload: true }\n", "gate, Consent Mode, reload"},
		{"one of several", audience + " }\n" + strings.ReplaceAll(audience, "id: a", "id: c") + ", reload: true }\n", "gate, Consent Mode, reload"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := portalfile.Parse("ville.yaml", []byte("id: ville\nname: Ville\nsite: https://data.ville.example\nupdated: 2026-11-25\npublisher: { name: Ville }\nservices:\n"+test.services))
			if err != nil {
				t.Fatal(err)
			}
			sites, err := newSites([]portal.Portal{p}, "", time.Now)
			if err != nil {
				t.Fatal(err)
			}
			loader := string(sites.all[0].loader.plain)
			// Anywhere else it is a comment.
			if !strings.HasPrefix(loader, "//# allFunctionsCalledOnLoad\n") {
				t.Error("Chromium is not told to compile it beside the page's thread")
			}
			for part, sign := range parts {
				if has := strings.Contains(loader, sign); has != strings.Contains(test.has, part) {
					t.Errorf("%s: got %t, want %t", part, has, !has)
				}
			}
		})
	}
}
