package portalfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/golden"
	"temoin/internal/portal"
)

func portals(t *testing.T) map[string]portal.Portal {
	t.Helper()
	all, err := LoadDir("../../../portals")
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]portal.Portal{}
	for _, p := range all {
		byID[p.ID] = p
	}
	return byID
}

func TestRealPortalsAskNothing(t *testing.T) {
	for _, id := range []string{"hauts-de-seine", "epn-agglo"} {
		p := portals(t)[id]
		if !p.AsksNothing() || len(p.Services) != 4 {
			t.Errorf("%s: %d services, asks nothing: %t; want four exempt ones", id, len(p.Services), p.AsksNothing())
		}
	}
}

func TestDemonstrationAsksForFourServices(t *testing.T) {
	p := portals(t)["demonstration"]
	asked := consent.Asked(p.ConsentServices())
	var ids []string
	for _, s := range asked {
		ids = append(ids, s.ID)
	}
	if got := strings.Join(ids, " "); got != "matomo piano youtube dailymotion" {
		t.Errorf("asked about %q", got)
	}
	if p.Purpose("embeds").Title.Text != "Vidéos intégrées" || p.Purpose("audience").Title.Text != "Mesure d'audience" {
		t.Errorf("purposes %+v", p.Purposes)
	}
}

// TestFindings pins everything that is said about broken files, one file a kind of fault: all at once, each with line, column and hint.
func TestFindings(t *testing.T) {
	paths, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no broken files: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			_, findings := Check(path)
			if len(findings) == 0 {
				t.Error("a broken file was read without a finding")
			}
			golden.Check(t, strings.TrimSuffix(path, ".yaml")+".golden", findings.String()+"\n")
		})
	}
}

func TestFaultsOfTheFileAsAWhole(t *testing.T) {
	for name, test := range map[string]struct{ source, want string }{
		"empty":          {"", "the file is empty"},
		"only a comment": {"# rien\n", "the file is empty"},
		"a list":         {"- id: a\n", "the file is a list"},
		"a text":         {"bonjour\n", "the file is a text"},
		"no YAML":        {"id: [a\n", "x.yaml:1"},
		"key twice":      {"id: a\nid: b\n", "x.yaml:2"},
		"not UTF-8":      {"id: \xe9t\xe9\n", "not UTF-8"},
		"two documents":  {"id: a\n---\nid: b\n", "a second document"},
		"too large":      {"# " + strings.Repeat("x", maxFile), "larger than"},
		"an anchor":      {"id: &a b\n", "anchors and aliases"},
		"a tab":          {"publisher:\n\tname: a\n", "x.yaml:"},
		"an odd blank":   {"publisher:\n\u00a0\u00a0name: a\n  privacy: b\n", "line 2 begins with another kind"},
		"a region":       {"language: fr-FR\n", "write it without a region: fr"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("x.yaml", []byte(test.source))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "hint: ") {
				t.Errorf("got %v, want %q and a hint", err, test.want)
			}
		})
	}
}

