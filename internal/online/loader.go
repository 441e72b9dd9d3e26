package online

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"temoin/internal/consent"
)

// loaderFile is how every portal's loader is called.
const loaderFile = "temoin.js"

// loaderConfig is what the server wrote into a loader for its portal, as far as it is looked at (package main, type loaderConfig).
type loaderConfig struct {
	Language string
	// Services has a digest by id: "" for an exempt service, consent.ObjectionMark for one that can be objected to.
	Services map[string]string
	Domain   string
	Charter  string
	Gate     struct {
		Services map[string]struct{ Hosts []string }
	}
	Assets struct{ Version, Data string }
}

// configStart is how the configuration begins inside a loader.
var configStart = []byte(`{"language":`)

// readLoader finds the configuration in a loader.
func readLoader(script []byte) (loaderConfig, error) {
	var config loaderConfig
	_, rest, found := bytes.Cut(script, configStart)
	if !found {
		return config, errors.New("it has no portal in it")
	}
	if err := json.NewDecoder(bytes.NewReader(slices.Concat(configStart, rest))).Decode(&config); err != nil {
		return config, fmt.Errorf("read its portal: %w", err)
	}
	if config.Assets.Version == "" || config.Services == nil {
		return config, errors.New("its portal is not that of a loader")
	}
	return config, nil
}

// fingerprint returns the version of the charter that visitors are asked about.
func (c loaderConfig) fingerprint() string {
	var digests []string
	for _, digest := range c.Services {
		if digest != "" && digest != consent.ObjectionMark {
			digests = append(digests, digest)
		}
	}
	return consent.FingerprintOf(digests)
}

// asks reports whether something needs the visitor's consent.
func (c loaderConfig) asks() bool { return len(c.Gate.Services) > 0 }

// holdsByHost reports whether something is held back by where it comes from.
func (c loaderConfig) holdsByHost() bool {
	for _, s := range c.Gate.Services {
		if len(s.Hosts) > 0 {
			return true
		}
	}
	return false
}

// loaderTags returns the script elements that name a loader.
func (p *page) loaderTags() []element {
	var tags []element
	for _, e := range p.elements {
		if e.name == "script" && p.loaderAddress(e) != nil {
			tags = append(tags, e)
		}
	}
	return tags
}

// loaderAddress returns the loader's address where the element names one: .../{portal}/temoin.js.
func (p *page) loaderAddress(e element) *url.URL {
	u := p.address(e, "src")
	if u == nil || !strings.HasSuffix(u.Path, "/"+loaderFile) {
		return nil
	}
	return u
}

// portalOf returns the id that a loader's address names.
func portalOf(loader *url.URL) string {
	parts := strings.Split(strings.TrimSuffix(loader.Path, "/"+loaderFile), "/")
	return parts[len(parts)-1]
}
