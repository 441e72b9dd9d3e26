package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/registry"
)

// recorded returns the location of a registry with one refusal in it, and the refusal's receipt number.
func recorded(t *testing.T) (location, receipt string) {
	t.Helper()
	location = filepath.Join(t.TempDir(), "temoin.db")
	s := recordingSites(t, location)
	c := choiceFor(t, s, "ville")
	if r := send(routes(s), sentRequest(t, "ville", c)); r.StatusCode != 200 {
		t.Fatal(r.StatusCode)
	}
	return location, c["receipt"].(string)
}

func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, faults bytes.Buffer
	err := run(t.Context(), args, func(string) string { return "" }, &out, &faults)
	return out.String() + faults.String(), err
}

// TestShowOfWhatWasAskedAgain: the banner that is shown for it is the one that names what is new.
func TestShowOfWhatWasAskedAgain(t *testing.T) {
	t.Parallel()
	location := filepath.Join(t.TempDir(), "temoin.db")
	s := recordingSites(t, location)
	c := choiceFor(t, s, "ville")
	c["how"] = "again"
	if r := send(routes(s), sentRequest(t, "ville", c)); r.StatusCode != 200 {
		t.Fatal(r.StatusCode, body(t, r))
	}
	out, err := command(t, "registry", "show", c["receipt"].(string), "--registry", location, "--registry-key", filepath.Join(filepath.Dir(location), "key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"how       again", "Nouveau\u00a0: {new}.", "Modifié\u00a0: {changed}.", "[ Tout refuser ]"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
}

func TestRegistryCommands(t *testing.T) {
	t.Parallel()
	location, receipt := recorded(t)
	folder := filepath.Dir(location)
	at := []string{"--registry", location, "--registry-key", filepath.Join(folder, "key")}
	head := filepath.Join(folder, "head.txt")
	signed, err := command(t, append([]string{"registry", "head"}, at...)...)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(head, []byte(signed), 0o600); err != nil {
		t.Fatal(err)
	}
	public, err := command(t, append([]string{"registry", "head", "--public"}, at...)...)
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(folder, "backup.db")
	day := today.Local().Format(time.DateOnly)
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"verify"}, []string{"3 entries are as they were recorded: 1 choice, 2 versions of charters, 0 pruned."}},
		{[]string{"verify", "--head", head, "--head", head}, []string{"It continues 2 heads that were given."}},
		{[]string{"verify", "--public", strings.TrimSpace(public)}, []string{"3 entries are as they were recorded"}},
		{[]string{"stats"}, []string{day, "matomo", "0.0 %", "banner"}},
		{[]string{"stats", "--from", day, "--to", day, "--portal", "ville", "--format", "json"}, []string{`"none": 1`, `"service": "youtube"`}},
		{[]string{"stats", "--to", "2020-01-01", "--format", "json"}, []string{`"choices": 0`}},
		{[]string{"stats", "--format", "svg"}, []string{"<svg ", "</svg>"}},
		{[]string{"export"}, []string{"number,time,receipt,delay,portal,", receipt + ",0,ville,"}},
		{[]string{"export", "--format", "jsonl", "--portal", "ville"}, []string{`"kind":"charter"`, `"receipt":"` + receipt + `"`}},
		{[]string{"show", receipt}, []string{"denied    matomo, youtube", "how       banner", "[ Tout refuser ]"}},
		{[]string{"show", "--format", "html", strings.ToLower(receipt)}, []string{"<!doctype html>", `id="temoin-refuse"`, "--temoin-accent"}},
		{[]string{"prune"}, []string{"0 choices were emptied"}},
		{[]string{"backup", backup}, []string{"is a copy of the registry"}},
	} {
		out, err := command(t, append(append([]string{"registry"}, test.args...), at...)...)
		if err != nil {
			t.Errorf("%v: %v", test.args, err)
		}
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("%v: %q is not in %s", test.args, want, out)
			}
		}
	}
	if out, err := command(t, "registry", "verify", "--registry", backup, "--registry-key", filepath.Join(folder, "key")); err != nil {
		t.Errorf("the backup: %v, %s", err, out)
	}
	text, err := command(t, append([]string{"registry", "show", receipt, "--format", "proof"}, at...)...)
	if err != nil {
		t.Fatal(err)
	}
	var proof registry.Proof
	if err := json.Unmarshal([]byte(text), &proof); err != nil {
		t.Fatal(err)
	}
	key, err := registry.LoadKey(filepath.Join(folder, "key"), nil)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := registry.OpenHead(proof.Head, key.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.Holds(opened); err != nil {
		t.Error(err)
	}
}

