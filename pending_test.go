package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/registry"
)

// TestFormsWaitForTheRegistry: a choice made by form while there is no registry holds at once, has a receipt, and is recorded under it later.
func TestFormsWaitForTheRegistry(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	location := filepath.Join(folder, "temoin.db")
	writeFile(t, location, strings.Repeat("This is no database. ", 100))
	s := recordingSites(t, location)
	answered := send(routes(s), post(url.Values{"youtube": {"accept"}}, "localhost"))
	to, err := url.Parse(answered.Header.Get("Location"))
	if err != nil || answered.StatusCode != http.StatusSeeOther || len(answered.Cookies()) != 1 {
		t.Fatalf("%d, %v, %v", answered.StatusCode, answered.Cookies(), err)
	}
	receipt, err := registry.ParseReceipt(to.Query().Get(savedQuery))
	if err != nil {
		t.Fatalf("no receipt: %v", err)
	}
	if err := os.Remove(location); err != nil {
		t.Fatal(err)
	}
	var entry registry.Entry
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if r := s.proof.current(); r != nil {
			if entry, err = r.Find(t.Context(), receipt); err == nil {
				break
			}
		}
		if time.Now().After(end) {
			t.Fatalf("never recorded: %v", err)
		}
	}
	c := entry.Choice
	if c.How != registry.Form || fmt.Sprint(c.Granted) != "[youtube]" || len(c.Denied) != 3 {
		t.Errorf("recorded %+v", c)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		names, err := s.proof.pending.names()
		if err != nil {
			t.Fatal(err)
		}
		if len(names) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("still waiting: %q", names)
		}
	}
	verifies(t, s)
}

// TestFormsWithoutAnyPlace: where neither the registry nor the disk takes the choice, it holds all the same, and no number is shown that nobody would find.
func TestFormsWithoutAnyPlace(t *testing.T) {
	s := recordingSites(t, filepath.Join(t.TempDir(), "nowhere", "temoin.db"))
	r := send(routes(s), post(url.Values{}, "localhost"))
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 || r.Header.Get("Location") != "charte?enregistre=#enregistre" {
		t.Errorf("%d, %v, %q", r.StatusCode, r.Cookies(), r.Header.Get("Location"))
	}
}

func newPendingChoice(t *testing.T, made time.Time) pendingChoice {
	t.Helper()
	receipt, err := registry.NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pendingChoice{Receipt: receipt, Made: made.Unix(), Answer: registry.Answer{Portal: "ville", Denied: []string{"matomo"}, How: registry.Form}}
}

func TestPendingChoicesAreHandedOver(t *testing.T) {
	p := pending{filepath.Join(t.TempDir(), "pending")}
	keep := func(made time.Time) pendingChoice {
		t.Helper()
		c := newPendingChoice(t, made)
		if err := p.keep(c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	first, ahead := keep(today.Add(-90*time.Minute)), keep(today.Add(time.Hour))
	down := func(context.Context, registry.Choice) error { return errNotOpen }
	if n, err := p.handOver(t.Context(), today, down); n != 0 || !errors.Is(err, errNotOpen) {
		t.Errorf("while there is no registry: %d, %v", n, err)
	}
	got := map[registry.Receipt]registry.Choice{}
	up := func(_ context.Context, c registry.Choice) error { got[c.Receipt] = c; return nil }
	if n, err := p.handOver(t.Context(), today, up); n != 2 || err != nil {
		t.Errorf("afterwards: %d, %v", n, err)
	}
	if c := got[first.Receipt]; c.Delay != 90 || c.Portal != "ville" || c.How != registry.Form || fmt.Sprint(c.Denied) != "[matomo]" {
		t.Errorf("recorded %+v", c)
	}
	if c := got[ahead.Receipt]; c.Delay != 0 {
		t.Errorf("with a clock that was set back: %+v", c)
	}
	if n, err := p.handOver(t.Context(), today, up); n != 0 || err != nil {
		t.Errorf("once more: %d, %v", n, err)
	}
}

// TestPendingChoicesThatAreNone: what can never be recorded does not keep the others from it, and stays to be looked at.
func TestPendingChoicesThatAreNone(t *testing.T) {
	p := pending{t.TempDir()}
	unknown := newPendingChoice(t, today)
	if err := p.keep(unknown); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(p.folder, "0000.json"), "{")
	good := newPendingChoice(t, today)
	if err := p.keep(good); err != nil {
		t.Fatal(err)
	}
	n, err := p.handOver(t.Context(), today, func(_ context.Context, c registry.Choice) error {
		if c.Receipt == unknown.Receipt {
			return errUnknown
		}
		return nil
	})
	if n != 1 || err == nil || !errors.Is(err, errUnknown) || !strings.Contains(err.Error(), "0000.json") {
		t.Errorf("%d, %v", n, err)
	}
	if refused, _ := filepath.Glob(filepath.Join(p.folder, "*.refused")); len(refused) != 2 {
		t.Errorf("set aside: %q", refused)
	}
	if n, err := p.handOver(t.Context(), today, nil); n != 0 || err != nil {
		t.Errorf("once more: %d, %v", n, err)
	}
}

func TestPendingChoicesAreBounded(t *testing.T) {
	t.Parallel()
	p := pending{t.TempDir()}
	for i := range mostPending {
		writeFile(t, filepath.Join(p.folder, fmt.Sprintf("%d.json", i)), "")
	}
	if err := p.keep(newPendingChoice(t, today)); !errors.Is(err, errPendingFull) {
		t.Errorf("one more: %v", err)
	}
}

// TestPendingChoicesSayNothingAboutVisitors: what a file holds is the choice, and nothing that the request told besides.
func TestPendingChoicesSayNothingAboutVisitors(t *testing.T) {
	p := pending{t.TempDir()}
	c := newPendingChoice(t, today)
	if err := p.keep(c); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(p.folder, c.Receipt.String()+pendingExtension))
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`{"receipt":%q,"made":%d,"answer":{"portal":"ville","charter":"","version":"","language":"","granted":null,"denied":["matomo"],"how":"form"}}`, c.Receipt, c.Made)
	if string(data) != want {
		t.Errorf("it holds %s, want %s", data, want)
	}
}
