package portalfile

import (
	"cmp"
	"fmt"
	"regexp"

	"github.com/lucasb-eyer/go-colorful"

	"temoin/internal/portal"
)

var (
	// hexColour, cssLength and fontList are what a theme's values look like: nothing else gets into a style sheet.
	hexColour = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
	cssLength = regexp.MustCompile(`^(0|[0-9]{1,3}(\.[0-9]{1,3})?(px|em|rem))$`)
	fontList  = regexp.MustCompile(`^\s*(` + fontName + `)(\s*,\s*(` + fontName + `))*\s*$`)
	// buttonKey is a key by which an owner would make one button differ from the other.
	buttonKey = regexp.MustCompile(`(?i)accept|refus|reject|deny|button|bouton|primary|secondary`)
)

const fontName = `"[\p{L}\d _-]+"|'[\p{L}\d _-]+'|[\p{L}\d_][\p{L}\d _-]*`

// The neutral look, for the colours that a theme leaves out (web/styles/base.css).
var (
	neutralLight = portal.Palette{Accent: "#22467f", Background: "#ffffff", Text: "#1c1e26"}
	neutralDark  = portal.Palette{Accent: "#a8c6f4", Background: "#1d2028", Text: "#ecedf2"}
)

// minContrast is what text needs against what it stands on; the accent is the colour of links and of the buttons' words or grounds.
const minContrast = 4.5

// checkTheme holds a theme to values that mean something, and to colours that everybody can read.
func (d *document) checkTheme(t fileTheme) {
	d.checkOneOf("theme.position", t.Position, []string{string(portal.PositionBottom), string(portal.PositionCorner), string(portal.PositionCentre)})
	d.checkOneOf("theme.scheme", t.Scheme, []string{string(portal.SchemeAuto), string(portal.SchemeLight), string(portal.SchemeDark)})
	if t.Radius != "" && !cssLength.MatchString(t.Radius) {
		d.faultAt("theme.radius", fmt.Sprintf("%q is no radius", t.Radius), "write 0, 6px, 0.5em or 0.5rem")
	}
	if t.Font != "" && !fontList.MatchString(t.Font) {
		d.faultAt("theme.font", fmt.Sprintf("%q is no list of fonts", t.Font), "write names, separated by commas, such as Marianne, Arial, sans-serif")
	}
	d.checkPalette("theme", portal.Palette{Accent: t.Accent, Background: t.Background, Text: t.Text}, neutralLight)
	d.checkPalette("theme.dark", portal.Palette(t.Dark), neutralDark)
}

func (d *document) checkPalette(path string, p, neutral portal.Palette) {
	if p == (portal.Palette{}) {
		return
	}
	readable := true
	for _, c := range []struct{ key, colour string }{{".accent", p.Accent}, {".background", p.Background}, {".text", p.Text}} {
		if c.colour != "" && !hexColour.MatchString(c.colour) {
			d.faultAt(path+c.key, fmt.Sprintf("%q is no colour", c.colour), "write it between double quotes, as \"#22467f\"")
			readable = false
		}
	}
	if !readable {
		return
	}
	background := cmp.Or(p.Background, neutral.Background)
	for _, c := range []struct{ key, colour string }{{".text", cmp.Or(p.Text, neutral.Text)}, {".accent", cmp.Or(p.Accent, neutral.Accent)}} {
		if ratio := contrast(c.colour, background); ratio < minContrast {
			at := path + c.key
			if _, given := d.places[at]; !given {
				at = path + ".background"
			}
			d.faultAt(at, fmt.Sprintf("%s on %s has a contrast of %.2f:1, and %s needs %.1f:1", c.colour, background, ratio, name(c.key), minContrast),
				"choose a darker colour on a light background, or a lighter one on a dark background").under(RuleContrast, sourceContrast)
		}
	}
}

// contrast returns the ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
func contrast(a, b string) float64 {
	one, other := luminance(a), luminance(b)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

// luminance returns the relative luminance of #rgb or #rrggbb (WCAG 2.2).
func luminance(hex string) float64 {
	// The form was checked.
	c, _ := colorful.Hex(hex)
	r, g, b := c.LinearRgb()
	return 0.2126*r + 0.7152*g + 0.0722*b
}
