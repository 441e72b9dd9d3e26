package look

import (
	"fmt"
	"math/rand/v2"
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

// faint returns what has too little contrast in one of its states (web/styles): text (WCAG 2.2, 1.4.3), and the edge of what can be pressed (1.4.11).
func (c colours) faint() []string {
	var faint []string
	for _, pair := range []struct {
		what, on, ground string
		least            float64
	}{
		{"text", c.text, c.surface, 4.5}, {"text in a hovered answer", c.text, c.raised, 4.5}, {"muted text", c.muted, c.surface, 4.5}, {"muted text on raised ground", c.muted, c.raised, 4.5},
		{"a link", c.accent, c.surface, 4.5}, {"the edge of an answer", c.edge, c.surface, 3}, {"the edge of a hovered answer", c.edge, c.raised, 3},
		{"a filled button's words", c.onAccent, c.accent, 4.5}, {"a hovered filled button's words", c.onAccent, c.hover, 4.5},
		{"a filled button", c.accent, c.surface, 3}, {"a hovered filled button", c.hover, c.surface, 3},
		{"an outlined button's words", c.accent, c.surface, 4.5}, {"a hovered outlined button's words", c.hover, c.raised, 4.5},
		{"an outlined button's edge", c.accent, c.surface, 3}, {"a hovered outlined button's edge", c.hover, c.surface, 3},
		{"a button in a placeholder", c.accent, c.raised, 3}, {"a hovered button in a placeholder", c.hover, c.raised, 3},
	} {
		if got := Contrast(pair.on, pair.ground); got < pair.least {
			faint = append(faint, fmt.Sprintf("%s (%s on %s) has %.2f:1, want %.1f:1", pair.what, pair.on, pair.ground, got, pair.least))
		}
	}
	return faint
}

func TestNeutralLookCanBeRead(t *testing.T) {
	for scheme, c := range map[string]colours{"light": neutralLight, "dark": neutralDark} {
		for _, fault := range c.faint() {
			t.Errorf("%s: %s", scheme, fault)
		}
	}
}

// accepted reports whether package portalfile takes the colours: text and accent can be read on the background.
func (c colours) accepted() bool {
	return min(Contrast(c.text, c.surface), Contrast(c.accent, c.surface)) >= 4.5
}

// TestDerivedColoursCanBeRead in every state, whatever accent an owner chooses that can be read on its background; the last ones just can.
func TestDerivedColoursCanBeRead(t *testing.T) {
	for _, accent := range []string{"#22467f", "#b00020", "#000", "#6a0dad", "#006644", "#7a5c00", "#595959", "#767676", "#0078d4", "#7a7a00"} {
		for name, c := range map[string]colours{
			"light": derive(portal.Palette{Accent: accent}, neutralLight),
			"warm":  derive(portal.Palette{Accent: accent, Background: "#fffbf0", Text: "#2b2117"}, neutralLight),
			"dark":  derive(darkPalette(portal.Theme{Palette: portal.Palette{Accent: accent}}), neutralDark),
		} {
			if !c.accepted() {
				// Those that just can be read on white cannot on a warm ground.
				if name != "warm" {
					t.Errorf("%s, accent %s: not accepted", name, accent)
				}
				continue
			}
			for _, fault := range c.faint() {
				t.Errorf("%s, accent %s: %s", name, accent, fault)
			}
		}
	}
}

// TestEveryAcceptedPaletteCanBeRead in every state, light and dark, given whole or in part.
func TestEveryAcceptedPaletteCanBeRead(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 4))
	maybe := func() string {
		if draw.IntN(4) == 0 {
			return ""
		}
		return fmt.Sprintf("#%06x", draw.IntN(1<<24))
	}
	palette := func() portal.Palette { return portal.Palette{Accent: maybe(), Background: maybe(), Text: maybe()} }
	for seen := 0; seen < 4000; {
		theme := portal.Theme{Palette: palette(), Dark: palette()}
		for name, c := range map[string]colours{"light": derive(theme.Palette, neutralLight), "dark": derive(darkPalette(theme), neutralDark)} {
			if !c.accepted() {
				continue
			}
			seen++
			if faint := c.faint(); faint != nil {
				t.Fatalf("%s, %+v: %s", name, theme, strings.Join(faint, "; "))
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
