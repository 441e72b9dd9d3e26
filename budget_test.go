package main

import (
	"testing"
	"time"

	"temoin/internal/portal/portalfile"
)

// The weights that visitors pay for, in bytes after brotli. A budget is lowered when the thing gets lighter, never raised in silence.
const (
	loaderBudget  = 9 << 10
	noticeBudget  = 4<<10 + 640
	runtimeBudget = 6<<10 + 256
	bundleBudget  = 960 << 10
)

// TestBudget holds what browsers get to its weight: the loader with gate, banner and styles in one request, then what follows when the page is idle.
func TestBudget(t *testing.T) {
	portals, err := portalfile.LoadDir("portals")
	if err != nil {
		t.Fatal(err)
	}
	sites, err := newSites(portals, "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	within := func(what string, size, budget int) {
		t.Logf("%s: %d of %d bytes (brotli)", what, size, budget)
		if size > budget {
			t.Errorf("%s weighs %d bytes after brotli, and its budget is %d", what, size, budget)
		}
	}
	for _, site := range sites.all {
		budget := loaderBudget
		if !site.portal.TakesAnswers() {
			budget = noticeBudget
		}
		within("loader of "+site.portal.ID, brotliSize(site.loader), budget)
	}
	within("runtime", brotliSize(sites.assets[sites.built["runtime.js"]]), runtimeBudget)
	within("bundle", brotliSize(sites.assets[sites.built["bundle.wasm"]]), bundleBudget)
}

func brotliSize(a *asset) int {
	br, _ := a.compressed()
	return len(br)
}
