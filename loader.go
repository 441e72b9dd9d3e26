package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// loaderConfig is what the server puts into the loader for one portal (JavaScript: web/loader/config.js).
type loaderConfig struct {
	Services   map[string]string `json:"services"`
	Accept     string            `json:"accept"`
	Refuse     string            `json:"refuse"`
	Attributes string            `json:"attributes"`
	Domain     string            `json:"domain"`
	Boot       portal.Boot       `json:"boot"`
	Language   string            `json:"language"`
	Manage     string            `json:"manage"`
	Saved      string            `json:"saved"`
	Banner     json.RawMessage   `json:"banner"`
	Assets     loaderAssets      `json:"assets"`
}

// loaderAssets has addresses relative to the loader's.
type loaderAssets struct {
	Runtime string `json:"runtime"`
	Bundle  string `json:"bundle"`
	Portal  string `json:"portal"`
}

// portalPlaceholder is where the built loader waits for its configuration.
var portalPlaceholder = []byte("__PORTAL__")

// newLoader returns the loader of a portal: the built one with the portal's configuration, the server-rendered banner in it.
func newLoader(built []byte, p *portal.Portal, assets loaderAssets) (*asset, error) {
	if n := bytes.Count(built, portalPlaceholder); n != 1 {
		return nil, fmt.Errorf("make loader: the built one has %d places for the portal, want 1: run \"make build\"", n)
	}
	banner, err := markup.Tree(goapp.HTMLString(&app.Interface{Portal: p, Charter: charterPath, Asking: true}))
	if err != nil {
		return nil, fmt.Errorf("render banner of %s: %w", p.ID, err)
	}
	services := p.ConsentServices()
	config := loaderConfig{
		Services: map[string]string{},
		Accept:   cookieTemplate(services, true), Refuse: cookieTemplate(services, false),
		Attributes: consent.Attributes("", false), Domain: p.Domain,
		Boot: p.Boot, Language: p.Language, Manage: p.Texts.Banner.Manage, Saved: p.Texts.Banner.Saved,
		Banner: banner, Assets: assets,
	}
	for _, s := range services {
		config.Services[s.ID] = ""
		if s.NeedsConsent() {
			config.Services[s.ID] = s.Digest()
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
	return newAsset(contentTypeOf(".js"), script)
}

// cookieTemplate is the cookie's value that grants or denies all services, without the time.
func cookieTemplate(services []consent.Service, grant bool) string {
	var choice consent.Choice
	choice.Charter = consent.Fingerprint(services)
	choice.Granted = map[string]bool{}
	for _, s := range consent.Asked(services) {
		choice.Granted[s.ID] = grant
	}
	return consent.Template(choice)
}
