package registry

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"temoin/internal/registry/postgrestest"
)

// The rules that hold for a registry, on each database.

var postgres = sync.OnceValues(func() (*postgrestest.Server, error) { return postgrestest.Start(false) })

func TestMain(m *testing.M) {
	code := m.Run()
	if s, err := postgres(); err == nil {
		if err := s.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// everywhere runs a test on each database, with the location of an empty registry.
func everywhere(t *testing.T, test func(t *testing.T, location string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "temoin.db")) })
	t.Run("postgres", func(t *testing.T) {
		s, err := postgres()
		if err != nil {
			t.Fatal(err)
		}
		test(t, s.Database(t))
	})
}

// clock is a time that tests set.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = at
}

func testKey(t testing.TB) Key {
	t.Helper()
	key, err := LoadKey(filepath.Join(t.TempDir(), "key"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func opened(t testing.TB, location string, key Key, now func() time.Time) *Registry {
	t.Helper()
	r, err := Open(t.Context(), location, key, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func receipt(t testing.TB) Receipt {
	t.Helper()
	r, err := NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func refusal(t testing.TB) Choice {
	return Choice{Receipt: receipt(t), Answer: Answer{
		Portal: "ville", Charter: "abc123", Version: "v", Language: "fr", Denied: []string{"youtube", "matomo"}, How: Banner,
	}}
}

func record(t testing.TB, r *Registry, choices ...Choice) {
	t.Helper()
	for _, c := range choices {
		if _, added, err := r.Record(t.Context(), c); err != nil || !added {
			t.Fatalf("record: added %t, %v", added, err)
		}
	}
}

// verified returns the report of a registry that must be without a fault.
func verified(t testing.TB, r *Registry, earlier ...Head) Report {
	t.Helper()
	report, err := r.Verify(t.Context(), r.key.Verifier(), earlier, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Faults) > 0 {
		t.Fatalf("the registry does not verify: %s", strings.Join(report.Faults, "\n"))
	}
	return report
}

func TestChoiceIsFoundByItsReceipt(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		c := refusal(t)
		c.Delay = 7
		c.Granted = []string{"piano"}
		record(t, r, refusal(t), c, refusal(t))
		e, err := r.Find(t.Context(), c.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != KindChoice || e.Number != 1 || !e.Time.Equal(clock.now()) || e.Choice.Delay != 7 {
			t.Errorf("found %+v", e)
		}
		want := `{"number":1,"time":"2026-11-25T09:30:00Z","receipt":"` + c.Receipt.String() + `","delay":7,"kind":"choice","portal":"ville","charter":"abc123",` +
			`"version":"v","language":"fr","granted":["piano"],"denied":["matomo","youtube"],"how":"banner"}`
		if got := string(e.JSON()); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if _, err := r.Find(t.Context(), receipt(t)); !errors.Is(err, ErrNotFound) {
			t.Errorf("an unknown receipt number: %v", err)
		}
		if report := verified(t, r); report.Choices != 3 || report.Entries != 3 {
			t.Errorf("report %+v", report)
		}
	})
}

func TestRepetitionIsOneEntry(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		c := refusal(t)
		record(t, r, c)
		clock.set(clock.now().Add(time.Hour))
		again := c
		again.Denied, again.Delay = []string{"matomo", "youtube"}, 60
		if number, added, err := r.Record(t.Context(), again); number != 0 || added || err != nil {
			t.Errorf("again: entry %d, added %t, %v", number, added, err)
		}
		other := c
		other.Granted, other.Denied = other.Denied, nil
		if _, added, err := r.Record(t.Context(), other); added || !errors.Is(err, ErrReceiptTaken) {
			t.Errorf("another choice with the same receipt number: added %t, %v", added, err)
		}
		if report := verified(t, r); report.Entries != 1 {
			t.Errorf("%d entries", report.Entries)
		}
	})
}

func TestUnfitChoicesAreRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		r := opened(t, location, testKey(t), newClock().now)
		for name, spoil := range map[string]func(*Choice){
			"granted and denied": func(c *Choice) { c.Granted = c.Denied },
			"twice denied":       func(c *Choice) { c.Denied = []string{"a", "a"} },
			"nameless service":   func(c *Choice) { c.Denied = []string{""} },
			"unknown act":        func(c *Choice) { c.How = "telepathy" },
			"from the future":    func(c *Choice) { c.Delay = -1 },
			"too old":            func(c *Choice) { c.Delay = MaxDelay + 1 },
			"not plain":          func(c *Choice) { c.Language = "fr\x00" },
		} {
			c := refusal(t)
			spoil(&c)
			if _, added, err := r.Record(t.Context(), c); added || !errors.Is(err, ErrNotRecordable) {
				t.Errorf("%s: added %t, %v", name, added, err)
			}
		}
		if report := verified(t, r); report.Entries != 0 {
			t.Errorf("%d entries", report.Entries)
		}
	})
}

