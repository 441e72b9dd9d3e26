package app

import (
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Charter is the "Charte cookies": what cookies are, which ones the portal uses, how to change one's mind, and whom to turn to.
type Charter struct {
	goapp.Compo

	Portal *portal.Portal
	// Level is that of the charter's title.
	Level int
	// Change follows the words on how to change one's mind; nil in the panel, which has the settings already.
	Change goapp.UI
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
		heading(c.Level+1, goapp.Text(texts.Use+" "), goapp.A().Href(attribute(c.Portal.Site)).Text(c.Portal.Site)),
	}
	body = append(body, c.tables()...)
	body = append(body, c.change()...)
	body = append(body, heading(c.Level+1, goapp.Text(texts.Browser)), c.sentence(texts.BrowserText, "browsers", browserLinks(c.Portal)...))
	body = append(body, c.contact()...)
	body = append(body, goapp.P().Class("temoin-version").Body(c.version()...))
	return goapp.Article().Class("temoin-charter").Body(body...)
}

// ChoiceAnchor is the id of the heading above how to change one's mind, where there is a form or a link below it.
const ChoiceAnchor = "choix"

func (c *Charter) change() []goapp.UI {
	texts := c.Portal.Texts
	title := heading(c.Level+1, goapp.Text(texts.Charter.Change))
	words := goapp.P().Text(portal.Fill(texts.Charter.ChangeText, "manage", texts.Banner.Manage))
	if c.Change == nil {
		return []goapp.UI{title, words}
	}
	return []goapp.UI{title.ID(ChoiceAnchor), words, c.Change}
}

// contact says who publishes the portal, whom to ask, and where to complain (RGPD, articles 13 and 77).
func (c *Charter) contact() []goapp.UI {
	texts, publisher := c.Portal.Texts.Charter, c.Portal.Publisher
	body := []goapp.UI{heading(c.Level+1, goapp.Text(texts.Contact)), goapp.P().Text(portal.Fill(texts.Publisher, "name", c.Portal.Name, "publisher", publisher.Name))}
	if publisher.Contact != "" {
		body = append(body, c.sentence(texts.Ask, "contact", contactLink(publisher.Contact)))
	}
	if publisher.DPO != "" {
		body = append(body, c.sentence(texts.DPO, "dpo", contactLink(publisher.DPO)))
	}
	return append(body,
		goapp.P().Text(texts.Rights),
		c.sentence(texts.Complaint, "cnil", goapp.A().Href("https://www.cnil.fr/fr/plaintes").Text(texts.Authority)),
	)
}

// version says which state of the portal file the charter shows: the fingerprint of what is asked, and since when.
func (c *Charter) version() []goapp.UI {
	texts := c.Portal.Texts.Charter
	before, after, dated := strings.Cut(texts.Dated, "{date}")
	if c.Portal.Updated == "" || !dated {
		return c.fill(texts.Version, "version", goapp.Code().Text(c.Portal.Fingerprint()))
	}
	return append([]goapp.UI{goapp.Text(before), goapp.Time().DateTime(c.Portal.Updated).Text(c.Portal.UpdatedText)},
		c.fill(after, "version", goapp.Code().Text(c.Portal.Fingerprint()))...)
}

// sentence is a paragraph with elements in the place of {key}, as a list where there are several.
func (c *Charter) sentence(text, key string, elements ...goapp.UI) goapp.UI {
	return goapp.P().Body(c.fill(portal.Fill(text, "refuse", c.Portal.Texts.Banner.RefuseAll), key, elements...)...)
}

func (c *Charter) fill(text, key string, elements ...goapp.UI) []goapp.UI {
	before, after, _ := strings.Cut(text, "{"+key+"}")
	body := []goapp.UI{goapp.Text(before)}
	for i, element := range elements {
		if i > 0 {
			body = append(body, goapp.Text(c.Portal.Texts.Comma+" "))
		}
		body = append(body, element)
	}
	return append(body, goapp.Text(after))
}

// contactLink leads to an email address or a web page.
func contactLink(contact string) goapp.UI {
	address := contact
	if !strings.Contains(contact, "://") {
		address = "mailto:" + contact
	}
	return goapp.A().Href(attribute(address)).Text(contact)
}

// browserLinks lead to what each browser's maker says about cookies, in the reader's language where the maker has it.
func browserLinks(p *portal.Portal) []goapp.UI {
	var links []goapp.UI
	for _, browser := range []struct{ name, help string }{
		{"Firefox", "https://support.mozilla.org/" + p.Language + "/kb/clear-cookies-and-site-data-firefox"},
		{"Chrome", "https://support.google.com/chrome/answer/95647?hl=" + p.Language},
		{"Edge", "https://support.microsoft.com/" + p.Language + "/microsoft-edge/168dab11-0753-043d-7c16-ede5947fc64d"},
		{"Safari", "https://support.apple.com/guide/safari/sfri11471/mac"},
	} {
		links = append(links, goapp.A().Href(attribute(browser.help)).Text(browser.name))
	}
	return links
}
