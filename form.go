package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"time"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/registry"
)

// takeForm answers the charter page's form: it sets the cookie where this server shares the portal's host, and leads back (303).
func (s *site) takeForm(w http.ResponseWriter, r *http.Request) {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		refuse(w, http.StatusForbidden, "the form was sent from another site", "")
		return
	}
	if err := r.ParseForm(); err != nil {
		status := http.StatusBadRequest
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		refuse(w, status, "the form cannot be read", "")
		return
	}
	if !s.sharesHost(r) {
		refuse(w, http.StatusConflict, "this server cannot set the portal's cookie", "make the choice on the portal")
		return
	}
	answers := map[string]bool{}
	for _, service := range s.portal.Services {
		if answer := cmp.Or(r.PostForm.Get(app.AllField), r.PostForm.Get(service.ID)); answer != "" {
			answers[service.ID] = answer == app.AcceptValue
		}
	}
	previous := s.storedChoice(r)
	choice := consent.Decide(s.portal.ConsentServices(), answers, s.now(), previous)
	w.Header().Add("Set-Cookie", consent.CookieName+"="+consent.Encode(choice)+consent.Attributes(s.portal.Domain, scheme(r) == "https"))
	s.expireDenied(w, r, choice)
	p := s.portal.In(r.URL.Query().Get(languageQuery))
	saved := url.Values{savedQuery: {s.recordForm(r.Context(), p.Language, choice, previous)}}
	if p.Language != s.portal.Language {
		saved.Set(languageQuery, p.Language)
	}
	// To the confirmation, which stands above the charter: the form is far below it.
	w.Header().Set("Location", charterPath+"?"+saved.Encode()+"#"+savedQuery)
	w.WriteHeader(http.StatusSeeOther)
}

// formPatience is how long a form waits for the registry. The choice is the visitor's, recorded or not.
const formPatience = 3 * time.Second

// recordForm records a choice made by form, and returns its receipt number as people read it. Where the registry takes none now, the choice waits on disk until
// it does. The number is empty where neither could be done.
func (s *site) recordForm(ctx context.Context, language string, choice, previous consent.Choice) string {
	if s.sites.proof == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, formPatience)
	defer cancel()
	receipt, err := registry.NewReceipt(rand.Reader)
	if err == nil {
		answer := s.answer(language, choice, previous)
		err = s.sites.proof.record(ctx, registry.Choice{Receipt: receipt, Answer: answer})
		if err != nil && !neverTaken(err) {
			s.sites.log.Error("a choice made by form waits to be recorded", "portal", s.portal.ID, "err", err)
			err = s.sites.proof.pending.keep(pendingChoice{Receipt: receipt, Made: s.now().Unix(), Answer: answer})
		}
	}
	if err != nil {
		s.sites.log.Error("a choice made by form was not recorded", "portal", s.portal.ID, "err", err)
		return ""
	}
	return receipt.String()
}

// answer is what the registry holds of a choice made by form, about what is served now.
func (s *site) answer(language string, choice, previous consent.Choice) registry.Answer {
	a := registry.Answer{Portal: s.portal.ID, Charter: choice.Charter, Version: s.description.hash, Language: language, How: registry.Form}
	for _, service := range s.portal.Services {
		if granted, answered := choice.Granted[service.ID]; answered && granted {
			a.Granted = append(a.Granted, service.ID)
		} else if answered {
			a.Denied = append(a.Denied, service.ID)
			if previous.Answers(service.Service, s.now()) && previous.Granted[service.ID] {
				a.How = registry.Withdrawal
			}
		}
	}
	return a
}
