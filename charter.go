package main

import (
	"net/http"
	"sync"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/portal"
	"temoin/internal/registry"
)

// charterView is all that a charter page depends on for a visitor who has not chosen yet.
type charterView struct {
	language string
	scheme   portal.Scheme
	// form is whether the choice can be made on the page.
	form bool
}

// charterPages keeps the charter pages of a portal, rendered and compressed when they are first asked for: there are at most six for each of its languages.
type charterPages struct{ made sync.Map }

func (c *charterPages) page(view charterView, render func() ([]byte, error)) (*asset, error) {
	made, _ := c.made.LoadOrStore(view, sync.OnceValues(func() (*asset, error) {
		page, err := render()
		if err != nil {
			return nil, err
		}
		return newAsset(pageType, page), nil
	}))
	return made.(func() (*asset, error))()
}

// serveCharter shows the charter and, where the server shares the portal's host, a form that works without a script.
func (s *site) serveCharter(w http.ResponseWriter, r *http.Request) {
	p := s.portal.In(r.URL.Query().Get(languageQuery))
	view := charterView{p.Language, in(p.Theme, r.URL.Query().Get(schemeQuery)).Scheme, s.sharesHost(r) || p.AsksNothing()}
	choice := s.storedChoice(r)
	query := r.URL.Query()
	render := func() ([]byte, error) {
		charter, err := render(&app.Charter{Portal: &p, Level: 1, Change: s.change(view, choice, &p)})
		if err != nil {
			return nil, err
		}
		data := map[string]any{"Portal": p, "Built": s.sites.built, "Theme": s.sheets[view.scheme], "Charter": charter, "Languages": s.languagesBut(p.Language)}
		if query.Has(savedQuery) {
			data["Saved"] = p.Texts.Banner.Saved
			if receipt, err := registry.ParseReceipt(query.Get(savedQuery)); err == nil {
				data["Receipt"] = receipt
			}
		}
		return s.sites.page("charter.html", data)
	}
	w.Header().Set("Content-Language", p.Language)
	// What shows a choice or its receipt is made for the one who made it.
	if query.Has(savedQuery) || view.form && !choice.Time.IsZero() {
		page, err := render()
		sendPage(w, http.StatusOK, page, err)
		return
	}
	page, err := s.charters.page(view, render)
	if err != nil {
		fail(w, err)
		return
	}
	keepToItself(w.Header())
	page.serve(w, r, uncached)
}

// change is the form that sets the choice without a script, where the server shares the portal's host, and otherwise says where it is made.
func (s *site) change(view charterView, choice consent.Choice, p *portal.Portal) goapp.UI {
	if view.form {
		return &app.Settings{
			Portal: p, Level: 3, Action: s.spoken(choicePath, p.Language), Answers: p.Answers(choice, s.now()),
			Marks: app.Marks(p, consent.AskedAgain(p.ConsentServices(), choice, s.now())),
		}
	}
	return &app.Elsewhere{Portal: p}
}
