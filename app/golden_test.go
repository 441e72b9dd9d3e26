package app

import (
	"os"
	"strings"
	"testing"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/golden"
	"temoin/internal/markup"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

func load(t *testing.T, path string) *portal.Portal {
	t.Helper()
	portals, err := portalfile.Load(path + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return &portals[0]
}

// rendered is what a component renders, an element a line.
func rendered(t *testing.T, component goapp.UI) string {
	t.Helper()
	canonical, err := markup.Canonical(goapp.HTMLString(component))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(canonical, "><", ">\n<") + "\n"
}

// TestGolden pins the HTML of every layer.
func TestGolden(t *testing.T) {
	demonstration, seine, exempt := load(t, "../portals/demonstration"), load(t, "../portals/hauts-de-seine"), load(t, "../e2e/portals/exempt")
	var asked consent.Again
	for _, s := range demonstration.ConsentServices() {
		switch s.ID {
		case "youtube":
			asked.New = []consent.Service{s}
		case "matomo":
			asked.Changed = []consent.Service{s}
		}
	}
	for name, component := range map[string]goapp.UI{
		"banner-again":     &Interface{Portal: demonstration, Charter: "charte", Asking: true, Again: newAgain(demonstration, asked)},
		"banner-question":  &Interface{Portal: demonstration, Charter: "charte", Asking: true},
		"banner-notice":    &Interface{Portal: seine, Charter: "charte", Asking: true},
		"interface-silent": &Interface{Portal: demonstration},
		"placeholder":      &Placeholder{Portal: demonstration},
		"settings-object":  &Settings{Portal: exempt, Level: 3, Answers: map[string]bool{"matomo": true}},
		"panel":            &Panel{Portal: demonstration, Answers: map[string]bool{"matomo": true, "youtube": false}},
		"settings-again":   &Settings{Portal: demonstration, Level: 3, Answers: map[string]bool{"piano": true}, Marks: Marks(demonstration, asked)},
		"panel-notice":     &Panel{Portal: seine},
		"settings-form":    &Settings{Portal: demonstration, Level: 3, Action: "choice"},
		"charter":          &Charter{Portal: seine, Level: 1},
	} {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, "testdata/"+name+".html", rendered(t, component))
		})
	}
}

// TestRenderingIsTheSameEveryTime guards the loader's ETag: go-app walks maps.
func TestRenderingIsTheSameEveryTime(t *testing.T) {
	p := load(t, "../portals/demonstration")
	first := rendered(t, &Settings{Portal: p, Level: 2, Action: "choice"})
	for range 20 {
		if rendered(t, &Settings{Portal: p, Level: 2, Action: "choice"}) != first {
			t.Fatal("two renderings differ")
		}
	}
}

// TestCharterSaysWhatThePortalPublishes holds the charter to the published text, word for word: typography and one heading's typo apart.
func TestCharterSaysWhatThePortalPublishes(t *testing.T) {
	replacer := strings.NewReplacer("« ", `"`, " »", `"`, "Qu'est-ce", "Qu'est ce", "À quoi", "A quoi", "Nom du cookies", "Nom du cookie",
		"<https", "https", "com>", "com", "fr>", "fr")
	plain := func(text string) string { return replacer.Replace(strings.ReplaceAll(text, "\u00a0", " ")) }
	for _, id := range []string{"hauts-de-seine", "epn-agglo"} {
		published, err := os.ReadFile("testdata/published-" + id + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		got := plain(text(rendered(t, &Charter{Portal: load(t, "../portals/"+id), Level: 1})))
		for line := range strings.Lines(string(published)) {
			for cell := range strings.SplitSeq(strings.TrimSpace(line), "\t") {
				if cell = plain(cell); !strings.Contains(got, cell) {
					t.Errorf("%s: %q is not in the charter", id, cell)
				}
			}
		}
	}
}

// text is HTML without its tags.
func text(html string) string {
	var b strings.Builder
	tag := false
	for _, r := range strings.ReplaceAll(html, "&#39;", "'") {
		switch {
		case r == '<':
			tag = true
		case r == '>':
			tag = false
		case !tag:
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "&#34;", `"`)
}

// TestRefusingIsAsEasyAsAccepting: same layer, same element, same class, in every layer that accepts all at once.
func TestRefusingIsAsEasyAsAccepting(t *testing.T) {
	p := load(t, "../portals/demonstration")
	for layer, component := range map[string]goapp.UI{
		"banner": &Interface{Portal: p, Asking: true},
		"again":  &Interface{Portal: p, Asking: true, Again: AgainMarks(p)},
		"panel":  &Panel{Portal: p},
		"form":   &Settings{Portal: p, Action: "choice"},
	} {
		got := rendered(t, component)
		accept, refuse := line(got, ">Tout accepter<"), line(got, ">Tout refuser<")
		same := strings.NewReplacer("accepter", "•", "refuser", "•", "accept", "•", "refuse", "•").Replace
		if accept == "" || same(accept) != same(refuse) {
			t.Errorf("%s: %q against %q", layer, accept, refuse)
		}
	}
}

func TestNothingIsSelectedBeforehand(t *testing.T) {
	if got := rendered(t, &Settings{Portal: load(t, "../portals/demonstration"), Level: 3}); strings.Contains(got, "checked") {
		t.Errorf("something is selected: %s", got)
	}
}

func line(html, containing string) string {
	for line := range strings.Lines(html) {
		if strings.Contains(line, containing) {
			return line
		}
	}
	return ""
}

// TestOwnersTextCannotBreakOut: whatever an owner writes stays text and attribute values.
func TestOwnersTextCannotBreakOut(t *testing.T) {
	p := *load(t, "../portals/demonstration")
	const evil = `"><script>alert(1)</script>\" onclick="x&amp;` + "\u00a0"
	p.Name, p.Site, p.Texts.Charter.Table.Provider = evil, "https://x.fr/?a=1&b=\""+evil, evil
	p.Services[0].Name, p.Services[0].Privacy = portal.Words{Text: evil, Language: "en"}, "https://x.fr/"+evil
	for _, component := range []goapp.UI{
		&Interface{Portal: &p, Charter: evil, Asking: true}, &Interface{Portal: &p, Charter: evil, Asking: true, Again: newAgain(&p, consent.Again{New: p.ConsentServices()})}, &Panel{Portal: &p}, &Charter{Portal: &p, Level: 1}, &Settings{Portal: &p, Action: evil},
	} {
		if got := rendered(t, component); strings.Contains(got, "<script") || strings.Contains(got, "onclick=\"x") && !strings.Contains(got, "&#34; onclick") {
			t.Errorf("the text broke out: %s", got)
		}
	}
	if got, want := rendered(t, goapp.A().Href(attribute(`a"\b&true`+"\u00a0"))), "href=\"a&#34;\\b&amp;true\u00a0\""; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
