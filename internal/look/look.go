// Package look writes the style sheet of a portal's theme: what the owner chose, and all that follows from it. A theme reaches colours, corners, font and
// place; it cannot make refusing look less than accepting, because both take every value from the same properties.
package look

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/lucasb-eyer/go-colorful"

	"temoin/internal/portal"
)

// The neutral look (web/styles/base.css).
var (
	neutralLight = colours{
		text: "#1c1e26", muted: "#545868", surface: "#ffffff", raised: "#f3f4f8", line: "#c4c8d4", edge: "#757b8c",
		accent: "#22467f", hover: "#183461", onAccent: "#ffffff",
	}
	neutralDark = colours{
		text: "#ecedf2", muted: "#b4b8c6", surface: "#1d2028", raised: "#282c37", line: "#454b5b", edge: "#8d94a6",
		accent: "#a8c6f4", hover: "#c8dcfa", onAccent: "#10203a",
	}
)

// Contrasts that WCAG 2.2 asks for: of text (1.4.3), and of the edge of what can be pressed (1.4.11).
const (
	textContrast = 4.5
	edgeContrast = 3
)

// colours are all that the style sheets use, each the custom property of its name.
type colours struct{ text, muted, surface, raised, line, edge, accent, hover, onAccent string }

func (c colours) declarations() string {
	return "--temoin-text:" + c.text + ";--temoin-muted:" + c.muted + ";--temoin-surface:" + c.surface + ";--temoin-raised:" + c.raised +
		";--temoin-line:" + c.line + ";--temoin-edge:" + c.edge + ";--temoin-accent:" + c.accent + ";--temoin-accent-hover:" + c.hover +
		";--temoin-on-accent:" + c.onAccent
}

// Sheet returns the style sheet of a theme, to stand behind base.css; empty where the theme changes nothing. The theme was checked (package portalfile): it
// has nothing but colours, lengths and names of fonts.
func Sheet(theme portal.Theme) string {
	var b strings.Builder
	light, dark := derive(theme.Palette, neutralLight), derive(darkPalette(theme), neutralDark)
	switch {
	case theme.Scheme == portal.SchemeLight:
		fmt.Fprintf(&b, "#temoin{%s;color-scheme:light}", light.declarations())
	case theme.Scheme == portal.SchemeDark:
		fmt.Fprintf(&b, "#temoin{%s;color-scheme:dark}", dark.declarations())
	case theme.Palette != (portal.Palette{}) || theme.Dark != (portal.Palette{}):
		fmt.Fprintf(&b, "#temoin{%s}@media (prefers-color-scheme:dark){#temoin{%s}}", light.declarations(), dark.declarations())
	}
	var rest []string
	if theme.Radius != "" {
		rest = append(rest, "--temoin-radius:"+theme.Radius)
	}
	if theme.Font != "" {
		rest = append(rest, "font-family:"+theme.Font)
	}
	if rest != nil {
		fmt.Fprintf(&b, "#temoin{%s}", strings.Join(rest, ";"))
	}
	return b.String()
}

// Palettes returns the colours that a theme comes to, in light and in dark, with all that it leaves out filled in. The theme's colours must be colours.
func Palettes(theme portal.Theme) (light, dark portal.Palette) {
	palette := func(c colours) portal.Palette {
		return portal.Palette{Accent: c.accent, Background: c.surface, Text: c.text}
	}
	return palette(derive(theme.Palette, neutralLight)), palette(derive(darkPalette(theme), neutralDark))
}

// Contrast returns the ratio of two colours written as #rgb or #rrggbb, from 1 to 21 (WCAG 2.2, "contrast ratio").
func Contrast(a, b string) float64 { return contrast(colour(a), colour(b)) }

// darkPalette is the owner's, with an accent made from the light one where there is none.
func darkPalette(theme portal.Theme) portal.Palette {
	p := theme.Dark
	if p.Accent == "" && theme.Accent != "" {
		p.Accent = readable(colour(theme.Accent), white, textContrast+1, colour(cmp.Or(p.Background, neutralDark.surface)))
	}
	return p
}

var white, black = colorful.Color{R: 1, G: 1, B: 1}, colorful.Color{}

// derive returns all colours of a palette: those that are given, and those that follow.
func derive(p portal.Palette, neutral colours) colours {
	if p == (portal.Palette{}) {
		return neutral
	}
	accent, background, text := colour(cmp.Or(p.Accent, neutral.accent)), colour(cmp.Or(p.Background, neutral.surface)), colour(cmp.Or(p.Text, neutral.text))
	// What stands on the accent is on the background's side of it, and so at least as far from it as the background is. Hovering moves the accent away from both: it
	// makes nothing harder to read, neither words on the accent nor words in it.
	onAccent, away := white, black
	if contrast(accent, black) > contrast(background, black) {
		onAccent, away = black, white
	}
	hover := hexed(accent.BlendRgb(away, 0.25))
	raised := raise(background, text, hover)
	return colours{
		text: text.Hex(), surface: background.Hex(), raised: raised.Hex(), accent: accent.Hex(), hover: hover.Hex(), onAccent: onAccent.Hex(),
		muted: readable(text.BlendRgb(background, 0.3), text, textContrast, background, raised),
		line:  background.BlendRgb(text, 0.25).Hex(),
		edge:  readable(background.BlendRgb(text, 0.45), text, edgeContrast, background, raised),
	}
}

// raise returns a background moved towards its text: by a twentieth, or by less where the text, or the accent under the pointer, could not be read on it.
func raise(background, text, hover colorful.Color) colorful.Color {
	for percent := 5; percent > 0; percent-- {
		if raised := hexed(background.BlendRgb(text, float64(percent)/100)); min(contrast(text, raised), contrast(hover, raised)) >= textContrast {
			return raised
		}
	}
	return background
}

// readable returns a colour, moved towards another one until it has the contrast against every ground, or has arrived.
func readable(c, towards colorful.Color, least float64, grounds ...colorful.Color) string {
	for step := 0.0; step < 1; step += 0.05 {
		moved := hexed(c.BlendRgb(towards, step))
		if !slices.ContainsFunc(grounds, func(ground colorful.Color) bool { return contrast(moved, ground) < least }) {
			return moved.Hex()
		}
	}
	return towards.Hex()
}

// hexed is a colour as it comes out of a style sheet.
func hexed(c colorful.Color) colorful.Color { return colour(c.Hex()) }

func colour(hex string) colorful.Color {
	// Its form was checked.
	c, _ := colorful.Hex(hex)
	return c
}

// contrast returns the ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
func contrast(a, b colorful.Color) float64 {
	luminance := func(c colorful.Color) float64 {
		r, g, b := c.LinearRgb()
		return 0.2126*r + 0.7152*g + 0.0722*b
	}
	one, other := luminance(a), luminance(b)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}
