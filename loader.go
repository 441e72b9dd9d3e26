package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// loaderConfig is what the server puts into the loader for one portal (JavaScript: web/loader/config.js).
type loaderConfig struct {
	loaderWords
	Services map[string]string `json:"services"`
	Domain   string            `json:"domain,omitempty"`
	// Interest says that the bundle waits for the visitor's interest.
	Interest bool       `json:"interest,omitempty"`
	Gate     gateConfig `json:"gate"`
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
	// Exempt is a pattern of the names of the trackers that need no consent.
	Exempt string `json:"exempt"`
	// Matomo has the services that are told by Matomo's commands.
	Matomo []string `json:"matomo,omitempty"`
	// Google has, for each consent type of Google's Consent Mode v2, the services that it stands for.
	Google map[string][]string `json:"google,omitempty"`
}

type gateService struct {
	Hosts []string `json:"hosts,omitempty"`
	// Trackers is a pattern of their names.
	Trackers string `json:"trackers,omitempty"`
	Reload   bool   `json:"reload,omitempty"`
}

// loaderAssets says how to find what comes after the loader.
type loaderAssets struct {
	// Version is in the names of all modules.
	Version string `json:"version"`
	// Data begins the names of the portal's own files; the language and what it is follow (site.go).
	Data string `json:"data"`
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
		Domain:   p.Domain,
		Interest: p.Boot == portal.BootInterest, Gate: newGateConfig(p),
	}
	for _, s := range services {
		switch {
		case s.NeedsConsent():
			config.Services[s.ID] = s.Digest()
		case s.Objection:
			config.Services[s.ID] = consent.ObjectionMark
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

// portalTrackers are the trackers of every portal, and our own: the gate knows them by itself (JavaScript: web/gate/names.js).
var portalTrackers = map[string]bool{"sessionid": true, "csrftoken": true, "django_language": true, consent.CookieName: true}

// newGateConfig returns what the gate of a portal holds back.
func newGateConfig(p *portal.Portal) gateConfig {
	gate := gateConfig{Services: map[string]gateService{}}
	var exempt []string
	for _, s := range p.Services {
		var trackers []string
		for _, t := range s.Trackers {
			if !t.ThirdParty && !portalTrackers[t.Name] {
				trackers = append(trackers, t.Name)
			}
		}
		if !s.TakesAnswer() {
			exempt = append(exempt, trackers...)
			continue
		}
		gate.Services[s.ID] = gateService{Hosts: s.Hosts, Trackers: namePattern(trackers), Reload: s.Reload}
		switch s.Told {
		case portal.ToldMatomo:
			gate.Matomo = append(gate.Matomo, s.ID)
		case portal.ToldGoogle:
			if gate.Google == nil {
				gate.Google = map[string][]string{}
			}
			for _, signal := range signals(s) {
				gate.Google[signal] = append(gate.Google[signal], s.ID)
			}
		}
	}
	gate.Exempt = namePattern(exempt)
	return gate
}

// namePattern is a regular expression, of Go's and JavaScript's common syntax, for names in which * stands for any characters.
func namePattern(names []string) string {
	patterns := make([]string, len(names))
	for i, name := range names {
		patterns[i] = strings.ReplaceAll(regexp.QuoteMeta(name), `\*`, ".*")
	}
	return strings.Join(patterns, "|")
}

// signals returns the consent types of Google's Consent Mode v2 that a service stands for, by its purpose.
func signals(s portal.Service) []string {
	switch s.Purpose {
	case "audience":
		return []string{"analytics_storage"}
	case "personalisation":
		return []string{"functionality_storage", "personalization_storage"}
	default:
		return []string{"ad_storage", "ad_user_data", "ad_personalization"}
	}
}
