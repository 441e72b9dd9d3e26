package app

import (
	"slices"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// Again is what the banner says to a visitor who chose before and is asked about some services only (consent.AskedAgain).
type Again struct {
	// IDs are those of the services, a blank between them: what accepting and refusing answers (JavaScript: web/again/main.js).
	IDs string
	// New and Changed are their names, and Purposes the same by purpose; empty for none.
	New, Changed []portal.Words
	Purposes     map[string][]portal.Words
}

// newAgain returns nil where nothing is asked again, or everything.
func newAgain(p *portal.Portal, asked consent.Again) *Again {
	if len(asked.IDs()) == 0 {
		return nil
	}
	named := func(of []consent.Service, purpose string) []portal.Words {
		return names(slices.DeleteFunc(slices.Clone(p.Services), func(s portal.Service) bool {
			return purpose != "" && s.Purpose != purpose || !slices.ContainsFunc(of, func(o consent.Service) bool { return o.ID == s.ID })
		}))
	}
	again := &Again{IDs: strings.Join(asked.IDs(), " "), New: named(asked.New, ""), Changed: named(asked.Changed, ""), Purposes: map[string][]portal.Words{}}
	for _, purpose := range p.Purposes {
		again.Purposes[purpose.ID] = named(slices.Concat(asked.New, asked.Changed), purpose.ID)
	}
	return again
}

// AgainMarks is an Again of any visitor's, for the page to fill in: {ids}, {new}, {changed}, and {purpose ID} for each purpose that consent is asked for.
func AgainMarks(p *portal.Portal) *Again {
	mark := func(name string) []portal.Words { return []portal.Words{{Text: "{" + name + "}"}} }
	again := &Again{IDs: "{ids}", New: mark("new"), Changed: mark("changed"), Purposes: map[string][]portal.Words{}}
	for _, purpose := range p.Purposes {
		if len(p.ServicesFor(purpose.ID, true)) > 0 {
			again.Purposes[purpose.ID] = mark("purpose " + purpose.ID)
		}
	}
	return again
}

// lines say what is new and what changed.
func (a *Again) lines(p *portal.Portal) []goapp.UI {
	var lines []goapp.UI
	line := func(text string, services []portal.Words) {
		if len(services) > 0 {
			lines = append(lines, goapp.P().Body(goapp.Strong().Body(Line(within(text, "services", list(p, services)...)...)...)))
		}
	}
	line(p.Texts.Banner.New, a.New)
	line(p.Texts.Banner.Changed, a.Changed)
	return lines
}

// Marks has the words that stand beside the names of what is asked again, by service id.
func Marks(p *portal.Portal, asked consent.Again) map[string]string {
	marks := map[string]string{}
	for _, s := range asked.New {
		marks[s.ID] = p.Texts.Panel.New
	}
	for _, s := range asked.Changed {
		marks[s.ID] = p.Texts.Panel.Changed
	}
	return marks
}
