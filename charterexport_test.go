package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"temoin/internal/golden"
)

func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), append([]string{"charter"}, args...), func(string) string { return "" }, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestExportedCharters pins what owners paste into their portals.
func TestExportedCharters(t *testing.T) {
	t.Parallel()
	for file, args := range map[string][]string{
		"hauts-de-seine.html":   {"hauts-de-seine"},
		"hauts-de-seine.md":     {"portals/hauts-de-seine.yaml", "--format", "md"},
		"hauts-de-seine.json":   {"--format", "json", "hauts-de-seine"},
		"demonstration.html":    {"demonstration"},
		"demonstration-ar.html": {"demonstration", "--lang", "ar"},
		"demonstration-en.md":   {"demonstration", "--lang=en", "--format=md"},
		"demonstration-de.json": {"demonstration", "--lang=de", "--format=json"},
		"epn-agglo.html":        {"epn-agglo"},
	} {
		t.Run(file, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata/charter", file), printed(t, args...))
		})
	}
}

// TestPastedCharterIsPlain: an editor that takes neither script nor style keeps all of it.
func TestPastedCharterIsPlain(t *testing.T) {
	t.Parallel()
	// In Arabic, what is in French only is marked.
	html := printed(t, "demonstration") + printed(t, "demonstration", "--lang=ar")
	for _, forbidden := range []string{"<script", "style", "class=", " id=", " data-", "role=", "<form", "<button", "<input"} {
		if strings.Contains(html, forbidden) {
			t.Errorf("%s is in it", forbidden)
		}
	}
	allowed := map[string]bool{}
	for _, tag := range strings.Fields("div h2 h3 p ul li a table caption thead tbody tr th td time code bdi") {
		allowed[tag] = true
	}
	for _, tag := range regexp.MustCompile(`<([a-z0-9]+)`).FindAllStringSubmatch(html, -1) {
		if !allowed[tag[1]] {
			t.Errorf("<%s> is in it", tag[1])
		}
	}
}

// TestPastedCharterSaysWhatThePortalPublishes, word for word, in each format that people read.
func TestPastedCharterSaysWhatThePortalPublishes(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"hauts-de-seine", "epn-agglo"} {
		html := strings.NewReplacer("&#39;", "'", "&#34;", `"`).Replace(printed(t, id))
		md := strings.ReplaceAll(printed(t, id, "--format=md"), `\`, "")
		for _, cell := range []string{"Opendatasoft", "sessionid", "Se souvenir de l'utilisateur d'une page à une autre.", "django_language", "csrftoken", "cookies_preferences"} {
			if !strings.Contains(html, cell) || !strings.Contains(md, cell) {
				t.Errorf("%s: %q is missing", id, cell)
			}
		}
	}
}

func TestCharterJSONHasEveryTracker(t *testing.T) {
	t.Parallel()
	var charter exportedCharter
	if err := json.Unmarshal([]byte(printed(t, "demonstration", "--format=json")), &charter); err != nil {
		t.Fatal(err)
	}
	for _, s := range charter.Services {
		for _, tracker := range s.Trackers {
			if tracker.Name == "" || tracker.Use.Text == "" || tracker.InWords == "" || s.Controller == "" || s.Provider == "" {
				t.Errorf("%s: %+v lacks something", s.ID, tracker)
			}
		}
	}
	if len(charter.Services) != 8 || charter.Version == "" {
		t.Errorf("%+v", charter)
	}
}

func TestCharterReportsWrongUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no portal":      {nil, "name one portal"},
		"two":            {[]string{"a", "b"}, "name one portal"},
		"unknown format": {[]string{"demonstration", "--format", "pdf"}, "html, md, json"},
		"unknown portal": {[]string{"nowhere"}, "demonstration, epn-agglo, hauts-de-seine"},
		"unknown lang":   {[]string{"demonstration", "--lang", "br"}, "use one of: fr, "},
		"unknown flag":   {[]string{"demonstration", "--pdf"}, "pdf"},
		"no such folder": {[]string{"x", "--portals", "/nowhere"}, "no such directory"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), append([]string{"charter"}, test.args...), func(string) string { return "" }, io.Discard, io.Discard)
			var misuse *usageError
			if !errors.As(err, &misuse) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want a usage error with %q", err, test.want)
			}
		})
	}
}
