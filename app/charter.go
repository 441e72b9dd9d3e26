package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Charter is the "Charte cookies": what cookies are, which ones the portal uses, and how to change one's mind.
type Charter struct {
	goapp.Compo

	Portal *portal.Portal
	// Level is that of the charter's title.
	Level int
}

// Render returns the charter as an article.
func (c *Charter) Render() goapp.UI {
	texts := c.Portal.Texts.Charter
	var families []goapp.UI
	for _, family := range texts.Family {
		families = append(families, goapp.Li().Text(family))
	}
	body := []goapp.UI{
		heading(c.Level, goapp.Text(texts.Title)),
		goapp.P().Text(texts.Intro),
		heading(c.Level+1, goapp.Text(texts.What)),
		goapp.P().Text(texts.WhatText),
		goapp.P().Text(texts.Families),
		goapp.Ul().Body(families...),
		heading(c.Level+1,
			goapp.Text(texts.Use+" "),
			goapp.A().Href(attribute(c.Portal.Site)).Text(c.Portal.Site),
		),
	}
	for _, purpose := range c.Portal.Purposes {
		if services := c.Portal.ServicesFor(purpose.ID, false); len(services) > 0 {
			caption := texts.Necessary
			if purpose.ID != "necessary" {
				caption = purpose.Title
			}
			body = append(body, c.table(caption, services))
		}
	}
	for _, purpose := range c.Portal.Purposes {
		if services := c.Portal.ServicesFor(purpose.ID, true); len(services) > 0 {
			body = append(body, c.table(portal.Fill(texts.Consent, "purpose", lowerFirst(purpose.Title)), services))
		}
	}
	body = append(body,
		heading(c.Level+1, goapp.Text(texts.Change)),
		goapp.P().Text(portal.Fill(texts.ChangeText, "manage", c.Portal.Texts.Banner.Manage)),
	)
	return goapp.Article().Class("temoin-charter").Body(body...)
}

// table has a row per tracker. On narrow screens the style sheet stacks its cells, which would take the table's meaning away from
// assistive technology: the roles put it back.
func (c *Charter) table(caption string, services []portal.Service) goapp.UI {
	texts := c.Portal.Texts.Charter
	columns := []string{texts.Provider, texts.Service, texts.Tracker, texts.Purpose, texts.Duration}
	var head, rows []goapp.UI
	for _, column := range columns {
		head = append(head, goapp.Th().Scope("col").Attr("role", "columnheader").Text(column))
	}
	for _, service := range services {
		if len(service.Trackers) == 0 {
			rows = append(rows, row(columns, []string{service.Provider, place(service), "–", service.Description, "–"}))
		}
		for i, tracker := range service.Trackers {
			cells := []string{service.Provider, place(service), tracker.Name, service.Uses[i], c.Portal.Texts.Durations.Format(tracker.Duration)}
			rows = append(rows, row(columns, cells))
		}
	}
	return goapp.Table().Attr("role", "table").Body(
		goapp.Caption().Text(caption),
		goapp.THead().Attr("role", "rowgroup").Body(goapp.Tr().Attr("role", "row").Body(head...)),
		goapp.TBody().Attr("role", "rowgroup").Body(rows...),
	)
}

// row names a tracker's row by the tracker, its third cell.
func row(columns, cells []string) goapp.UI {
	var body []goapp.UI
	for i, cell := range cells {
		if i == 2 {
			body = append(body, goapp.Th().Scope("row").Attr("role", "rowheader").DataSet("label", attribute(columns[i])).Text(cell))
		} else {
			body = append(body, goapp.Td().Attr("role", "cell").DataSet("label", attribute(columns[i])).Text(cell))
		}
	}
	return goapp.Tr().Attr("role", "row").Body(body...)
}

func place(service portal.Service) string {
	if service.Place == "" {
		return service.Name
	}
	return service.Name + " (" + service.Place + ")"
}
