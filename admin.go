package main

import (
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"temoin/internal/registry"
	"temoin/internal/registry/report"
)

// adminPath is where owners look at the registry.
const adminPath = "/admin/"

// adminPages has what the page for owners shows; what is empty is not shown.
type adminPages struct {
	Built    any
	SignedIn bool
	// Title is what the page is about, as its <title> says before the registry's name (RGAA 8.6); empty for the overview.
	Title string
	// Fault is what went wrong, and Wrong the id of the field that is to be filled in again (RGAA 11.10); empty where there is none.
	Fault, Wrong string
	// Receipt is the number that was looked for, as it was typed.
	Receipt string

	Portals      []string
	Portal       string
	From, To     string
	Tally        report.Tally
	Chart        template.HTML
	Versions     []registry.ServedVersion
	Verification *registry.Report
	Entry        *proven
	Act          string
	Text         string
	Compared     []comparedLine
	Before       string
	After        string
}

// acts has the owners' words for what visitors do to choose, which docs/registre.md has too.
var acts = map[registry.How]string{
	registry.Banner: "bandeau", registry.Again: "bandeau qui n’interroge que sur ce qui est nouveau ou modifié", registry.Panel: "panneau", registry.Placeholder: "encart",
	registry.Withdrawal: "retrait", registry.Form: "formulaire",
}

// adminRoutes adds the page for owners, where there is a token for it. It needs no script.
func (s *sites) adminRoutes(mux *http.ServeMux) {
	if s.token == nil {
		return
	}
	at := s.prefix + adminPath
	guarded := func(handle func(w http.ResponseWriter, r *http.Request, g *registry.Registry)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if !s.token.holds(r, time.Now()) {
				s.showAdmin(w, http.StatusUnauthorized, adminPages{})
				return
			}
			if s.proof == nil || s.proof.current() == nil {
				s.showAdmin(w, http.StatusServiceUnavailable, adminPages{SignedIn: true, Fault: "Le registre n’est pas ouvert\u00a0: le journal du serveur dit pourquoi."})
				return
			}
			handle(w, r, s.proof.current())
		}
	}
	sameOrigin := http.NewCrossOriginProtection()
	mux.HandleFunc("GET "+at+"{$}", guarded(s.adminOverview))
	mux.HandleFunc("GET "+at+"choix", guarded(s.adminChoice))
	mux.HandleFunc("GET "+at+"versions", guarded(s.adminCompare))
	mux.HandleFunc("GET "+at+"export", guarded(s.adminExport))
	mux.Handle("POST "+at+"verifier", sameOrigin.Handler(guarded(s.adminVerify)))
	mux.Handle("POST "+at+"entrer", sameOrigin.Handler(http.HandlerFunc(s.adminSignIn)))
	mux.Handle("POST "+at+"sortir", sameOrigin.Handler(http.HandlerFunc(s.adminSignOut)))
}

func (s *sites) showAdmin(w http.ResponseWriter, status int, page adminPages) {
	page.Built = s.built
	switch {
	case page.Fault != "":
		page.Title = "Erreur"
	case !page.SignedIn:
		page.Title = "Entrer"
	}
	s.render(w, status, "admin.html", page)
}

func (s *sites) adminSignIn(w http.ResponseWriter, r *http.Request) {
	if !s.pace.allows(remoteAddress(r)) {
		s.showAdmin(w, http.StatusTooManyRequests, adminPages{Fault: "Trop d’essais\u00a0: attendez un instant.", Wrong: "jeton"})
		return
	}
	if !s.token.opensWith(strings.TrimSpace(r.PostFormValue("jeton"))) {
		s.showAdmin(w, http.StatusUnauthorized, adminPages{Fault: "Ce n’est pas le jeton.", Wrong: "jeton"})
		return
	}
	http.SetCookie(w, newSession(s.token.session(time.Now().Add(sessionLasts))))
	http.Redirect(w, r, s.prefix+adminPath, http.StatusSeeOther)
}

func (s *sites) adminSignOut(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, newSession(""))
	http.Redirect(w, r, s.prefix+adminPath, http.StatusSeeOther)
}

// shownDays is how many days the overview shows where none were chosen.
const shownDays = 30

func (s *sites) adminOverview(w http.ResponseWriter, r *http.Request, g *registry.Registry) {
	s.adminShow(w, r, g, adminPages{})
}

// adminShow adds what the overview shows to a page.
func (s *sites) adminShow(w http.ResponseWriter, r *http.Request, g *registry.Registry, page adminPages) {
	page.SignedIn, page.Portal = true, r.FormValue("portail")
	from, to := span(r)
	page.From, page.To = from.String(), to.String()
	counts, err := g.Counts(r.Context(), from.Time, to.end(), time.Local)
	if err == nil {
		page.Tally = report.Of(counts, page.Portal)
		page.Chart, err = page.Tally.Chart(report.French())
	}
	if err == nil {
		page.Versions, err = g.Served(r.Context())
	}
	if err != nil {
		s.log.Error("the registry cannot be read", "err", err)
		s.showAdmin(w, http.StatusServiceUnavailable, adminPages{SignedIn: true, Fault: "Le registre ne peut être lu\u00a0: le journal du serveur dit pourquoi."})
		return
	}
	for _, v := range page.Versions {
		if !slices.Contains(page.Portals, v.Portal) {
			page.Portals = append(page.Portals, v.Portal)
		}
	}
	slices.Reverse(page.Versions)
	s.showAdmin(w, http.StatusOK, page)
}

