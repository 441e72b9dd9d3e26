package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Elsewhere stands on the charter page in the place of the settings, where the server cannot set the portal's cookie: the choice is made on the portal.
type Elsewhere struct {
	goapp.Compo

	Portal *portal.Portal
}

// Render says where to go, and leads there.
func (e *Elsewhere) Render() goapp.UI {
	texts := e.Portal.Texts
	return goapp.Div().Class("temoin-elsewhere").Body(
		goapp.P().Text(portal.Fill(texts.Panel.Elsewhere, "name", e.Portal.Name, "manage", texts.Banner.Manage)),
		goapp.P().Body(goapp.A().Href(attribute(e.Portal.Site)).Text(portal.Fill(texts.Panel.ToPortal, "name", e.Portal.Name))),
	)
}
