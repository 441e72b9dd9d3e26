package main

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"temoin/internal/consent"
)

// forgetChoice takes the preview's choice away, so that an owner sees the banner again: the previews of all portals share one host, and so one cookie.
func (s *site) forgetChoice(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	w.Header().Add("Set-Cookie", consent.CookieName+"=; Path=/; Max-Age=0; SameSite=Lax")
	location := url.URL{Path: "./", RawQuery: r.URL.RawQuery}
	w.Header().Set("Location", location.String())
	w.WriteHeader(http.StatusSeeOther)
}

// takeChoice takes a choice: from the loader, which sends JSON under a type that needs no preflight of itself, or from the charter page's form.
func (s *site) takeChoice(answering http.ResponseWriter, r *http.Request) {
	w := &watchedWriter{ResponseWriter: answering, status: http.StatusOK}
	defer func() { s.sites.metrics.choice(s.portal.ID, w.status, s.sites.proof != nil) }()
	w.Header().Set("Cache-Control", uncached)
	if !s.sites.pace.allows(remoteAddress(r)) {
		w.Header().Set("Retry-After", strconv.Itoa(choicesAtOnce/choicesPerSecond))
		refuse(w, http.StatusTooManyRequests, "too many choices from one address", "wait a moment")
		return
	}
	if !s.portal.TakesAnswers() {
		// That a notice was read is no choice, and nothing that anybody has to prove (docs/decisions/0014).
		refuse(w, http.StatusUnprocessableEntity, "this portal asks nothing: there is no choice to record", "")
		return
	}
	switch kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
	case "text/plain":
		s.takeSent(w, r)
	case "application/x-www-form-urlencoded":
		s.takeForm(w, r)
	default:
		refuse(w, http.StatusUnsupportedMediaType, "a choice is sent as a form, or as JSON under the type text/plain", "")
	}
}
