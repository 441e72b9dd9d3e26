package look

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"temoin/internal/portal"
)

func TestThemeThatChangesNothingWeighsNothing(t *testing.T) {
	if got := Sheet(portal.Theme{Position: portal.PositionCorner, Scheme: portal.SchemeAuto}); got != "" {
		t.Errorf("got %q", got)
	}
}

// TestNeutralLookIsTheStyleSheets: the neutral colours are those of base.css and states.css, light and dark.
func TestNeutralLookIsTheStyleSheets(t *testing.T) {
	var light, dark string
	for _, name := range []string{"base.css", "states.css"} {
		css, err := os.ReadFile("../../web/styles/" + name)
		if err != nil {
			t.Fatal(err)
		}
		before, after, found := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
		if !found {
			t.Fatalf("%s has no dark colours", name)
		}
		light, dark = light+before, dark+after
	}
	long := regexp.MustCompile(`#([0-9a-f])([0-9a-f])([0-9a-f])$`)
	for scheme, test := range map[string]struct {
		sheet string
		want  colours
	}{"light": {light, neutralLight}, "dark": {dark, neutralDark}} {
		for declaration := range strings.SplitSeq(test.want.declarations(), ";") {
			name, want, _ := strings.Cut(declaration, ":")
			match := regexp.MustCompile(name + `: (#[0-9a-f]+);`).FindStringSubmatch(test.sheet)
			if match == nil || long.ReplaceAllString(match[1], "#$1$1$2$2$3$3") != want {
				t.Errorf("%s: %s is %v in the style sheets, want %s", scheme, name, match, want)
			}
		}
	}
}

// TestDerivedColoursCanBeRead, whatever accent an owner chooses that can be read on its background.
func TestDerivedColoursCanBeRead(t *testing.T) {
	for _, accent := range []string{"#22467f", "#b00020", "#000", "#6a0dad", "#006644", "#7a5c00", "#595959"} {
		for name, c := range map[string]colours{
			"light": derive(portal.Palette{Accent: accent}, neutralLight),
			"warm":  derive(portal.Palette{Accent: accent, Background: "#fffbf0", Text: "#2b2117"}, neutralLight),
			"dark":  derive(darkPalette(portal.Theme{Palette: portal.Palette{Accent: accent}}), neutralDark),
		} {
			for _, pair := range []struct {
				what, on, ground string
				least            float64
			}{
				{"text", c.text, c.surface, 4.5}, {"text on raised", c.text, c.raised, 4.5}, {"muted", c.muted, c.surface, 4.5}, {"muted on raised", c.muted, c.raised, 4.5},
				{"accent", c.accent, c.surface, 4.5}, {"hovered", c.hover, c.raised, 4.5}, {"button", c.onAccent, c.accent, 4.5}, {"hovered button", c.onAccent, c.hover, 4.5},
				{"edge", c.edge, c.surface, 3},
			} {
				if got := contrast(colour(pair.on), colour(pair.ground)); got < pair.least {
					t.Errorf("%s, accent %s: %s (%s on %s) has %.2f:1, want %.1f:1", name, accent, pair.what, pair.on, pair.ground, got, pair.least)
				}
			}
		}
	}
}

func TestSheet(t *testing.T) {
	for name, test := range map[string]struct {
		theme portal.Theme
		want  []string
	}{
		"both schemes":     {portal.Theme{Palette: portal.Palette{Accent: "#b00020"}}, []string{"#temoin{", "--temoin-accent:#b00020", "@media (prefers-color-scheme:dark){#temoin{"}},
		"light always":     {portal.Theme{Scheme: portal.SchemeLight}, []string{"--temoin-surface:#ffffff", "color-scheme:light"}},
		"dark always":      {portal.Theme{Scheme: portal.SchemeDark}, []string{"--temoin-surface:#1d2028", "color-scheme:dark"}},
		"corners and font": {portal.Theme{Radius: "0", Font: "Marianne, sans-serif"}, []string{"#temoin{--temoin-radius:0;font-family:Marianne, sans-serif}"}},
	} {
		got := Sheet(test.theme)
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in %q", name, want, got)
			}
		}
		if strings.HasSuffix(name, "always") && strings.Contains(got, "@media") {
			t.Errorf("%s: follows the visitor's preference: %q", name, got)
		}
	}
}
