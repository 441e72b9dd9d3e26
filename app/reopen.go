package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Reopen is a button that opens the panel, for a charter that stands on a page of the portal.
type Reopen struct {
	goapp.Compo

	Portal *portal.Portal
}

// Render returns the button, in a paragraph.
func (r *Reopen) Render() goapp.UI {
	return goapp.P().Body(goapp.Button().Type("button").DataSet("temoin-open", "").Text(r.Portal.Texts.Banner.Manage))
}
