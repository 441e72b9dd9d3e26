package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// The element ids of the dialog and its title.
const (
	panelID      = "temoin-panel"
	panelTitleID = "temoin-panel-title"
)

// Panel is the second layer: the settings and the charter, in a native dialog. Closing it decides nothing.
type Panel struct {
	goapp.Compo

	Portal  *portal.Portal
	Answers map[string]bool
	// Marks stand beside the names of services, by id: what is new to the visitor, or changed.
	Marks map[string]string
	// Receipt is the number of the visitor's last choice; empty where there is none.
	Receipt string

	OnCopy          func(receipt string, copied func())
	OnSave, OnClose goapp.EventHandler
}

// Render returns the dialog, closed.
func (p *Panel) Render() goapp.UI {
	texts := p.Portal.Texts.Panel
	layer := []goapp.UI{&Settings{Portal: p.Portal, Answers: p.Answers, Marks: p.Marks, Level: 3, OnSave: p.OnSave}}
	if p.Receipt != "" {
		layer = append(layer, &Receipt{Portal: p.Portal, Number: p.Receipt, OnCopy: p.OnCopy})
	}
	layer = append(layer, &Charter{Portal: p.Portal, Level: 3})
	return goapp.Dialog().ID(panelID).Class("temoin-panel").Aria("labelledby", panelTitleID).
		On("close", p.OnClose).
		Body(
			goapp.Div().Class("temoin-bar").Body(
				goapp.H2().ID(panelTitleID).TabIndex(-1).Text(texts.Title),
				goapp.Button().ID("temoin-close").Type("button").Text(texts.Close).OnClick(func(goapp.Context, goapp.Event) { closePanel() }),
			),
			goapp.Div().Class("temoin-layer").Body(layer...),
		)
}
