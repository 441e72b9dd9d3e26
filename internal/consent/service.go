// Package consent is the domain of Témoin: which services ask the visitor something, what the visitor
// answered, how long an answer holds, and how it is written to the cookie cookies_preferences.
//
// It is pure: standard library only, no I/O, the time is passed in. The server and the WebAssembly bundle
// share it; the loader's JavaScript twin is held to it by testdata/cookie-vectors.json.
package consent

import (
	"slices"
	"strings"
)

// Exemption names the reason why the law requires no consent for a service. Empty: consent is required.
// Source: CNIL, délibération 2020-091 (lignes directrices), article 5.
type Exemption string

// The closed list of exemptions.
const (
	ExemptAuthentication Exemption = "authentication"
	ExemptSecurity       Exemption = "security"
	ExemptInterface      Exemption = "interface"
	ExemptChoice         Exemption = "choice"
	ExemptBasket         Exemption = "basket"
	ExemptBalancing      Exemption = "balancing"
	// ExemptAudience holds under strict conditions only (CNIL, « solutions pour les outils de mesure d'audience », 2025).
	ExemptAudience Exemption = "audience"
)

// Exemptions returns every exemption there is.
func Exemptions() []Exemption {
	return []Exemption{
		ExemptAuthentication, ExemptSecurity, ExemptInterface, ExemptChoice,
		ExemptBasket, ExemptBalancing, ExemptAudience,
	}
}

// Tracker is one cookie, storage key or pixel.
type Tracker struct {
	// Name is the tracker's name, or a pattern with * ("_pk_*").
	Name string `json:"name"`
	// Duration is how long it stays in the browser.
	Duration Duration `json:"duration"`
	// ThirdParty is whether it is stored for the service's own host, where the portal's pages can neither see it nor delete it.
	ThirdParty bool `json:"thirdParty,omitempty"`
}

// Matches reports whether name is the tracker's, or fits its pattern: * stands for any characters.
func (t Tracker) Matches(name string) bool {
	parts := strings.Split(t.Name, "*")
	last := len(parts) - 1
	if last == 0 {
		return name == t.Name
	}
	rest, found := strings.CutPrefix(name, parts[0])
	for _, part := range parts[1:last] {
		if !found {
			return false
		}
		_, rest, found = strings.Cut(rest, part)
	}
	return found && strings.HasSuffix(rest, parts[last])
}

// Service is a named thing that uses trackers, as far as consent is concerned. The cookie stores one boolean for each
// service that needs consent.
type Service struct {
	ID        string    `json:"id"`
	Purpose   string    `json:"purpose"`
	Exemption Exemption `json:"exempt,omitempty"`
	// Objection is whether the visitor may object to the exempt service, as the exemption of audience measurement demands
	// (CNIL, délibération 2020-091, article 5; RGPD, article 21). Such a service runs until the visitor says no.
	Objection bool `json:"objection,omitempty"`
	// Controller is the organisation that answers for the data.
	Controller string    `json:"controller"`
	Trackers   []Tracker `json:"trackers"`
}

// NeedsConsent reports whether the visitor must be asked before the service may run.
func (s Service) NeedsConsent() bool { return s.Exemption == "" }

// TakesAnswer reports whether the visitor can say yes or no to the service: it needs consent, or can be objected to.
func (s Service) TakesAnswer() bool { return s.NeedsConsent() || s.Objection }

// Asked returns the services that need consent, in the order given.
func Asked(services []Service) []Service {
	return slices.DeleteFunc(slices.Clone(services), func(s Service) bool { return !s.NeedsConsent() })
}
