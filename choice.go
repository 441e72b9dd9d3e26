package main

import (
	"cmp"
	"errors"
	"mime"
	"net/http"
	"net/url"

	"temoin/app"
	"temoin/internal/consent"
)

// forgetChoice takes the preview's choice away, so that an owner sees the banner again: the previews of all portals share one host, and so one cookie.
func (s *site) forgetChoice(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	w.Header().Add("Set-Cookie", consent.CookieName+"=; Path=/; Max-Age=0; SameSite=Lax")
	w.Header().Set("Location", "./")
	w.WriteHeader(http.StatusSeeOther)
}

// takeChoice answers the charter page's form: it sets the cookie where this server shares the portal's host, and leads back (303).
func (s *site) takeChoice(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		http.Error(w, "a choice is sent as a form", http.StatusUnsupportedMediaType)
		return
	}
	if err := r.ParseForm(); err != nil {
		status := http.StatusBadRequest
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "the form cannot be read", status)
		return
	}
	if !s.sharesHost(r) {
		http.Error(w, "this server cannot set the portal's cookie: the choice is made on the portal", http.StatusConflict)
		return
	}
	answers := map[string]bool{}
	for _, service := range s.portal.Services {
		if answer := cmp.Or(r.PostForm.Get(app.AllField), r.PostForm.Get(service.ID)); answer != "" {
			answers[service.ID] = answer == app.AcceptValue
		}
	}
	choice := consent.Decide(s.portal.ConsentServices(), answers, s.now(), s.storedChoice(r))
	w.Header().Add("Set-Cookie", consent.CookieName+"="+consent.Encode(choice)+consent.Attributes(s.portal.Domain, scheme(r) == "https"))
	s.expireDenied(w, r, choice)
	p := s.portal.In(r.URL.Query().Get(languageQuery))
	saved := url.Values{savedQuery: {""}}
	if p.Language != s.portal.Language {
		saved.Set(languageQuery, p.Language)
	}
	w.Header().Set("Location", charterPath+"?"+saved.Encode()+"#"+app.ChoiceAnchor)
	w.WriteHeader(http.StatusSeeOther)
}
