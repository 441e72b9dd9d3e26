package registry

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// TestPruningKeepsTheProof: what is older than its portal's retention is emptied, the rest stays, and the tree and its earlier heads hold.
func TestPruningKeepsTheProof(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		publish(t, r, "ville", 12, "un")
		publish(t, r, "agglo", 36, "un")
		start := clock.now()
		of := func(portal string) Choice {
			c := refusal(t)
			c.Portal = portal
			return c
		}
		var old, kept []Choice
		for month := range 24 {
			clock.set(start.AddDate(0, month, 0))
			ville, agglo := of("ville"), of("agglo")
			record(t, r, ville, agglo)
			kept = append(kept, agglo)
			if month < 11 {
				old = append(old, ville)
			} else {
				kept = append(kept, ville)
			}
		}
		head, _, err := r.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var told int64
		emptied, err := r.Prune(t.Context(), func(done int64) { told = done })
		if err != nil || emptied != int64(len(old)) || told != emptied {
			t.Fatalf("emptied %d (told %d), want %d, %v", emptied, told, len(old), err)
		}
		for _, c := range old {
			if _, err := r.Find(t.Context(), c.Receipt); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s is still there: %v", c.Receipt, err)
			}
		}
		for _, c := range kept {
			if _, err := r.Find(t.Context(), c.Receipt); err != nil {
				t.Error(err)
			}
		}
		if report := verified(t, r, head); report.Emptied != int64(len(old)) || report.Choices != int64(len(kept)) {
			t.Errorf("report %+v", report)
		}
		if again, err := r.Prune(t.Context(), nil); again != 0 || err != nil {
			t.Errorf("again: %d, %v", again, err)
		}
	})
}

func TestPruningGoesInSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for long, one thing after the other: nothing for the race detector")
	}
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		drafts := make([]draft, 500)
		const rounds = 2*pruneBatch/500 + 1
		for range rounds {
			for i := range drafts {
				number := receipt(t)
				drafts[i] = draft{receipt: &number, body: encodeBody(choiceBody{KindChoice, refusal(t).Answer})}
			}
			if _, err := r.append(t.Context(), drafts); err != nil {
				t.Fatal(err)
			}
		}
		// No version tells of the portal: the default retention holds.
		clock.set(clock.now().AddDate(0, DefaultRetention, 1))
		steps := 0
		if emptied, err := r.Prune(t.Context(), func(int64) { steps++ }); err != nil || emptied != rounds*500 || steps != 3 {
			t.Errorf("emptied %d in %d steps, %v", emptied, steps, err)
		}
		verified(t, r)
	})
}

func TestMonthsBefore(t *testing.T) {
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-11-25", 36, "2023-11-25"}, {"2026-03-31", 1, "2026-02-28"}, {"2028-03-31", 1, "2028-02-29"}, {"2026-01-15", 2, "2025-11-15"}, {"2026-12-31", 6, "2026-06-30"},
	} {
		from, err := time.Parse(time.DateOnly, test.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := monthsBefore(from, test.months).Format(time.DateOnly); got != test.want {
			t.Errorf("%d months before %s: got %s, want %s", test.months, test.from, got, test.want)
		}
	}
}

func TestRuns(t *testing.T) {
	if got := fmt.Sprint(runsOf([]int64{1, 2, 3, 5, 7, 8})); got != "[[1 3] [5 5] [7 8]]" {
		t.Errorf("got %s", got)
	}
}
