// Package app has the go-app components that visitors see: banner, panel and charter. The server renders them into the loader and the
// charter page; the WebAssembly bundle mounts the same ones in the visitor's browser and runs them.
package app

import (
	"time"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// Interface is everything Témoin shows on a page: the banner while there is something to ask or to tell, the panel while it is open.
type Interface struct {
	goapp.Compo

	Portal *portal.Portal
	// Charter is the address of the charter page.
	Charter string
	// Asking is whether the banner shows.
	Asking bool

	now     func() time.Time
	page    page
	choice  consent.Choice
	opening bool
	open    bool
	// showing is whether the panel was asked for and is not on screen yet.
	showing bool
	answers map[string]bool
	receipt string
}

// Open returns the interface of the page that the bundle runs on. It returns an error if the loader did not hand over a portal.
func Open(now func() time.Time) (*Interface, error) {
	page := currentPage()
	portal, err := page.portal()
	if err != nil {
		return nil, err
	}
	return &Interface{
		Portal: portal, Charter: page.charter(), Asking: page.asking(),
		now: now, page: page, choice: page.choice(), opening: page.opening(),
	}, nil
}

// OnMount opens the panel where the visitor asked for it before the bundle was there.
func (i *Interface) OnMount(ctx goapp.Context) {
	open := func() { ctx.Dispatch(func(ctx goapp.Context) { i.openPanel(ctx, goapp.Event{}) }) }
	i.page.offer(open, i.page.exit)
	if i.opening {
		i.openPanel(ctx, goapp.Event{})
	}
}

// Render returns banner and panel, whichever show.
func (i *Interface) Render() goapp.UI {
	var layers []goapp.UI
	if i.Asking {
		layers = append(layers, &Banner{Portal: i.Portal, Charter: i.Charter, OnCustomise: i.openPanel})
	}
	if i.open {
		layers = append(layers, &Panel{Portal: i.Portal, Answers: i.answers, Receipt: i.receipt, OnCopy: i.page.copy, OnSave: i.save, OnClose: i.close, OnAnswer: i.answer})
	}
	return goapp.Div().Class("temoin-interface").Body(layers...)
}

func (i *Interface) openPanel(ctx goapp.Context, _ goapp.Event) {
	// A single service may have been granted since, at its placeholder.
	i.choice = i.page.choice()
	i.answers = i.Portal.Answers(i.choice, i.now())
	i.receipt = i.page.receipt()
	i.open, i.showing = true, true
	ctx.Defer(func(goapp.Context) {
		showPanel()
		i.showing = false
	})
}

func (i *Interface) answer(service string, granted bool) { i.answers[service] = granted }

// save stores the answers and ends the program.
func (i *Interface) save(_ goapp.Context, e goapp.Event) {
	e.PreventDefault()
	i.page.store(consent.Decide(i.Portal.ConsentServices(), i.answers, i.now(), i.choice))
	i.page.exit()
}

// close takes the closed panel away. Without a banner to go back to, the program has nothing left to do.
func (i *Interface) close(goapp.Context, goapp.Event) {
	// The event comes a moment after the closing: the panel may have been asked for again meanwhile.
	if i.showing || panelShows() {
		return
	}
	i.open = false
	i.page.closed()
	if !i.Asking {
		i.page.exit()
	}
}
