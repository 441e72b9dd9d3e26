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

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// savedQuery marks the charter page after its form was sent. The page's confirmation has it as its id, too.
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

// studioEntry is a portal in the studio.
type studioEntry struct {
	Portal *portal.Portal
	// Languages are those that it offers, a blank between them.
	Languages string
	// Tag and Footer are the lines to copy into the portal's pages.
	Tag, Footer string
}

// inText escapes a text for HTML that people copy: the apostrophe stays readable.
func inText(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// index is the studio: the portals, what their visitors see, and the lines to copy.
func (s *sites) index(w http.ResponseWriter, r *http.Request) {
	var entries []studioEntry
	var languages []pageLanguage
	for _, site := range s.all {
		p := site.portal
		at := scheme(r) + "://" + r.Host + s.prefix + "/" + p.ID + "/"
		footer := fmt.Sprintf("<button type=\"button\" data-temoin-open>%s</button>\n<a href=\"%s\">%s</a>\n<noscript>%s</noscript>",
			inText(p.Texts.Banner.Manage), at+charterPath, inText(p.Texts.Charter.Title),
			fmt.Sprintf(`<a href="%s#%s">%s</a>`, at+charterPath, app.ChoiceAnchor, inText(p.Texts.Charter.Change)))
		entries = append(entries, studioEntry{p, strings.Join(p.Languages(), " "), fmt.Sprintf(`<script async fetchpriority="high" src="%stemoin.js"></script>`, at), footer})
	}
	for _, tag := range portalfile.Languages() {
		languages = append(languages, pageLanguage{Tag: tag, Name: languageName(tag)})
	}
	s.render(w, http.StatusOK, "index.html", map[string]any{"Entries": entries, "Languages": languages, "Built": s.built})
}

func (s *sites) notFound(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusNotFound, "notfound.html", map[string]any{"Root": s.prefix + "/", "Built": s.built})
}

// servePreview shows the banner where it will stand: on a page that looks like an open-data portal's. Its words are French; what the page says of its language is
// what the studio asks for.
func (s *site) servePreview(w http.ResponseWriter, r *http.Request) {
	embed, _ := s.embed()
	asked := r.URL.Query()
	p := s.portal.In(asked.Get(languageQuery))
	theme := in(p.Theme, asked.Get(schemeQuery))
	data := map[string]any{"Portal": p, "Built": s.sites.built, "Embed": embed.ID, "Charter": s.spoken(charterPath, p.Language), "Loader": "temoin.js"}
	if theme != p.Theme {
		data["Scheme"], data["Loader"] = theme.Scheme, "temoin.js?"+url.Values{schemeQuery: {string(theme.Scheme)}}.Encode()
	}
	s.sites.render(w, http.StatusOK, "preview.html", data)
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
	canonical, err := markup.Canonical(goapp.HTMLString(component))
	return template.HTML(canonical), err
}

func (s *sites) render(w http.ResponseWriter, status int, page string, data any) {
	filled, err := s.page(page, data)
	sendPage(w, status, filled, err)
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
