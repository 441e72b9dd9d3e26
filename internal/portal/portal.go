// Package portal is the model of a portal: who publishes it, which services it uses and what visitors are told about them,
// in one language. The server makes it from a portal file (package portalfile); the bundle receives it as JSON.
package portal

import (
	"maps"
	"slices"
	"time"

	"temoin/internal/consent"
)

// Boot says when the browser may fetch and start the bundle.
type Boot string

// The values of Boot: when the page is idle, or at the first hover, focus or touch of the banner.
const (
	BootIdle     Boot = "idle"
	BootInterest Boot = "interest"
)

// Portal is a site that carries the loader.
type Portal struct {
	ID string `json:"id"`
	// Name is what the portal calls itself, without an article: « Open Data Hauts-de-Seine ». Like the publisher's and the providers' it is a proper name, which is
	// not marked as being in another language (WCAG 2.2, 3.1.2).
	Name string `json:"name"`
	// Site is the portal's address, an absolute URL.
	Site      string    `json:"site"`
	Publisher Publisher `json:"publisher"`
	// Language is the BCP 47 tag of all texts, but for those that say that they are in another (Words).
	Language string `json:"language"`
	// Others has the same portal in each other language that it offers, by language.
	Others map[string]Portal `json:"-"`
	// Updated is the day of the charter's last change, 2026-11-25, and UpdatedText the same in words; both may be empty.
	Updated     string `json:"updated,omitempty"`
	UpdatedText string `json:"updatedText,omitempty"`
	Boot        Boot   `json:"boot"`
	// Domain is the cookie's Domain attribute; empty for a host-only cookie.
	Domain string `json:"domain,omitempty"`
	// Purposes has the purposes that a service serves, in the order in which they are shown.
	Purposes []Purpose `json:"purposes"`
	Services []Service `json:"services"`
	Texts    Texts     `json:"texts"`
	Theme    Theme     `json:"-"`

	// Source is the portal file as its owner wrote it.
	Source []byte `json:"-"`
	// Retention is how many months the registry keeps choices; 0 where the file says nothing.
	Retention int `json:"-"`
}

// In returns the portal in a language, or in its own where it does not offer that one.
func (p Portal) In(language string) Portal {
	if other, offered := p.Others[language]; offered {
		return other
	}
	return p
}

// Languages returns the languages that the portal offers, its own first, the others in alphabetical order.
func (p Portal) Languages() []string {
	return append([]string{p.Language}, slices.Sorted(maps.Keys(p.Others))...)
}

// Publisher is the organisation that answers for the portal.
type Publisher struct {
	Name string `json:"name"`
	// Privacy is the address of its privacy page, an absolute URL; may be empty.
	Privacy string `json:"privacy,omitempty"`
	// Contact is where to ask about the charter, and DPO where to reach the data protection officer: an email address or an absolute URL; may be empty.
	Contact string `json:"contact,omitempty"`
	DPO     string `json:"dpo,omitempty"`
}

// Purpose is why trackers are used, in words for visitors.
type Purpose struct {
	ID          string `json:"id"`
	Title       Words  `json:"title"`
	Description Words  `json:"description"`
}

// Service is a service of the portal: what consent needs to know of it, and what visitors are told about it.
type Service struct {
	consent.Service
	Name Words `json:"name"`
	// Place is where the portal uses it: « front et back office »; may be empty.
	Place Words `json:"place,omitzero"`
	// Description says what the visitor gains from it; may be empty.
	Description Words  `json:"description,omitzero"`
	Provider    string `json:"provider"`
	// Privacy is the address of the controller's privacy page, an absolute URL; may be empty.
	Privacy string `json:"privacy,omitempty"`
	// Uses has a sentence per tracker, in the order of Trackers: what it is used for.
	Uses []Words `json:"uses"`
	// Durations has each tracker's duration in words, in the order of Trackers.
	Durations []string `json:"durations"`

	// Hosts are where the service's scripts, frames, images and calls come from: "youtube.com" with all its subdomains, "www.google.com/maps" only
	// for addresses that begin so. The gate holds them back.
	Hosts []string `json:"-"`
	// Told is how the service wants to hear of consent; may be empty.
	Told Told `json:"-"`
	// Reload is whether the page must be loaded anew after a withdrawal, because the service's script cannot be stopped in place.
	Reload bool `json:"-"`
}

// Told names a protocol by which a service is told about consent.
type Told string

// The values of Told: Matomo's requireConsent and setConsentGiven, Google's Consent Mode v2.
const (
	ToldMatomo Told = "matomo"
	ToldGoogle Told = "google"
)

// Fingerprint returns what stands for all that visitors are asked: the version of the charter.
func (p Portal) Fingerprint() string { return consent.Fingerprint(p.ConsentServices()) }

// ConsentServices returns the services as the domain sees them.
func (p Portal) ConsentServices() []consent.Service {
	services := make([]consent.Service, len(p.Services))
	for i, s := range p.Services {
		services[i] = s.Service
	}
	return services
}

// Answers returns what the visitor answered, by service id. A service that needs consent and is not answered as it is described today has
// no entry; one that can be objected to has one always.
func (p Portal) Answers(choice consent.Choice, now time.Time) map[string]bool {
	answers := map[string]bool{}
	for _, s := range p.Services {
		if choice.Answers(s.Service, now) || s.TakesAnswer() && !s.NeedsConsent() {
			answers[s.ID] = choice.Grants(s.Service, now)
		}
	}
	return answers
}

// AsksNothing reports whether every service is exempt: the banner informs and has nothing to ask.
func (p Portal) AsksNothing() bool { return len(consent.Asked(p.ConsentServices())) == 0 }

// AnswerableFor returns the services of a purpose that the visitor can say yes or no to.
func (p Portal) AnswerableFor(purpose string) []Service {
	return slices.DeleteFunc(slices.Clone(p.Services), func(s Service) bool { return s.Purpose != purpose || !s.TakesAnswer() })
}

// TakesAnswers reports whether there is a service that the visitor can say yes or no to.
func (p Portal) TakesAnswers() bool {
	return slices.ContainsFunc(p.Services, func(s Service) bool { return s.TakesAnswer() })
}

// ServicesFor returns the services of a purpose; those that need consent, or those that are exempt.
func (p Portal) ServicesFor(purpose string, needConsent bool) []Service {
	return slices.DeleteFunc(slices.Clone(p.Services), func(s Service) bool {
		return s.Purpose != purpose || s.NeedsConsent() != needConsent
	})
}

// Purpose returns the purpose with the id.
func (p Portal) Purpose(id string) Purpose {
	i := slices.IndexFunc(p.Purposes, func(purpose Purpose) bool { return purpose.ID == id })
	if i < 0 {
		return Purpose{ID: id, Title: Words{Text: id}}
	}
	return p.Purposes[i]
}
