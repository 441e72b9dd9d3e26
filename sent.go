package main

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"temoin/internal/consent"
	"temoin/internal/registry"
)

// sentChoice is what the loader sends after a choice (JavaScript: web/attendant/record.js). It says nothing about the visitor.
type sentChoice struct {
	Receipt registry.Receipt `json:"receipt"`
	// Shown is the hash in the names of the portal's files (site.go): which texts the visitor saw.
	Shown string `json:"shown"`
	// Charter is the fingerprint of what was answered.
	Charter  string       `json:"charter"`
	Language string       `json:"language"`
	Granted  []string     `json:"granted"`
	Denied   []string     `json:"denied"`
	How      registry.How `json:"how"`
	// Age is how many seconds ago the choice was made, by the visitor's clock.
	Age float64 `json:"age"`
}

// maxSent is the largest choice that is read, in bytes: three hundred services fit.
const maxSent = 16 << 10

var (
	errNotReadable = errors.New("the choice cannot be read")
	errTooLarge    = errors.New("the choice is too large")
)

// decodeSent reads what the loader sends, strictly. The error is one of those above, and says nothing of what was sent.
func decodeSent(body io.Reader) (sentChoice, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxSent+1))
	if err != nil {
		return sentChoice{}, errNotReadable
	}
	if len(data) > maxSent {
		return sentChoice{}, errTooLarge
	}
	var sent sentChoice
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&sent); err != nil {
		return sentChoice{}, errNotReadable
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return sentChoice{}, errNotReadable
	}
	if sent.Receipt == (registry.Receipt{}) || sent.Shown == "" || sent.Charter == "" || sent.How == registry.Form || math.IsNaN(sent.Age) {
		return sentChoice{}, errNotReadable
	}
	return sent, nil
}

// choice returns what is recorded of it. A clock that was set meanwhile does not make the choice a younger or an older one than can be.
func (c sentChoice) choice(portal string) registry.Choice {
	delay := min(max(c.Age/60, 0), registry.MaxDelay)
	return registry.Choice{Receipt: c.Receipt, Delay: int(delay), Answer: registry.Answer{
		Portal: portal, Charter: c.Charter, Version: c.Shown, Language: c.Language, Granted: c.Granted, Denied: c.Denied, How: c.How,
	}}
}

// takeSent records a choice that the loader sends. It answers once the choice is on disk; where the page's host is this server's, with the cookie too.
func (s *site) takeSent(w http.ResponseWriter, r *http.Request) {
	if !s.admits(w, r) {
		return
	}
	sent, err := decodeSent(r.Body)
	if err != nil {
		status := http.StatusBadRequest
		if tooLarge := new(http.MaxBytesError); errors.Is(err, errTooLarge) || errors.As(err, &tooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		refuse(w, status, err.Error(), "")
		return
	}
	recorded := s.sites.proof != nil
	if recorded {
		err = s.sites.proof.record(r.Context(), sent.choice(s.portal.ID))
	}
	// Whether it was recorded or not: the visitor's choice is what the cookie says.
	if s.sharesHost(r) && sameHost(r) {
		s.refreshCookie(w, r)
	}
	switch {
	case errors.Is(err, errUnknown) || errors.Is(err, registry.ErrNotRecordable):
		refuse(w, http.StatusUnprocessableEntity, "the choice is about something that the portal never asked", "load the page again")
	case errors.Is(err, registry.ErrReceiptTaken):
		refuse(w, http.StatusConflict, "the receipt number stands for another choice", "")
	case err != nil:
		s.sites.log.Error("a choice was not recorded", "portal", s.portal.ID, "err", err)
		w.Header().Set("Retry-After", "60")
		refuse(w, http.StatusServiceUnavailable, "the choice cannot be recorded now", "send it again later")
	default:
		answer(w, http.StatusOK, map[string]bool{"recorded": recorded})
	}
}

// admits reports whether the request comes from a page whose choices are taken, and refuses it where not.
func (s *site) admits(w http.ResponseWriter, r *http.Request) bool {
	// The answer is the same for whoever reads it, and goes without cookies to other origins.
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if !s.isOurPage(r) {
		refuse(w, http.StatusForbidden, "choices are taken from the portal's own pages", "the portal's address is \"site\" in the portal file")
		return false
	}
	return true
}

// isOurPage reports whether the request comes from a page of the portal or of this server. Browsers always say so in a POST (Fetch, "append a
// request Origin header"), and before it, where they ask; what no browser sends is not taken.
func (s *site) isOurPage(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) != 1 || r.Header.Get("Sec-Fetch-Site") == "none" {
		return false
	}
	origin, err := url.Parse(origins[0])
	if err != nil || origin.Scheme != "https" && origin.Scheme != "http" || origin.Host == "" || origin.Path != "" || origin.User != nil {
		return false
	}
	host := strings.ToLower(origin.Hostname())
	if strings.EqualFold(origin.Host, r.Host) {
		return true
	}
	site, err := url.Parse(s.portal.Site)
	if err != nil {
		return false
	}
	own := strings.ToLower(site.Hostname())
	under := func(domain string) bool {
		return domain != "" && (host == domain || strings.HasSuffix(host, "."+domain))
	}
	switch {
	case host == own, host == "www."+own, "www."+host == own, under(strings.ToLower(s.portal.Domain)):
		// A page without encryption speaks for a portal that has none only.
		return origin.Scheme == "https" || site.Scheme == "http"
	default:
		// A portal on this very machine is under development.
		return own == "localhost" && under("localhost")
	}
}

