package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"temoin/internal/registry"
)

func counts() []registry.Count {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	of := func(days int, portal string, how registry.How, n int64, granted, denied string) registry.Count {
		return registry.Count{Day: day.AddDate(0, 0, days), Choices: n, Answer: registry.Answer{
			Portal: portal, Granted: strings.Fields(granted), Denied: strings.Fields(denied), How: how,
		}}
	}
	return []registry.Count{
		of(0, "ville", registry.Banner, 6, "matomo youtube", ""), of(0, "ville", registry.Banner, 3, "", "matomo youtube"),
		of(2, "ville", registry.Panel, 1, "youtube", "matomo"), of(2, "agglo", registry.Withdrawal, 10, "", "matomo"),
	}
}

func TestTallyAsTable(t *testing.T) {
	var b strings.Builder
	if err := Of(counts(), "").WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	want := `
         day  choices  all granted  some  none
  2026-11-23        9            6     0     3
  2026-11-24        0            0     0     0
  2026-11-25       11            0     1    10

  portal  service  granted  denied    rate
   agglo   matomo        0      10   0.0 %
   ville   matomo        6       4  60.0 %
   ville  youtube        7       3  70.0 %

         act  choices
      banner        9
       panel        1
  withdrawal       10
`
	if got := "\n" + b.String(); got != want {
		t.Errorf("got %s", got)
	}
}

func TestTallyOfOnePortal(t *testing.T) {
	if tally := Of(counts(), "agglo"); tally.Choices != 10 || len(tally.Days) != 1 || len(tally.Services) != 1 {
		t.Errorf("got %+v", tally)
	}
	if tally := Of(counts(), "nobody"); tally.Choices != 0 || len(tally.Days) != 0 {
		t.Errorf("got %+v", tally)
	}
}

func TestChartIsWellFormed(t *testing.T) {
	for name, tally := range map[string]Tally{"three days": Of(counts(), ""), "nothing": Of(nil, "")} {
		chart, err := tally.Chart(French())
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(strings.NewReader(string(chart)))
		bars := 0
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v in %s", name, err, chart)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "rect" {
				bars++
			}
		}
		// Three squares of the legend, and a bar for each part of a day that has one.
		if want := map[string]int{"three days": 3 + 4, "nothing": 3}[name]; bars != want {
			t.Errorf("%s: %d rectangles, want %d", name, bars, want)
		}
	}
}

func TestChartNamesItsDaysInItsLanguage(t *testing.T) {
	for _, c := range []struct {
		words  Words
		labels []string
	}{
		{French(), []string{"aria-label=\"Choix par jour\u00a0: ", "2026-11-23\u00a0: "}},
		{English(), []string{"aria-label=\"Choices per day: ", "2026-11-23: "}},
	} {
		chart, err := Of(counts(), "").Chart(c.words)
		if err != nil {
			t.Fatal(err)
		}
		for _, label := range c.labels {
			if !strings.Contains(string(chart), label) {
				t.Errorf("no %q in %s", label, chart)
			}
		}
	}
}

func TestStepsAreRound(t *testing.T) {
	for most, want := range map[int64]int64{1: 1, 4: 1, 5: 2, 17: 5, 100: 50, 799: 200, 1_000_000: 500_000} {
		if got := roundStep(most); got != want {
			t.Errorf("up to %d: got %d, want %d", most, got, want)
		}
	}
}
