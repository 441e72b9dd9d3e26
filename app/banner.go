package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// Banner is the first layer: what is asked, by whom and why, and the buttons. Where nothing needs consent it informs.
type Banner struct {
	goapp.Compo

	Portal *portal.Portal
	// Charter is the address of the charter page.
	Charter string
	// Again is what is asked again of a visitor who chose before; nil where all is asked.
	Again *Again

	// OnCustomise opens the panel; nil on the server.
	OnCustomise goapp.EventHandler
}

// Render returns the banner as a labelled region.
func (b *Banner) Render() goapp.UI {
	body, class := b.question, ""
	if b.Portal.AsksNothing() {
		body, class = b.notice, "temoin-notice"
	}
	section := goapp.Section().ID("temoin-banner").Class("temoin-banner", class).
		Aria("labelledby", "temoin-banner-title").DataSet("nosnippet", "")
	if b.Again != nil {
		section = section.DataSet("temoin-again", attribute(b.Again.IDs))
	}
	return section.Body(body()...)
}

func (b *Banner) question() []goapp.UI {
	texts := b.Portal.Texts.Banner
	words := []goapp.UI{b.title(texts.Title)}
	intro, withdrawal, again := texts.Intro, texts.Withdrawal, ""
	if b.Again != nil {
		words = append(words, b.Again.lines(b.Portal)...)
		intro, withdrawal, again = texts.Again, texts.Joined, "again-"
	}
	return []goapp.UI{
		goapp.Div().Class("temoin-words").Body(append(words,
			goapp.P().Text(portal.Fill(intro, "name", b.Portal.Name, "publisher", b.Portal.Publisher.Name)),
			// WebKit takes lists without markers for no lists, unless it is told.
			goapp.Ul().Class("temoin-purposes").Role("list").Body(b.purposes()...),
			goapp.P().Body(
				goapp.Text(texts.Refusal+" "+portal.Fill(withdrawal, "manage", texts.Manage)+" "),
				b.charterLink(),
			),
		)...),
		goapp.Div().Class("temoin-actions").Body(
			button(again+"accept", actionAccept, texts.AcceptAll).Class("temoin-primary"),
			button(again+"refuse", actionRefuse, texts.RefuseAll).Class("temoin-primary"),
			button("customise", "customise", texts.Customise).OnClick(b.OnCustomise),
		),
	}
}

// purposes returns what is asked about, an item a purpose, with the names of its services.
func (b *Banner) purposes() []goapp.UI {
	var items []goapp.UI
	for _, purpose := range b.Portal.Purposes {
		services := names(b.Portal.ServicesFor(purpose.ID, true))
		if b.Again != nil {
			services = b.Again.Purposes[purpose.ID]
		}
		if len(services) > 0 {
			items = append(items, goapp.Li().Body(
				goapp.Strong().Body(Line(purpose.Title)...),
				// A block: without a style sheet, what stands before and after it is apart all the same.
				goapp.Div().Body(Line(purpose.Description)...),
				goapp.Small().Body(Line(list(b.Portal, services)...)...),
			))
		}
	}
	return items
}

func (b *Banner) notice() []goapp.UI {
	texts := b.Portal.Texts.Notice
	intro := within(portal.Fill(texts.Intro, "name", b.Portal.Name)+" ", "services", list(b.Portal, exempt(b.Portal))...)
	return []goapp.UI{
		goapp.Div().Class("temoin-words").Body(
			b.title(texts.Title),
			goapp.P().Body(append(Line(intro...), b.charterLink())...),
		),
		goapp.Div().Class("temoin-actions").Body(
			// With nothing to ask, accepting says just that the notice was read; refusing would object to what can be objected to.
			button("understood", actionAccept, texts.Understood).Class("temoin-primary"),
		),
	}
}

func (b *Banner) title(text string) goapp.UI {
	return goapp.H2().ID("temoin-banner-title").Text(text)
}

func (b *Banner) charterLink() goapp.UI {
	return goapp.A().ID("temoin-charter-link").Href(attribute(b.Charter)).Text(b.Portal.Texts.Banner.Charter)
}

// The values of data-temoin-action, by which the loader knows what a button does. Accepting and refusing all is the loader's at all times, so that
// no click waits for a program; "customise" is the loader's until the bundle runs.
const (
	actionAccept = "accept"
	actionRefuse = "refuse"
)

// button returns a button of the banner. Its id is what the focus is restored by when the bundle takes the banner over.
func button(name, action, label string) goapp.HTMLButton {
	return goapp.Button().ID("temoin-"+name).Type("button").DataSet("temoin-action", action).Text(label)
}

// exempt returns the names of the services that need no consent, as they stand in a sentence.
func exempt(p *portal.Portal) []portal.Words {
	var all []portal.Words
	for _, s := range p.Services {
		switch {
		case s.Exemption == consent.ExemptAudience:
			// A product's name, as in Matomo, keeps its capital; the others are called by what they do.
			all = append(all, s.Name)
		case !s.NeedsConsent():
			all = append(all, inside(p, s.Name))
		}
	}
	return all
}
