package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// loaderConfig is what the server puts into the loader for one portal (JavaScript: web/loader/config.js).
type loaderConfig struct {
	loaderWords
	Services   map[string]string `json:"services"`
	Accept     string            `json:"accept"`
	Refuse     string            `json:"refuse"`
	Attributes string            `json:"attributes"`
	Domain     string            `json:"domain"`
	Boot       portal.Boot       `json:"boot"`
	Gate       gateConfig        `json:"gate"`
	// Languages are the other ones that the portal offers, a blank between them.
	Languages string `json:"languages"`
	// Theme is the style sheet of the portal's look.
	Theme  string       `json:"theme,omitempty"`
	Assets loaderAssets `json:"assets"`
}

// loaderWords is the part of the loader that speaks a language: the portal's own inside the loader, another one in a file of its own.
type loaderWords struct {
	Language string          `json:"language"`
	Manage   string          `json:"manage"`
	Saved    string          `json:"saved"`
	Charter  string          `json:"charter"`
	Banner   json.RawMessage `json:"banner"`
}

// newLoaderWords renders the banner in the portal's language; charter is the address of the charter page, relative to the loader's.
func newLoaderWords(p *portal.Portal, charter string) (loaderWords, error) {
	banner, err := markup.Tree(goapp.HTMLString(&app.Interface{Portal: p, Charter: charter, Asking: true}))
	if err != nil {
		return loaderWords{}, fmt.Errorf("render banner of %s in %s: %w", p.ID, p.Language, err)
	}
	return loaderWords{
		Language: p.Language, Manage: p.Texts.Banner.Manage, Saved: p.Texts.Banner.Saved,
		Charter: charter, Banner: banner,
	}, nil
}

// gateConfig is what the gate holds back (JavaScript: web/gate/gate.js).
type gateConfig struct {
	// Services has those that the visitor can refuse, by id.
	Services map[string]gateService `json:"services"`
	// Exempt has the names of the trackers that need no consent.
	Exempt []string `json:"exempt"`
}

type gateService struct {
	Hosts    []string    `json:"hosts,omitempty"`
	Trackers []string    `json:"trackers,omitempty"`
	Told     portal.Told `json:"told,omitempty"`
	Signals  []string    `json:"signals,omitempty"`
	Exempt   bool        `json:"exempt,omitempty"`
	Reload   bool        `json:"reload,omitempty"`
}

// loaderAssets has addresses relative to the loader's.
type loaderAssets struct {
	// Scripts that come after the loader, where they are needed: Attendant attends to the visitor, Report tells owners of unknown cookies, Runtime starts
	// the bundle, Release lets go of what is granted.
	Attendant string `json:"attendant"`
	Report    string `json:"report"`
	Runtime   string `json:"runtime"`
	Bundle    string `json:"bundle"`
	Release   string `json:"release"`
	// Drawing is the script that draws placeholders.
	Drawing string `json:"drawing"`
	// Charter is the script that puts the charter onto a page.
	Charter string `json:"charter"`
	// Files is how the addresses of the portal's own files begin; the language and the file's name follow (site.go).
	Files string `json:"files"`
}

// portalPlaceholder is where the built loader waits for its configuration.
var portalPlaceholder = []byte("__PORTAL__")

// newLoader returns the loader of a portal: the built one with the portal's configuration, the server-rendered banner in it.
func newLoader(built []byte, p *portal.Portal, own loaderWords, languages []string, theme string, assets loaderAssets) (*asset, error) {
	if n := bytes.Count(built, portalPlaceholder); n != 1 {
		return nil, fmt.Errorf("make loader: the built one has %d places for the portal, want 1: run \"make build\"", n)
	}
	services := p.ConsentServices()
	config := loaderConfig{
		loaderWords: own, Languages: strings.Join(languages, " "), Theme: theme, Assets: assets,
		Services: map[string]string{},
		Accept:   cookieTemplate(services, true), Refuse: cookieTemplate(services, false),
		Attributes: consent.Attributes("", false), Domain: p.Domain,
		Boot: p.Boot, Gate: newGateConfig(p),
	}
	for _, s := range services {
		switch {
		case s.NeedsConsent():
			config.Services[s.ID] = s.Digest()
		case s.Objection:
			config.Services[s.ID] = objectionMark
		default:
			config.Services[s.ID] = ""
		}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	// The loader is a file of its own, never inside HTML.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(config); err != nil {
		return nil, fmt.Errorf("encode loader of %s: %w", p.ID, err)
	}
	script := bytes.Replace(built, portalPlaceholder, bytes.TrimSpace(b.Bytes()), 1)
	return newAsset(contentTypeOf(".js"), script), nil
}

// objectionMark stands in the place of a digest where the visitor may object to an exempt service (web/loader/cookie.js).
const objectionMark = "-"

// newGateConfig returns what the gate of a portal holds back.
func newGateConfig(p *portal.Portal) gateConfig {
	gate := gateConfig{Services: map[string]gateService{}, Exempt: []string{}}
	for _, s := range p.Services {
		var trackers []string
		for _, t := range s.Trackers {
			if !t.ThirdParty {
				trackers = append(trackers, t.Name)
			}
		}
		if !s.TakesAnswer() {
			gate.Exempt = append(gate.Exempt, trackers...)
			continue
		}
		gate.Services[s.ID] = gateService{
			Hosts: s.Hosts, Trackers: trackers, Told: s.Told, Signals: signals(s), Exempt: !s.NeedsConsent(), Reload: s.Reload,
		}
	}
	return gate
}

// signals returns the consent types of Google's Consent Mode v2 that a service stands for, by its purpose.
func signals(s portal.Service) []string {
	if s.Told != portal.ToldGoogle {
		return nil
	}
	switch s.Purpose {
	case "audience":
		return []string{"analytics_storage"}
	case "personalisation":
		return []string{"functionality_storage", "personalization_storage"}
	default:
		return []string{"ad_storage", "ad_user_data", "ad_personalization"}
	}
}

// cookieTemplate is the cookie's value that grants or denies all services, without the time.
func cookieTemplate(services []consent.Service, grant bool) string {
	answers := map[string]bool{}
	for _, s := range services {
		answers[s.ID] = grant
	}
	return consent.Template(consent.Decide(services, answers, time.Time{}, consent.Choice{}))
}
