package app

import (
	"encoding/json"
	"fmt"
	"os"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// This file alone touches the browser's window, which in the bundle is the facade of web/runtime.

// page is what the loader hands to the bundle: the facade's global object "temoin".
type page struct{ js goapp.Value }

func currentPage() page { return page{goapp.Window().Get("temoin")} }

// portal returns the portal that the page belongs to. It returns an error if the loader handed over something else.
func (p page) portal() (*portal.Portal, error) {
	var portal portal.Portal
	if err := json.Unmarshal([]byte(p.js.Get("portal").String()), &portal); err != nil {
		return nil, fmt.Errorf("read portal from the page: %w", err)
	}
	return &portal, nil
}

// charter returns the address of the charter page.
func (p page) charter() string { return p.js.Get("charter").String() }

// asking reports whether the banner is on screen; opening, whether the visitor wants the panel.
func (p page) asking() bool  { return p.js.Get("asking").Bool() }
func (p page) opening() bool { return p.js.Get("opening").Bool() }

// again reports whether the banner on screen asks again for some services only.
func (p page) again() bool { return p.js.Get("again").Bool() }

// choice returns the visitor's stored choice, or no choice.
func (p page) choice() consent.Choice {
	// What cannot be read is no choice: Decode returns the zero one with its error.
	choice, _ := consent.Decode(p.js.Get("cookie").String())
	return choice
}

// store writes the choice to the cookie cookies_preferences and tells the loader, which opens the gate and takes the banner away.
func (p page) store(choice consent.Choice) {
	value := consent.Encode(choice)
	attributes := consent.Attributes(p.js.Get("domain").String(), p.js.Get("secure").Bool())
	goapp.Window().Get("document").Set("cookie", consent.CookieName+"="+value+attributes)
	p.js.Call("settled", value)
}

// answers returns what is selected in the panel, by service id. What the visitor sees is what is stored, also where a helper or an extension selected it and no
// event told of that.
func (p page) answers(portal *portal.Portal) map[string]bool {
	answers := map[string]bool{}
	for _, service := range portal.Services {
		for _, value := range []string{AcceptValue, RefuseValue} {
			if radio := goapp.Window().GetElementByID(radioID(service.ID, value)); radio.Truthy() && radio.Get("checked").Bool() {
				answers[service.ID] = value == AcceptValue
			}
		}
	}
	return answers
}

// receipt returns the receipt number of the stored choice; empty where there is none.
func (p page) receipt() string { return p.js.Call("receipt").String() }

// copy puts a text on the clipboard, and calls copied once it is there.
func (p page) copy(text string, copied func()) {
	var told goapp.Func
	told = goapp.FuncOf(func(_ goapp.Value, args []goapp.Value) any {
		defer told.Release()
		if args[0].Bool() {
			copied()
		}
		return nil
	})
	p.js.Call("copy", text, told)
}

// closed tells the loader that the panel was closed without a choice.
func (p page) closed() { p.js.Call("closed") }

// offer gives the loader what it may call while the program runs: open, because "Gérer mes cookies" may be pressed while the banner is on
// screen, and leave, because the loader answers "accept all" and "refuse all" itself.
func (p page) offer(open, leave func()) {
	for name, call := range map[string]func(){"open": open, "leave": leave} {
		p.js.Set(name, goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
			call()
			return nil
		}))
	}
}

// rest returns in a later task: getting ready and mounting are short tasks on the page's main thread then, and not a long one that a visitor's press would wait
// for. awaitCue does so when the interface may be mounted.
func (p page) rest()     { p.await("rest") }
func (p page) awaitCue() { p.await("cue") }

// await returns when the loader calls back what it is given by that name.
func (p page) await(name string) {
	called := make(chan struct{})
	call := goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
		close(called)
		return nil
	})
	defer call.Release()
	p.js.Call(name, call)
	<-called
}

// exit ends the program: the loader releases what it held.
func (p page) exit() { os.Exit(0) }

func showPanel() {
	panel := goapp.Window().GetElementByID(panelID)
	if !panel.Truthy() || panelShows() {
		return
	}
	// Set now and not by the component: an autofocus that comes to the page with its element is the whole document's.
	goapp.Window().GetElementByID(panelTitleID).Call("setAttribute", "autofocus", "")
	panel.Call("showModal")
}

func panelShows() bool {
	panel := goapp.Window().GetElementByID(panelID)
	return panel.Truthy() && panel.Get("open").Bool()
}

func closePanel() { goapp.Window().GetElementByID(panelID).Call("close") }