// sameHost reports whether the page that sent the request has this server's host: browsers keep a cookie of this answer as the page's own.
func sameHost(r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && strings.EqualFold(origin.Hostname(), hostname(r.Host))
}

// refreshCookie sets the cookie that the browser sent once more, by header and for the time that is left: Safari deletes what scripts wrote after seven days
// (webkit.org/tracking-prevention), and keeps this. It expires HttpOnly trackers of denied services too.
func (s *site) refreshCookie(w http.ResponseWriter, r *http.Request) {
	choice := s.storedChoice(r)
	left := choice.Time.Add(consent.Lifetime).Sub(s.now())
	if choice.Time.IsZero() || left <= 0 {
		return
	}
	domain, fits := s.cookieDomain(r)
	if !fits {
		return
	}
	w.Header().Add("Set-Cookie", consent.CookieName+"="+consent.Encode(choice)+consent.AttributesFor(domain, scheme(r) == "https", left))
	s.expireDenied(w, r, choice)
}

// domainQuery says that the script tag has a data-domain, which comes before the portal file's (JavaScript: web/record/main.js).
const domainQuery = "domain"

// cookieDomain returns the Domain of the cookie that the page's script writes, so that both write one and the same, and whether it is one that browsers take
// from this host: the host itself or a parent of it, and no public suffix (RFC 6265, section 5.3). Empty is host-only.
func (s *site) cookieDomain(r *http.Request) (domain string, fits bool) {
	said, told := r.URL.Query()[domainQuery]
	if !told {
		return s.portal.Domain, true
	}
	domain = strings.ToLower(strings.TrimPrefix(said[0], "."))
	if len(said) > 1 || domain == "" {
		return "", len(said) == 1
	}
	host := strings.ToLower(hostname(r.Host))
	suffix, _ := publicsuffix.PublicSuffix(domain)
	return domain, (host == domain || strings.HasSuffix(host, "."+domain)) && (suffix != domain || host == domain)
}

// refuse answers with a fault: what is wrong, and what to do. Neither says anything of what was sent.
func refuse(w http.ResponseWriter, status int, fault, hint string) {
	said := map[string]string{"error": fault}
	if hint != "" {
		said["hint"] = hint
	}
	answer(w, status, said)
}

func answer(w http.ResponseWriter, status int, said any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A client that went away is no fault of the server.
	_ = json.NewEncoder(w).Encode(said)
}
