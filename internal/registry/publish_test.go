package registry

import (
	"testing"
	"time"
)

func publish(t testing.TB, r *Registry, portal string, retention int, banner string) string {
	t.Helper()
	hash, err := r.Publish(t.Context(), Version{
		Portal: portal, Charter: "abc123", Services: map[string]string{"youtube": "abc123"}, Retention: retention, Loader: hashOf([]byte("loader")), Bundle: hashOf([]byte("bundle")),
	}, map[string][]byte{"portal.yaml": []byte("id: " + portal + "\n"), "fr/banner.html": []byte(banner)})
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// TestVersionsAreKeptOnce: a version is recorded when it begins to be served, and ends when another of its portal begins.
func TestVersionsAreKeptOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		start := clock.now()
		at := func(hour int) time.Time { return start.Add(time.Duration(hour) * time.Hour) }
		first := publish(t, r, "ville", 36, "un")
		clock.set(at(1))
		if again := publish(t, r, "ville", 36, "un"); again != first {
			t.Error("the same version has another hash")
		}
		publish(t, r, "agglo", 36, "un")
		clock.set(at(2))
		second := publish(t, r, "ville", 36, "deux")
		clock.set(at(3))
		publish(t, r, "ville", 36, "un")

		served, err := r.Served(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []ServedVersion{
			{Served{"ville", "abc123", first}, at(0), at(2)}, {Served{"agglo", "abc123", served[1].Version}, at(1), time.Time{}},
			{Served{"ville", "abc123", second}, at(2), at(3)}, {Served{"ville", "abc123", first}, at(3), time.Time{}},
		}
		if len(served) != len(want) {
			t.Fatalf("served %+v", served)
		}
		for i := range want {
			if served[i].Served != want[i].Served || !served[i].From.Equal(want[i].From) || !served[i].To.Equal(want[i].To) {
				t.Errorf("got %+v, want %+v", served[i], want[i])
			}
		}
		version, err := r.Version(t.Context(), second)
		if err != nil {
			t.Fatal(err)
		}
		if banner, err := r.Document(t.Context(), version.Documents["fr/banner.html"]); err != nil || string(banner) != "deux" {
			t.Errorf("the banner is %q, %v", banner, err)
		}
		// Three versions, three banners' texts of which two differ, two portal files.
		if report := verified(t, r); report.Served != 4 || report.Documents != 7 {
			t.Errorf("report %+v", report)
		}
	})
}
