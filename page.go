package main

import (
	"bytes"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// savedQuery marks the charter page after its form was sent.
const savedQuery = "enregistre"

// index lists the portals, each with the snippet to copy.
func (s *sites) index(w http.ResponseWriter, r *http.Request) {
	type entry struct {
		Portal  *portal.Portal
		Snippet string
	}
	var entries []entry
	for _, site := range s.all {
		loader := scheme(r) + "://" + r.Host + s.prefix + "/" + site.portal.ID + "/temoin.js"
		entries = append(entries, entry{site.portal, fmt.Sprintf(`<script async src="%s"></script>`, loader)})
	}
	s.render(w, http.StatusOK, "index.html", map[string]any{"Entries": entries, "Built": s.built})
}

func (s *sites) notFound(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusNotFound, "notfound.html", map[string]any{"Root": s.prefix + "/", "Built": s.built})
}

// servePreview shows the banner where it will stand: on a page that looks like an open-data portal's.
func (s *site) servePreview(w http.ResponseWriter, _ *http.Request) {
	embed, _ := s.embed()
	s.sites.render(w, http.StatusOK, "preview.html", map[string]any{"Portal": s.portal, "Built": s.sites.built, "Embed": embed.ID})
}

// serveFilm stands in the preview for what a provider would show there: the preview calls no third party.
func (s *site) serveFilm(w http.ResponseWriter, r *http.Request) {
	embed, found := s.embed()
	if !found {
		s.sites.notFound(w, r)
		return
	}
	s.sites.render(w, http.StatusOK, "film.html", map[string]any{"Service": embed, "Built": s.sites.built})
}

// embed returns the first service whose content is embedded in pages, and whether there is one.
func (s *site) embed() (portal.Service, bool) {
	for _, service := range s.portal.Services {
		if service.Purpose == "embeds" && service.NeedsConsent() {
			return service, true
		}
	}
	return portal.Service{}, false
}

// serveCharter shows the charter and, where the server shares the portal's host, a form that works without a script.
func (s *site) serveCharter(w http.ResponseWriter, r *http.Request) {
	charter, err := render(&app.Charter{Portal: s.portal, Level: 1})
	if err != nil {
		fail(w, err)
		return
	}
	data := map[string]any{"Portal": s.portal, "Built": s.sites.built, "Charter": charter, "Anchor": choiceAnchor}
	if s.sharesHost(r) || s.portal.AsksNothing() {
		answers := s.portal.Answers(s.storedChoice(r), s.now())
		data["Settings"], err = render(&app.Settings{Portal: s.portal, Level: 3, Action: choicePath, Answers: answers})
		if err != nil {
			fail(w, err)
			return
		}
	} else {
		texts := s.portal.Texts
		data["Elsewhere"] = portal.Fill(texts.Panel.Elsewhere, "name", s.portal.Name, "manage", texts.Banner.Manage)
		data["ToPortal"] = portal.Fill(texts.Panel.ToPortal, "name", s.portal.Name)
	}
	if r.URL.Query().Has(savedQuery) {
		data["Saved"] = s.portal.Texts.Banner.Saved
	}
	s.sites.render(w, http.StatusOK, "charter.html", data)
}

// sharesHost reports whether a cookie that this server sets is the portal's: cookies belong to a host, whatever the port (RFC 6265, section 8.5).
func (s *site) sharesHost(r *http.Request) bool {
	site, err := url.Parse(s.portal.Site)
	return err == nil && strings.EqualFold(hostname(r.Host), site.Hostname())
}

func (s *site) storedChoice(r *http.Request) consent.Choice {
	var newest consent.Choice
	for _, cookie := range r.CookiesNamed(consent.CookieName) {
		if choice, err := consent.Decode(cookie.Value); err == nil && choice.Holds(s.now()) && choice.Time.After(newest.Time) {
			newest = choice
		}
	}
	return newest
}

// render returns a component as HTML. What go-app renders of portal files is escaped by it.
func render(component goapp.UI) (template.HTML, error) {
	html, err := markup.Canonical(goapp.HTMLString(component))
	return template.HTML(html), err
}

func (s *sites) render(w http.ResponseWriter, status int, page string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, page, data); err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", uncached)
	w.WriteHeader(status)
	// A client that went away is no fault of the server.
	_, _ = b.WriteTo(w)
}

func fail(w http.ResponseWriter, err error) {
	http.Error(w, "temoin: "+err.Error(), http.StatusInternalServerError)
}

// scheme is the one the visitor used, also where a reverse proxy ends the encryption.
func scheme(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https"
	}
	return "http"
}

func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return hostport
}
