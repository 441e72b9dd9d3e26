package main

import (
	"net/http"
	"strings"

	"temoin/internal/consent"
)

// expireTrackers expires the cookies of the services that the visitor does not grant, HttpOnly ones too, which no script can delete. It knows them by the
// request's own cookies, and answers only pages of its own origin (routes).
func (s *site) expireTrackers(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	if choice := s.storedChoice(r); !choice.Time.IsZero() {
		s.expireDenied(w, r, choice)
	}
	w.WriteHeader(http.StatusNoContent)
}

// expireDenied has the browser delete what the services left that the choice does not grant, on the host and every parent that takes cookies.
func (s *site) expireDenied(w http.ResponseWriter, r *http.Request, choice consent.Choice) {
	seen := map[string]bool{}
	for _, cookie := range r.Cookies() {
		if seen[cookie.Name] || !s.denies(cookie.Name, choice) {
			continue
		}
		seen[cookie.Name] = true
		attributes := "=; Path=/; Max-Age=0"
		if scheme(r) == "https" {
			attributes += "; Secure"
		}
		w.Header().Add("Set-Cookie", cookie.Name+attributes)
		for domain := hostname(r.Host); strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
			w.Header().Add("Set-Cookie", cookie.Name+attributes+"; Domain="+domain)
		}
	}
}

// denies reports whether the cookie is a tracker of a service that the choice does not grant, and of none that needs no consent.
func (s *site) denies(cookie string, choice consent.Choice) bool {
	denied := false
	for _, service := range s.portal.Services {
		for _, tracker := range service.Trackers {
			if tracker.ThirdParty || !tracker.Matches(cookie) {
				continue
			}
			if !service.TakesAnswer() {
				return false
			}
			denied = denied || !choice.Grants(service.Service, s.now())
		}
	}
	return denied
}
