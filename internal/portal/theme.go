package portal

// Theme is how banner and panel look, as far as the owner decides: a palette for light and one for dark, round or square corners, the font, the place.
// Everything else follows from it (package theme). Accepting and refusing always look the same. Empty fields stand for Témoin's neutral look.
type Theme struct {
	Palette
	// Dark is the palette where the visitor's system prefers dark.
	Dark Palette
	// Radius is that of the corners, a CSS length: "0", "6px", "0.5em".
	Radius string
	// Font is a list of font families, as in CSS: `Marianne, Arial, sans-serif`. No font is loaded for it.
	Font     string
	Position Position
	Scheme   Scheme
}

// Palette has colours as #rgb or #rrggbb, in small letters.
type Palette struct {
	Accent, Background, Text string
}

// Position is where the banner stands on wide screens; on narrow ones it is always at the bottom.
type Position string

// The values of Position: a bar along the bottom, a box in the bottom corner, a box in the centre.
const (
	PositionBottom Position = "bottom"
	PositionCorner Position = "corner"
	PositionCentre Position = "centre"
)

// Scheme says whether the banner follows the visitor's preference for light or dark, or the portal, which may have only one of them.
type Scheme string

// The values of Scheme.
const (
	SchemeAuto  Scheme = "auto"
	SchemeLight Scheme = "light"
	SchemeDark  Scheme = "dark"
)
