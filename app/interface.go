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
	// Asking is whether the banner shows, and Again what it asks again; nil where it asks all.
	Asking bool
	Again  *Again

	now    func() time.Time
	page   page
	choice consent.Choice
	open   bool
	// showing is whether the panel was asked for and is not on screen yet.
	showing bool
	// openLater opens the panel once the interface has been rendered without it.
	openLater func()
	// answers are those before the panel was opened.
	answers map[string]bool
	// marks stand beside the names of services in the panel, by id.
	marks   map[string]string
	receipt string
}

// Open returns the interface of the page that the bundle runs on. It returns an error if the loader did not hand over a portal.
func Open(now func() time.Time) (*Interface, error) {
	page := currentPage()
	page.rest()
	portal, err := page.portal()
	if err != nil {
		return nil, err
	}
	i := &Interface{
		Portal: portal, Charter: page.charter(), Asking: page.asking(),
		now: now, page: page, choice: page.choice(),
	}
	// Where the loader could not tell what is new, it asks all, and goes on asking all.
	if page.again() {
		i.Again = newAgain(portal, i.askedAgain())
	}
	return i, nil
}

// AwaitCue returns when the page has a moment for the interface to be mounted.
func (i *Interface) AwaitCue() { i.page.awaitCue() }

// OnMount opens the panel where the visitor asked for it before the bundle was there.
func (i *Interface) OnMount(ctx goapp.Context) {
	i.openLater = func() { ctx.Dispatch(i.openFresh) }
	i.page.offer(func() { ctx.Dispatch(func(ctx goapp.Context) { i.openPanel(ctx, goapp.Event{}) }) }, i.page.exit)
	// Read now: the press that the cue waited for may have been on "Personnaliser".
	if i.page.opening() {
		i.openPanel(ctx, goapp.Event{})
		return
	}
	// go-app renders once more what it has just mounted.
	i.page.rest()
}

// Render returns banner and panel, whichever show.
func (i *Interface) Render() goapp.UI {
	var layers []goapp.UI
	if i.Asking {
		layers = append(layers, &Banner{Portal: i.Portal, Charter: i.Charter, Again: i.Again, OnCustomise: i.openPanel})
	}
	if i.open {
		layers = append(layers, &Panel{Portal: i.Portal, Answers: i.answers, Marks: i.marks, Receipt: i.receipt, OnCopy: i.page.copy, OnSave: i.save, OnClose: i.close})
	}
	return goapp.Div().Class("temoin-interface").Body(layers...)
}

// openPanel puts the panel on screen. One that shows already stays as it is, with what the visitor has selected so far.
func (i *Interface) openPanel(ctx goapp.Context, _ goapp.Event) {
	switch {
	case i.showing || panelShows():
	case i.open:
		// Closed a moment ago and not taken away yet, it still has what was selected and not saved.
		i.open, i.showing = false, true
		ctx.Defer(func(goapp.Context) { i.openLater() })
	default:
		i.openFresh(ctx)
	}
}

func (i *Interface) openFresh(ctx goapp.Context) {
	// A single service may have been granted since, at its placeholder.
	i.choice = i.page.choice()
	i.answers = i.Portal.Answers(i.choice, i.now())
	i.marks = Marks(i.Portal, i.askedAgain())
	i.receipt = i.page.receipt()
	i.open, i.showing = true, true
	ctx.Defer(func(goapp.Context) {
		showPanel()
		i.showing = false
	})
}

func (i *Interface) askedAgain() consent.Again {
	return consent.AskedAgain(i.Portal.ConsentServices(), i.choice, i.now())
}

// save stores the answers and ends the program. All of them are the visitor's of today, the earlier ones too, which were on screen and could be changed: they hold six
// months from now.
func (i *Interface) save(_ goapp.Context, e goapp.Event) {
	e.PreventDefault()
	i.page.store(consent.Decide(i.Portal.ConsentServices(), i.page.answers(i.Portal), i.now(), i.choice))
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