// TestNothingSlipsThrough: values that would grant something unasked, or make a cookie that browsers refuse.
func TestNothingSlipsThrough(t *testing.T) {
	const head = "id: x\nname: X\nsite: https://data.ville.fr\npublisher: { name: Ville }\n"
	service := func(id, rest, tracker string) string {
		return head + "services:\n  - { id: " + id + ", name: S, provider: P, " + rest + ", trackers: [{ name: " + tracker + ", use: U, duration: session }] }\n"
	}
	for name, test := range map[string]struct{ source, want string }{
		"another service under the id choice": {service("choice", "purpose: advertising", "ads"), "is Témoin's own"},
		"our cookie under another service":    {service("ads", "purpose: advertising", "cookies_preferences"), "is Témoin's own"},
		"the name of the form's own field":    {service("temoin-all", "purpose: audience", "a"), "taken by Témoin"},
		"the id of the bulk buttons":          {service("all", "purpose: audience", "a"), "taken by Témoin"},
		"necessary without an exemption":      {service("a", "purpose: necessary", "a"), "nothing exempts it"},
		"a top-level domain":                  {head + "domain: fr\nservices: []\n", "top-level domain"},
		"a site without a host":               {"id: x\nname: X\nsite: https://:8080\npublisher: { name: V }\nservices: []\n", "no web address"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse("x.yaml", []byte(test.source)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestLoadDirWithoutFiles(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := LoadDir(dir); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: got %v, want a fault with a hint", dir, err)
		}
	}
}

func TestSameIDInTwoFiles(t *testing.T) {
	dir := t.TempDir()
	source, err := os.ReadFile("../../../portals/epn-agglo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.yaml", "b.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), source, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := LoadDir(dir); err == nil || !strings.Contains(err.Error(), `b.yaml:4:5: the portal "epn-agglo" is in`) {
		t.Errorf("got %v", err)
	}
}

func TestOwnCookieIsListedByItself(t *testing.T) {
	p, err := Parse("x.yaml", []byte("id: x\nname: X\nsite: https://x.fr\npublisher: { name: Ville }\nservices: []\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Services) != 1 || p.Services[0].Trackers[0].Name != consent.CookieName || p.Services[0].NeedsConsent() {
		t.Errorf("services %+v", p.Services)
	}
	for id, p := range portals(t) {
		if len(p.ServicesFor("necessary", false)) != 4 {
			t.Errorf("%s: the cookie is listed twice", id)
		}
	}
}

func TestFrenchTypography(t *testing.T) {
	for plain, want := range map[string]string{
		"Pourquoi ? Parce que : « oui » ; non !":           "Pourquoi\u00a0? Parce que\u00a0: «\u00a0oui\u00a0»\u00a0; non\u00a0!",
		"https://example.fr/?a=b;c":                        "https://example.fr/?a=b;c",
		"Cookies nécessaires / fonctionnels":               "Cookies nécessaires / fonctionnels",
		"les cookies « internes » ou « first-party » sont": "les cookies «\u00a0internes\u00a0» ou «\u00a0first-party\u00a0» sont",
	} {
		if got := frenchTypography(plain); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestTheCatalogueSpeaksFrench: a portal in another language says where it lacks words, and is not told that French is its own.
func TestTheCatalogueSpeaksFrench(t *testing.T) {
	const file = "id: x\nname: X\nsite: https://x.cat\nlanguage: ca\nlanguages: [ca, fr]\npublisher: { name: X, privacy: https://x.cat/p }\nservices:\n  - use: youtube\n"
	p, d := read("x.yaml", []byte(file), time.Time{})
	if warnings := d.findings.String(); !strings.Contains(warnings, "no text in ca: ") {
		t.Errorf("found %s", warnings)
	}
	if got := p.Services[0].Description; !strings.HasPrefix(got.Text, "Des vidéos") || got.Language != "fr" {
		t.Errorf("described as %+v", got)
	}
}

// TestHintNamesLanguagesOnce: what to write where texts lack the portal's own language, another one, or both.
func TestHintNamesLanguagesOnce(t *testing.T) {
	const file = "id: x\nname: X\nsite: https://x.example\nlanguage: ar\npublisher: { name: X, privacy: https://x.example/p }\nservices:\n  - use: youtube\n"
	for languages, want := range map[string]string{
		"ar":         "hint: write description: { ar: … }, in the portal's own language: visitors",
		"fr, ar":     "hint: write description: { ar: … }, in the portal's own language: visitors",
		"ar, en, de": "hint: write description: { ar: …, de: … }, or offer fewer languages: visitors",
		"de, ca, ar": "hint: write description: { ar: …, de: … }, or offer fewer languages: visitors",
	} {
		_, d := read("x.yaml", []byte(file+"languages: ["+languages+"]\n"), time.Time{})
		if found := d.findings.String(); !strings.Contains(found, want) {
			t.Errorf("%s: found %s, want %q", languages, found, want)
		}
	}
}

// FuzzParse holds Parse to its promise: whatever an owner writes, no panic, and either a portal or faults.
func FuzzParse(f *testing.F) {
	for _, path := range []string{"testdata/broken/everything.yaml", "../../../portals/demonstration.yaml"} {
		source, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		p, err := Parse("x.yaml", source)
		if err == nil && (p.ID == "" || p.Name == "" || p.Site == "") {
			t.Fatalf("an unusable portal was read without a fault: %+v", p)
		}
	})
}
