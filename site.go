package main

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"time"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/look"
	"temoin/internal/markup"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
	"temoin/web"
)

// Addresses below a portal's own, as its pages and the loader name them.
const (
	charterPath = "charte"
	choicePath  = "choice"
)

// The built loaders.
const (
	gateLoader = "loader.js"
	// rareLoader has what few portals need besides: Google's Consent Mode, and a reload where a script only stops with the page.
	rareLoader = "loader-rare.js"
	// noticeLoader has no gate, for portals where there is nothing to refuse.
	noticeLoader = "loader-notice.js"
)

// loaderFor returns the built loader that has all that the portal needs, and least besides.
func loaderFor(p *portal.Portal) string {
	rare := func(s portal.Service) bool { return s.TakesAnswer() && (s.Reload || s.Told == portal.ToldGoogle) }
	switch {
	case !p.TakesAnswers():
		return noticeLoader
	case slices.ContainsFunc(p.Services, rare):
		return rareLoader
	default:
		return gateLoader
	}
}

// How long browsers may keep what they were sent. Assets never change under their name; the loader does when the portal does.
const (
	immutable  = "public, max-age=31536000, immutable"
	shortLived = "max-age=300"
	uncached   = "no-store"
)

// sites is everything the server shows: the portals, and the assets they share.
type sites struct {
	prefix string
	all    []*site
	assets map[string]*asset
	pages  *template.Template
	// built has the names of the built files, with their hashes, by the names without.
	built web.Manifest
	// loaders are the built ones, by the names without hashes.
	loaders map[string][]byte
	// former are the assets of earlier states of the portal files: loaders that browsers keep name them.
	former map[string]formerAsset
	now    func() time.Time
	// proof records choices; nil where none are to be recorded.
	proof *proof
	pace  *pace
	// token opens the page for owners; nil where there is none.
	token token
	// metrics count; nil where nobody asks.
	metrics *metrics
	log     *slog.Logger
}

// site is one portal with what was made for it at start.
type site struct {
	portal *portal.Portal
	loader *asset
	// description is all that the portal says, in every language: its files by name.
	description *asset
	charters    *charterPages
	// themed makes the loader in another theme than the portal's.
	themed func(portal.Theme) (*asset, error)
	// sheets has the address of the theme's style sheet for the portal's own pages, by scheme.
	sheets map[portal.Scheme]string
	sites  *sites
	now    func() time.Time
}

// newSites renders the portals. It returns an error if nothing was built, or what was built does not fit.
func newSites(portals []portal.Portal, prefix string, now func() time.Time) (*sites, error) {
	files, manifest, err := web.Dist()
	if err != nil {
		return nil, err
	}
	pages, err := template.ParseFS(web.Pages, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse pages: %w", err)
	}
	s := &sites{
		prefix: prefix, assets: map[string]*asset{}, pages: pages, built: manifest, loaders: map[string][]byte{}, now: now,
		pace: newPace(time.Now), log: slog.New(slog.DiscardHandler),
	}
	for name, file := range manifest {
		if name == gateLoader || name == rareLoader || name == noticeLoader {
			if s.loaders[name], err = fs.ReadFile(files, file); err != nil {
				return nil, fmt.Errorf("read built loader: %w", err)
			}
			continue
		}
		if s.assets[file], err = builtAsset(files, file); err != nil {
			return nil, err
		}
	}
	return s.with(portals)
}

// with returns the sites with other portals. What browsers may still ask of the earlier ones is kept for a while.
func (s *sites) with(portals []portal.Portal) (*sites, error) {
	next := *s
	next.all, next.assets, next.former = nil, map[string]*asset{}, s.stillAsked()
	for _, file := range s.built {
		if built, served := s.assets[file]; served {
			next.assets[file] = built
		}
	}
	for i := range portals {
		site, err := next.newSite(&portals[i], next.loaders[loaderFor(&portals[i])], next.built, next.now)
		if err != nil {
			return nil, err
		}
		next.all = append(next.all, site)
	}
	return &next, nil
}