// TestServersShareOneChain: several servers write at once, each choice is sent to two of them, and there is one entry each, in one tree.
func TestServersShareOneChain(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key := testKey(t)
		servers := []*Registry{opened(t, location, key, newClock().now), opened(t, location, key, newClock().now), opened(t, location, key, newClock().now)}
		const choices = 300
		var senders sync.WaitGroup
		var mutex sync.Mutex
		numbers := map[int64]int{}
		for i := range choices {
			c := refusal(t)
			for _, s := range []*Registry{servers[i%3], servers[(i+1)%3]} {
				senders.Go(func() {
					number, _, err := s.Record(t.Context(), c)
					if err != nil {
						t.Error(err)
					}
					mutex.Lock()
					defer mutex.Unlock()
					numbers[number]++
				})
			}
		}
		senders.Wait()
		if report := verified(t, servers[0]); report.Choices != choices {
			t.Errorf("%d choices, want %d", report.Choices, choices)
		}
		for number, answers := range numbers {
			if answers != 2 || number < 0 || number >= choices {
				t.Errorf("entry %d was given to %d requests, want 2", number, answers)
			}
		}
	})
}

func TestClockSetBackLosesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		record(t, r, refusal(t), refusal(t))
		clock.set(clock.now().Add(-48 * time.Hour))
		c := refusal(t)
		record(t, r, c)
		clock.set(clock.now().Add(96 * time.Hour))
		record(t, r, refusal(t))
		if report := verified(t, r); report.Choices != 4 || report.SetBack != 1 {
			t.Errorf("report %+v", report)
		}
		if e, err := r.Find(t.Context(), c.Receipt); err != nil || e.Number != 2 {
			t.Errorf("found %+v, %v", e, err)
		}
	})
}

func TestEarlierHeadsHold(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key := testKey(t)
		r := opened(t, location, key, newClock().now)
		var earlier []Head
		for range 5 {
			record(t, r, refusal(t), refusal(t), refusal(t))
			_, signed, err := r.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			head, err := OpenHead(signed, key.Verifier())
			if err != nil {
				t.Fatal(err)
			}
			earlier = append(earlier, head)
		}
		verified(t, r, earlier...)
		forged := earlier[2]
		forged.Root = earlier[3].Root
		beyond := earlier[4]
		beyond.Size++
		for name, head := range map[string]Head{"another root": forged, "entries that are not there": beyond} {
			report, err := r.Verify(t.Context(), key.Verifier(), []Head{head}, nil)
			if err != nil || len(report.Faults) != 1 {
				t.Errorf("%s: faults %q, %v", name, report.Faults, err)
			}
		}
	})
}

func TestRegistryKeepsItsKey(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		r := opened(t, location, testKey(t), newClock().now)
		record(t, r, refusal(t))
		other, err := Open(t.Context(), location, testKey(t), newClock().now)
		if !errors.Is(err, ErrForeignHead) || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("with another key: %v", err)
		}
		if err == nil {
			other.Close()
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key := testKey(t)
		r := opened(t, location, key, newClock().now)
		if _, err := r.db.write.Exec(`UPDATE schema_version SET version = 99`); err != nil {
			t.Fatal(err)
		}
		for name, open := range map[string]func() (*Registry, error){
			"to write": func() (*Registry, error) { return Open(t.Context(), location, key, newClock().now) },
			"to read":  func() (*Registry, error) { return OpenReadOnly(t.Context(), location) },
		} {
			if _, err := open(); !errors.Is(err, ErrNewerSchema) || !strings.Contains(err.Error(), "hint: ") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestReadingMakesNoRegistry(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		if _, err := OpenReadOnly(t.Context(), location); !errors.Is(err, ErrNoRegistry) {
			t.Errorf("got %v", err)
		}
	})
}

