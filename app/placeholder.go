package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Placeholder stands in the place of a frame that is held back: it says what is missing and why, grants that one service, or leads to the settings.
// The server renders it once for all services: the browser fills {what}, {service} and {provider} in (web/placeholder/main.js).
type Placeholder struct {
	goapp.Compo

	Portal *portal.Portal
}

// Render returns the placeholder as a labelled group.
func (p *Placeholder) Render() goapp.UI {
	texts := p.Portal.Texts
	return goapp.Div().Class("temoin-missing").Role("group").Aria("label", "{what}").Lang(p.Portal.Language).Dir(p.Portal.Texts.Direction).Body(
		goapp.P().Class("temoin-what").Body(goapp.Strong().Text("{what}")),
		goapp.P().Class("temoin-why").Text(texts.Placeholder.Why),
		goapp.Div().Body(
			goapp.Button().Class("temoin-primary").Type("button").DataSet("temoin-action", "allow").Text(texts.Placeholder.Allow),
			goapp.Button().Type("button").DataSet("temoin-open", "").Text(texts.Banner.Manage),
		),
	)
}
