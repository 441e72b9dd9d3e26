package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// tables has one table per purpose: first those whose trackers need no consent, then those that are asked about.
func (c *Charter) tables() []goapp.UI {
	texts := c.Portal.Texts
	var exempt, asked []goapp.UI
	for _, purpose := range c.Portal.Purposes {
		title := inside(c.Portal, purpose.Title)
		if services := c.Portal.ServicesFor(purpose.ID, false); len(services) > 0 {
			caption := []portal.Words{{Text: texts.Charter.Necessary}}
			if purpose.ID != "necessary" {
				caption = within(texts.Charter.Exempt, "purpose", title)
			}
			exempt = append(exempt, c.table(caption, services))
		}
		if services := c.Portal.ServicesFor(purpose.ID, true); len(services) > 0 {
			asked = append(asked, c.table(within(texts.Charter.Consent, "purpose", title), services))
		}
	}
	return append(exempt, asked...)
}

// The columns that can name a row: the tracker's, or the service's where it has none (RGAA 5.7).
const (
	serviceColumn = 1
	trackerColumn = 2
)

// table has a row per tracker. On narrow screens the style sheet stacks its cells, which takes the table's meaning away from VoiceOver in Safari 16 and
// before: the roles put it back. The W3C's checker counts them as errors; why they stay, docs/accessibilite.md says (8.2).
func (c *Charter) table(caption []portal.Words, services []portal.Service) goapp.UI {
	texts := c.Portal.Texts.Charter.Table
	columns := []string{texts.Provider, texts.Service, texts.Tracker, texts.Purpose, texts.Duration, texts.Party, texts.Controller, texts.Consent}
	var head, rows []goapp.UI
	for _, column := range columns {
		head = append(head, goapp.Th().Scope("col").Attr("role", "columnheader").Text(column))
	}
	for _, service := range services {
		trackers, name := service.Trackers, trackerColumn
		if len(trackers) == 0 {
			name = serviceColumn
			// A service that only calls its hosts stores nothing, and is named all the same.
			trackers = []consent.Tracker{{Name: "–", ThirdParty: true}}
		}
		for i, tracker := range trackers {
			use, duration := service.Description, "–"
			if i < len(service.Uses) {
				use, duration = service.Uses[i], service.Durations[i]
			}
			rows = append(rows, row(foreign(c.Portal), columns, name, [][]goapp.UI{
				{goapp.Text(service.Provider)}, place(service), {goapp.Text(tracker.Name)}, Line(use), {goapp.Text(duration)},
				{goapp.Text(c.party(tracker))}, {controller(service)}, {goapp.Text(c.consent(service))},
			}))
		}
	}
	return goapp.Table().Attr("role", "table").Body(
		goapp.Caption().Body(Line(caption...)...),
		goapp.THead().Attr("role", "rowgroup").Body(goapp.Tr().Attr("role", "row").Body(head...)),
		goapp.TBody().Attr("role", "rowgroup").Body(rows...),
	)
}

// row is named by the cell of the column name. direction is that of the cells, where it is not the page's.
func row(direction string, columns []string, name int, cells [][]goapp.UI) goapp.UI {
	var body []goapp.UI
	for i, cell := range cells {
		label := attribute(columns[i])
		if i == name {
			th := goapp.Th().Scope("row").Attr("role", "rowheader").DataSet("label", label)
			if direction != "" {
				th = th.Dir(direction)
			}
			body = append(body, th.Body(cell...))
		} else {
			td := goapp.Td().Attr("role", "cell").DataSet("label", label)
			if direction != "" {
				td = td.Dir(direction)
			}
			body = append(body, td.Body(cell...))
		}
	}
	return goapp.Tr().Attr("role", "row").Body(body...)
}

// place names a service and where the portal uses it.
func place(service portal.Service) []goapp.UI {
	name, place := service.Name, service.Place
	switch {
	case place.Text == "":
		return Line(name)
	case name.Language == place.Language:
		return Line(portal.Words{Text: name.Text + " (" + place.Text + ")", Language: name.Language})
	}
	return Line(name, portal.Words{Text: " ("}, place, portal.Words{Text: ")"})
}

// party says by whom a tracker is stored: which is not whether it needs consent.
func (c *Charter) party(tracker consent.Tracker) string {
	if tracker.ThirdParty {
		return c.Portal.Texts.Charter.Table.Third
	}
	return c.Portal.Texts.Charter.Table.Site
}

func (c *Charter) consent(service portal.Service) string {
	texts := c.Portal.Texts.Charter.Table
	if service.NeedsConsent() {
		return texts.Required
	}
	return portal.Fill(texts.NotRequired, "reason", texts.Reasons[string(service.Exemption)])
}

// controller names who answers for the data, with a link to its privacy page where there is one.
func controller(service portal.Service) goapp.UI {
	if service.Privacy == "" {
		return goapp.Text(service.Controller)
	}
	return goapp.A().Href(attribute(service.Privacy)).Text(service.Controller)
}
