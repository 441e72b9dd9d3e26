package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"temoin/internal/golden"
)

// runCheck runs "temoin check" and returns what it prints and the status it ends with.
func runCheck(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), append([]string{"check"}, args...), func(string) string { return "" }, &out, io.Discard)
	var status checkStatus
	switch {
	case err == nil:
		return out.String(), 0
	case errors.As(err, &status):
		return out.String(), int(status)
	}
	t.Fatalf("check %v: %v", args, err)
	return "", 0
}

// TestCheckOfSoundFiles: the portals of this repository have neither faults nor warnings.
func TestCheckOfSoundFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("portals/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out, status := runCheck(t, append(files, "--strict")...)
	if status != 0 || !strings.Contains(out, "demonstration: no fault (8 services)\n") || !strings.Contains(out, "hauts-de-seine: no fault") {
		t.Errorf("status %d, printed %s", status, out)
	}
	if folder, status := runCheck(t, "portals", "--strict"); status != 0 || folder != out {
		t.Errorf("the folder that they are in: status %d, printed %s", status, folder)
	}
	if out, status := runCheck(t, t.TempDir()); status != 2 || !strings.Contains(out, "there is no portal file here") {
		t.Errorf("an empty folder: status %d, printed %s", status, out)
	}
}

// TestCheckPrintsFindings: for people and for programs, flags before and after the files, with the status that scripts look at.
func TestCheckPrintsFindings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		golden string
		args   []string
		status int
	}{
		{"faults.txt", []string{"testdata/check/faults.yaml"}, 2},
		{"faults.json", []string{"--format", "json", "testdata/check/faults.yaml"}, 2},
		{"warnings.txt", []string{"testdata/check/warnings.yaml"}, 0},
		{"warnings.json", []string{"testdata/check/warnings.yaml", "--strict", "--format=json"}, 1},
		{"against.txt", []string{"testdata/check/changed.yaml", "--against", "testdata/check/before.yaml"}, 0},
		{"against.json", []string{"testdata/check/changed.yaml", "--against", "testdata/check/before.yaml", "--format", "json"}, 0},
		{"reworded.txt", []string{"testdata/check/reworded.yaml", "--against", "testdata/check/before.yaml"}, 0},
	} {
		t.Run(test.golden, func(t *testing.T) {
			out, status := runCheck(t, test.args...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			golden.Check(t, filepath.Join("testdata/check", test.golden), out)
			if strings.HasSuffix(test.golden, ".json") && !json.Valid([]byte(out)) {
				t.Error("this is no JSON")
			}
		})
	}
}

// TestCheckPrintsTheSchema: what editors read, in French.
func TestCheckPrintsTheSchema(t *testing.T) {
	out, status := runCheck(t, "--schema")
	var schema struct {
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal([]byte(out), &schema); err != nil || status != 0 {
		t.Fatalf("status %d: %v", status, err)
	}
	if got := schema.Properties["site"].Description; got != "Adresse du portail." {
		t.Errorf("site is described as %q", got)
	}
	if served := body(t, get(t, newHandler(t, ""), "/schema.json")); served != out {
		t.Error("the server serves another schema")
	}
}