func TestReaderCannotWrite(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		record(t, opened(t, location, testKey(t), newClock().now), refusal(t))
		r, err := OpenReadOnly(t.Context(), location)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if _, _, err := r.Record(t.Context(), refusal(t)); !errors.Is(err, ErrReadOnly) {
			t.Errorf("record: %v", err)
		}
		if _, err := r.Prune(t.Context(), nil); !errors.Is(err, ErrReadOnly) {
			t.Errorf("prune: %v", err)
		}
	})
}

// TestCloseFinishesWhatWasHandedOver: a server that stops answers everything that it took.
func TestCloseFinishesWhatWasHandedOver(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key := testKey(t)
		r, err := Open(t.Context(), location, key, newClock().now)
		if err != nil {
			t.Fatal(err)
		}
		var senders sync.WaitGroup
		var mutex sync.Mutex
		var acknowledged []Receipt
		for range 100 {
			c := refusal(t)
			senders.Go(func() {
				if _, _, err := r.Record(t.Context(), c); err == nil {
					mutex.Lock()
					defer mutex.Unlock()
					acknowledged = append(acknowledged, c.Receipt)
				} else if !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
			})
		}
		senders.Wait()
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.Record(t.Context(), refusal(t)); !errors.Is(err, ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
		again := opened(t, location, key, newClock().now)
		for _, number := range acknowledged {
			if _, err := again.Find(t.Context(), number); err != nil {
				t.Error(err)
			}
		}
		verified(t, again)
	})
}

func TestBackupIsARegistry(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key := testKey(t)
		r := opened(t, location, key, newClock().now)
		c := refusal(t)
		record(t, r, c, refusal(t))
		publish(t, r, "ville", 36, "un")
		file := filepath.Join(t.TempDir(), "backup.db")
		if err := r.Backup(t.Context(), file, nil); err != nil {
			t.Fatal(err)
		}
		record(t, r, refusal(t))
		if files, err := filepath.Glob(file + "*"); err != nil || len(files) != 1 {
			t.Errorf("the backup is %q", files)
		}
		backup := opened(t, file, key, newClock().now)
		if report := verified(t, backup); report.Entries != 3 || report.Choices != 2 || report.Served != 1 {
			t.Errorf("report %+v", report)
		}
		if _, err := backup.Find(t.Context(), c.Receipt); err != nil {
			t.Error(err)
		}
		record(t, backup, refusal(t))
		verified(t, backup)
		if err := r.Backup(t.Context(), file, nil); err == nil {
			t.Error("a backup took the place of another")
		}
	})
}

func TestCountsByDayAndAnswer(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		accepting := func() Choice {
			c := refusal(t)
			c.Granted, c.Denied = c.Denied, nil
			return c
		}
		record(t, r, refusal(t), refusal(t), accepting())
		// Half past midnight in Paris, the evening before elsewhere.
		clock.set(time.Date(2026, 11, 25, 23, 30, 0, 0, time.UTC))
		record(t, r, accepting())
		counts, err := r.Counts(t.Context(), time.Time{}, time.Time{}, paris)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		for _, c := range counts {
			got[fmt.Sprint(c.Day.Format("01-02"), c.Granted)] += c.Choices
		}
		want := map[string]int64{"11-25[]": 2, "11-25[matomo youtube]": 1, "11-26[matomo youtube]": 1}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if counts, err = r.Counts(t.Context(), clock.now(), time.Time{}, paris); err != nil || len(counts) != 1 {
			t.Errorf("from the last moment: %v, %v", counts, err)
		}
	})
}

func TestEntriesOfASpan(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		start := clock.now()
		for i := range 4 {
			clock.set(start.Add(time.Duration(i) * time.Hour))
			record(t, r, refusal(t))
		}
		var numbers []int64
		err := r.Entries(t.Context(), start.Add(time.Hour), start.Add(3*time.Hour), func(e Entry) error {
			numbers = append(numbers, e.Number)
			return nil
		})
		if err != nil || fmt.Sprint(numbers) != "[1 2]" {
			t.Errorf("entries %v, %v", numbers, err)
		}
	})
}
