package portalfile

import (
	"fmt"
	"regexp"

	"temoin/internal/look"
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
	theme := t.theme()
	if !d.areColours("theme", theme.Palette) {
		theme.Palette = portal.Palette{}
	}
	if !d.areColours("theme.dark", theme.Dark) {
		theme.Dark = portal.Palette{}
	}
	light, dark := look.Palettes(theme)
	d.checkContrast("theme", light)
	d.checkContrast("theme.dark", dark)
}

func (d *document) areColours(path string, p portal.Palette) bool {
	colours := true
	for _, c := range []struct{ key, colour string }{{".accent", p.Accent}, {".background", p.Background}, {".text", p.Text}} {
		if c.colour != "" && !hexColour.MatchString(c.colour) {
			d.faultAt(path+c.key, fmt.Sprintf("%q is no colour", c.colour), "write it between double quotes, as \"#22467f\"")
			colours = false
		}
	}
	return colours
}

// checkContrast holds a palette, what it leaves out filled in, to what can be read.
func (d *document) checkContrast(path string, p portal.Palette) {
	for _, c := range []struct{ key, colour string }{{".text", p.Text}, {".accent", p.Accent}} {
		if ratio := look.Contrast(c.colour, p.Background); ratio < minContrast {
			at := path + c.key
			if _, given := d.places[at]; !given {
				at = path + ".background"
			}
			d.faultAt(at, fmt.Sprintf("%s on %s has a contrast of %.2f:1, and %s needs %.1f:1", c.colour, p.Background, ratio, name(c.key), minContrast),
				"choose a darker colour on a light background, or a lighter one on a dark background").under(RuleContrast, sourceContrast)
		}
	}
}
