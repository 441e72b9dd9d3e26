package main

import (
	"bytes"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// savedQuery marks the charter page after its form was sent.
const savedQuery = "enregistre"

// languageQuery chooses the charter's language. Without it the charter is in the portal's own, whatever the browser prefers: one address, one text.
const languageQuery = "lang"

// spoken is an address below the portal's own, in a language; the portal's own language needs no saying.
func (s *site) spoken(path, language string) string {
	if language == s.portal.Language {
		return path
	}
	return path + "?" + url.Values{languageQuery: {language}}.Encode()
}

// pageLanguage is a language that a page is offered in.
type pageLanguage struct{ Tag, Direction, Name, Address string }

// languagesBut returns the charter's other languages, each under its own name.
func (s *site) languagesBut(current string) []pageLanguage {
	var all []pageLanguage
	for _, tag := range s.portal.Languages() {
		if tag != current {
			all = append(all, pageLanguage{tag, s.portal.In(tag).Texts.Direction, languageName(tag), s.spoken(charterPath, tag)})
		}
	}
	return all
}

// languageName is what a language calls itself, with a capital as it stands in a list.
func languageName(tag string) string {
	name := []rune(display.Self.Name(language.MustParse(tag)))
	return string(unicode.ToUpper(name[0])) + string(name[1:])
}

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
	html, err := s.page(page, data)
	sendPage(w, status, html, err)
}

// page fills one of the server's own pages in.
func (s *sites) page(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	err := s.pages.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}

const pageType = "text/html; charset=utf-8"

// sendPage sends a page, or says what kept it from being made.
func sendPage(w http.ResponseWriter, status int, page []byte, err error) {
	if err != nil {
		fail(w, err)
		return
	}
	keepToItself(w.Header())
	w.Header().Set("Content-Type", pageType)
	w.Header().Set("Cache-Control", uncached)
	w.WriteHeader(status)
	// A client that went away is no fault of the server.
	_, _ = w.Write(page)
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