// span reads the days of a request: the last thirty where none are given.
func span(r *http.Request) (from, to day) {
	if to.Set(r.FormValue("au")) != nil {
		to = day{time.Now()}
	}
	if from.Set(r.FormValue("du")) != nil {
		from = day{to.AddDate(0, 0, 1-shownDays)}
	}
	// Whole days.
	_ = from.Set(from.String())
	_ = to.Set(to.String())
	return from, to
}

func (s *sites) adminChoice(w http.ResponseWriter, r *http.Request, g *registry.Registry) {
	typed := r.FormValue("recu")
	receipt, err := registry.ParseReceipt(typed)
	if err != nil {
		s.adminShow(w, r, g, adminPages{Receipt: typed, Wrong: "recu", Fault: "Un numéro de reçu a seize lettres et chiffres, comme 7Q2M-XK4D-0V9T-3HJB."})
		return
	}
	p, err := prove(r.Context(), g, receipt)
	if errors.Is(err, registry.ErrNotFound) {
		s.adminShow(w, r, g, adminPages{Receipt: typed, Wrong: "recu", Fault: "Le registre n’a pas ce reçu\u00a0: il est peut-être échu, ou n’est pas encore arrivé."})
		return
	}
	if err != nil {
		fail(w, err)
		return
	}
	s.adminShow(w, r, g, adminPages{Title: "Le choix " + p.Entry.Choice.Receipt.String(), Entry: &p, Act: acts[p.Entry.Choice.How], Text: textOf(string(p.Banner))})
}

func (s *sites) adminVerify(w http.ResponseWriter, r *http.Request, g *registry.Registry) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	verification, err := g.Verify(r.Context(), g.Verifier(), nil, nil)
	if err != nil {
		fail(w, err)
		return
	}
	s.adminShow(w, r, g, adminPages{Title: "Vérification", Verification: &verification})
}

func (s *sites) adminCompare(w http.ResponseWriter, r *http.Request, g *registry.Registry) {
	page := adminPages{Title: "Deux versions côte à côte", Before: r.FormValue("avant"), After: r.FormValue("apres")}
	var texts [2]string
	for i, hash := range []string{page.Before, page.After} {
		v, err := g.Version(r.Context(), hash)
		if err == nil {
			texts[i], err = versionText(r, g, v)
		}
		if err != nil {
			s.adminShow(w, r, g, adminPages{Fault: "Le registre n’a pas cette version."})
			return
		}
	}
	page.Compared = inLanguages(report.Compare(texts[0], texts[1]))
	s.adminShow(w, r, g, page)
}

// comparedLine is a line of two versions, and the language of either side; empty where that is the page's own.
type comparedLine struct {
	report.Line
	BeforeIn, AfterIn string
}

// inLanguages tells the language of each line: that of the document whose name came last, as "ar/banner.html". The names are the page's own.
func inLanguages(lines []report.Line) []comparedLine {
	compared := make([]comparedLine, len(lines))
	var before, after string
	for i, line := range lines {
		compared[i] = comparedLine{line, languageOf(line.Before, &before), languageOf(line.After, &after)}
	}
	return compared
}

// languageOf is the language of a line below what came before, which becomes that of the document where the line is a document's name.
func languageOf(line string, current *string) string {
	folder, _, nested := strings.Cut(line, "/")
	switch {
	case line == sourceDocument:
		*current = ""
	case nested && len(folder) == 2 && strings.HasSuffix(line, ".html"):
		*current = folder
	default:
		return *current
	}
	return ""
}

// versionText is all that a version says, a line each: the portal file, then the texts of banner, panel and charter in each language.
func versionText(r *http.Request, g *registry.Registry, v registry.Version) (string, error) {
	var names []string
	for name := range v.Documents {
		if name == sourceDocument || strings.HasSuffix(name, ".html") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	text := "loader " + v.Loader + "\nbundle " + v.Bundle
	for _, name := range names {
		document, err := g.Document(r.Context(), v.Documents[name])
		if err != nil {
			return "", err
		}
		content := string(document)
		if name != sourceDocument {
			content = textOf(content)
		}
		text += "\n\n" + name + "\n" + content
	}
	return text, nil
}

func (s *sites) adminExport(w http.ResponseWriter, r *http.Request, g *registry.Registry) {
	format := report.Format(r.FormValue("format"))
	kinds := map[report.Format]string{report.CSV: "text/csv; charset=utf-8", report.JSONL: "application/jsonl"}
	if kinds[format] == "" {
		s.adminShow(w, r, g, adminPages{Fault: "Le format est csv ou jsonl."})
		return
	}
	from, to := span(r)
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", kinds[format])
	w.Header().Set("Cache-Control", uncached)
	w.Header().Set("Content-Disposition", `attachment; filename="temoin-`+from.String()+"-"+to.String()+"."+string(format)+`"`)
	if err := report.Export(r.Context(), w, g, format, from.Time, to.end(), r.FormValue("portail"), nil); err != nil {
		s.log.Error("an export was cut off", "err", err)
		// The file is not whole: the browser is to see that.
		panic(http.ErrAbortHandler)
	}
}