func (s *sites) newSite(p *portal.Portal, loader []byte, manifest web.Manifest, now func() time.Time) (*site, error) {
	made := &site{portal: p, charters: &charterPages{}, sheets: map[portal.Scheme]string{}, sites: s, now: now}
	files := map[string]json.RawMessage{}
	var own loaderWords
	for _, language := range p.Languages() {
		words, err := made.speak(p.In(language), files)
		if err != nil {
			return nil, err
		}
		if language == p.Language {
			own = words
		}
	}
	description, err := json.Marshal(files)
	if err != nil {
		return nil, fmt.Errorf("encode what %s says: %w", p.ID, err)
	}
	made.description = newAsset(contentTypeOf(".json"), description)
	for name, content := range files {
		s.assets[made.description.hash+"-"+name] = newAsset(contentTypeOf(".json"), content)
	}
	// One hash for all the portal's files: the loader carries it once.
	made.themed = func(theme portal.Theme) (*asset, error) {
		return newLoader(loader, p, own, p.Languages()[1:], s.bannerSheet(theme), loaderAssets{Version: manifest.Version(), Data: made.description.hash})
	}
	if made.loader, err = made.themed(p.Theme); err != nil {
		return nil, err
	}
	for _, scheme := range []portal.Scheme{p.Theme.Scheme, portal.SchemeLight, portal.SchemeDark} {
		sheet := newAsset(contentTypeOf(".css"), []byte(look.Sheet(in(p.Theme, string(scheme)))))
		name := p.ID + "-" + sheet.hash + ".css"
		s.assets[name], made.sheets[scheme] = sheet, assetsPath+name
	}
	return made, nil
}

// assetsPath is where the assets are, seen from a portal's own address.
const assetsPath = "../assets/"

// speak makes what a portal says in one language: the words that the loader needs, and files for what comes after it, by name.
func (s *site) speak(p portal.Portal, files map[string]json.RawMessage) (loaderWords, error) {
	words, err := newLoaderWords(&p, s.spoken(charterPath, p.Language))
	if err != nil {
		return loaderWords{}, err
	}
	placeholder, err := newPlaceholder(&p)
	if err != nil {
		return loaderWords{}, err
	}
	again, err := newAgainWords(&p, words.Charter)
	if err != nil {
		return loaderWords{}, err
	}
	charter, err := placedCharter(&p)
	if err != nil {
		return loaderWords{}, err
	}
	for name, content := range map[string]any{"words": words, "portal": p, "placeholder": placeholder, "again": again, "charter": charter} {
		data, err := json.Marshal(content)
		if err != nil {
			return loaderWords{}, fmt.Errorf("encode %s of %s in %s: %w", name, p.ID, p.Language, err)
		}
		files[p.Language+"-"+name+".json"] = data
	}
	return words, nil
}

// placedCharter is the charter for a page of the portal, as a tree: nothing of ours in it but the button that opens the panel.
func placedCharter(p *portal.Portal) (json.RawMessage, error) {
	html, err := markup.Plain(goapp.HTMLString(&app.Charter{Portal: p, Level: 2, Change: &app.Reopen{Portal: p}}), p.Language, p.Texts.Direction)
	if err != nil {
		return nil, fmt.Errorf("render charter of %s in %s: %w", p.ID, p.Language, err)
	}
	return markup.Tree(html)
}

func (s *sites) asset(w http.ResponseWriter, r *http.Request) {
	a, found := s.assets[r.PathValue("file")]
	if !found {
		a, found = s.former[r.PathValue("file")].asset, s.former[r.PathValue("file")].asset != nil
	}
	if !found {
		s.notFound(w, r)
		return
	}
	share(w.Header())
	a.serve(w, r, immutable)
}

func (s *site) serveLoader(w http.ResponseWriter, r *http.Request) {
	share(w.Header())
	theme := in(s.portal.Theme, r.URL.Query().Get(schemeQuery))
	if theme == s.portal.Theme {
		s.loader.serve(w, r, shortLived)
		return
	}
	made, err := s.themed(theme)
	if err != nil {
		fail(w, err)
		return
	}
	// For the studio alone, and not worth the time that the best compression takes.
	w.Header().Set("Content-Type", made.contentType)
	w.Header().Set("Cache-Control", uncached)
	// A client that went away is no fault of the server.
	_, _ = w.Write(made.plain)
}

func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	fmt.Fprintln(w, "ok")
}

// serveSchema serves the JSON Schema of portal files to the editors of owners.
func serveSchema(w http.ResponseWriter, _ *http.Request) {
	schema, err := portalfile.Schema()
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/schema+json")
	w.Header().Set("Cache-Control", shortLived)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// A client that went away is no fault of the server.
	_, _ = w.Write(schema)
}
