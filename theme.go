package main

import (
	"temoin/internal/look"
	"temoin/internal/portal"
)

// schemeQuery has a page of the server's own show a portal as it looks in light or in dark, whatever the browser prefers: for the studio.
const schemeQuery = "scheme"

// in returns the portal's theme in the scheme that a page asks for; the portal's own where it asks for none that there is.
func in(theme portal.Theme, scheme string) portal.Theme {
	if s := portal.Scheme(scheme); s == portal.SchemeLight || s == portal.SchemeDark {
		theme.Scheme = s
	}
	return theme
}

// bannerSheet is what a theme adds to the loader's own style sheet: colours, corners, font, and the place of the banner.
func (s *sites) bannerSheet(theme portal.Theme) string {
	sheet := look.Sheet(theme)
	switch theme.Position {
	case portal.PositionCorner:
		sheet += string(s.assets[s.built["corner.css"]].plain)
	case portal.PositionCentre:
		sheet += string(s.assets[s.built["centre.css"]].plain)
	}
	return sheet
}