func TestRegistryCommandsRefuse(t *testing.T) {
	t.Parallel()
	location, _ := recorded(t)
	missing := filepath.Join(t.TempDir(), "missing.db")
	for name, test := range map[string]struct {
		args   []string
		misuse bool
		want   string
	}{
		"unknown command":  {[]string{"forge"}, true, "unknown command"},
		"unknown format":   {[]string{"export", "--format", "xls"}, true, `"xls" is none of [csv jsonl]`},
		"a day that is no": {[]string{"stats", "--from", "yesterday"}, true, "want a day such as 2026-11-25"},
		"no receipt":       {[]string{"show"}, true, "takes 1 argument [RECEIPT], and got 0"},
		"half a receipt":   {[]string{"show", "7Q2M"}, true, "want sixteen letters and digits"},
		"unknown receipt":  {[]string{"show", "7Q2M-XK4D-0V9T-3HJB", "--registry", location}, false, "hint: it may be pruned"},
		"no registry":      {[]string{"stats", "--registry", missing}, false, "hint: name it with --registry"},
		"no key":           {[]string{"verify", "--registry", location}, false, "hint: name its file with --registry-key"},
		"another's key":    {[]string{"verify", "--registry", location, "--public", "temoin-registry-0f0f0f0f0f0f+00000000+AAAA"}, true, "--public"},
		"no place":         {[]string{"backup", "/nowhere/x.db", "--registry", location}, false, "hint: name a place"},
		"an old file":      {[]string{"backup", location, "--registry", location}, false, "exists already"},
		"an odd location":  {[]string{"stats", "--registry", "postgres://%zz"}, false, "hint: write postgres://"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := command(t, append([]string{"registry"}, test.args...)...)
			misuse := new(usageError)
			if err == nil || errors.As(err, &misuse) != test.misuse || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v (misuse %t), want %q", err, errors.As(err, &misuse), test.want)
			}
		})
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("looking at a registry made one")
	}
}

func TestVerifyFailsWhereSomethingWasChanged(t *testing.T) {
	t.Parallel()
	location, _ := recorded(t)
	backup := filepath.Join(t.TempDir(), "copy.db")
	if _, err := command(t, "registry", "backup", backup, "--registry", location); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.ReplaceAll(data, []byte(`"how":"banner"`), []byte(`"how":"nobody"`))
	if bytes.Equal(changed, data) {
		t.Fatal("there is nothing to change")
	}
	if err := os.WriteFile(backup, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "registry", "verify", "--registry", backup, "--registry-key", filepath.Join(filepath.Dir(location), "key"))
	if err == nil || !strings.Contains(out, "was changed") {
		t.Errorf("%v, %s", err, out)
	}
}

// TestRekeyCommand: a planned change of keys, then a loss. What was kept of each key goes on to prove what it proved.
func TestRekeyCommand(t *testing.T) {
	t.Parallel()
	location, receipt := recorded(t)
	folder := filepath.Dir(location)
	file := func(name string) string { return filepath.Join(folder, name) }
	run := func(args ...string) string {
		t.Helper()
		out, err := command(t, append([]string{"registry"}, append(args, "--registry", location)...)...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out
	}
	head := run("head")
	writeFile(t, file("head.txt"), head)
	oldest := strings.TrimSpace(run("head", "--public", "--registry-key", file("key")))
	if out := run("rekey", file("second.key"), "--registry-key", file("key")); !strings.Contains(out, head) || !strings.Contains(out, "signed with both keys") {
		t.Errorf("rekey says %s", out)
	}
	second := strings.TrimSpace(run("head", "--public", "--registry-key", file("second.key")))
	run("verify", "--public", second)
	if err := os.Remove(file("second.key")); err != nil {
		t.Fatal(err)
	}
	if out := run("rekey", file("third.key"), "--public", second); !strings.Contains(out, "The old one cannot vouch for it") {
		t.Errorf("rekey says %s", out)
	}
	third := strings.TrimSpace(run("head", "--public", "--registry-key", file("third.key")))
	if out := run("verify", "--public", third, "--public", oldest, "--head", file("head.txt")); !strings.Contains(out, "It continues 1 head that was given.") {
		t.Errorf("verify says %s", out)
	}
	for _, stale := range []string{oldest, second} {
		if out, err := command(t, "registry", "verify", "--registry", location, "--public", stale); err == nil || !strings.Contains(out, "signed with another key") || !strings.Contains(err.Error(), "hint: the registry may have another key by now") {
			t.Errorf("under an old key: %v, %s", err, out)
		}
	}
	run("show", receipt, "--registry-key", file("third.key"))
	if _, err := command(t, "registry", "rekey", file("fourth.key"), "--registry", location, "--registry-key", file("key")); !errors.Is(err, registry.ErrNotIntact) {
		t.Errorf("with a key that went: %v", err)
	}
}

// TestServerMissesItsKey: a signed registry whose key is not there is left alone, the log says what to do, and no key takes its place.
func TestServerMissesItsKey(t *testing.T) {
	t.Parallel()
	location, _ := recorded(t)
	keyFile := filepath.Join(filepath.Dir(location), "elsewhere.key")
	p := newProof(location, keyFile, &sites{}, slog.New(slog.DiscardHandler), time.Now)
	if err := p.open(t.Context()); err == nil || !strings.Contains(err.Error(), "its key is missing") || !strings.Contains(err.Error(), "rekey") {
		t.Errorf("without the key: %v", err)
	}
	if _, err := os.Stat(keyFile); err == nil {
		t.Error("a new key was made")
	}
	if _, err := registry.LoadKey(keyFile, rand.Reader); err != nil {
		t.Fatal(err)
	}
	if err := p.open(t.Context()); !errors.Is(err, registry.ErrForeignHead) {
		t.Errorf("with another key: %v", err)
	}
}
