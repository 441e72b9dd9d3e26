package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/consent"
	"temoin/internal/registry"
)

// The documents that a version of a portal consists of, by name in the registry. The HTML is in the folder of its language.
const (
	sourceDocument = "portal.yaml"
	// descriptionDocument is all that the portal says, in each language: the loader names its hash.
	descriptionDocument = "portal.json"
	bannerDocument      = "banner.html"
	// againDocument is the banner that asks again for some services, with marks in the place of their names.
	againDocument   = "again.html"
	panelDocument   = "panel.html"
	charterDocument = "charter.html"
	// stylesDocument has the styles of banner, panel and charter.
	stylesDocument = "styles.css"
)

// version renders all that visitors of the portal are shown, for the registry.
func (s *site) version() (registry.Version, map[string][]byte, error) {
	p := s.portal
	v := registry.Version{
		Portal: p.ID, Charter: consent.Fingerprint(p.ConsentServices()), Services: map[string]string{}, Retention: p.Retention,
		Loader: sha256Hex(s.loader.plain), Bundle: sha256Hex(s.sites.assets[s.sites.built["bundle.wasm"]].plain),
	}
	if v.Retention == 0 {
		v.Retention = registry.DefaultRetention
	}
	for _, service := range p.Services {
		if service.TakesAnswer() {
			v.Services[service.ID] = service.Digest()
		}
	}
	documents := map[string][]byte{
		sourceDocument: p.Source, stylesDocument: s.sites.assets[s.sites.built["charter.css"]].plain, descriptionDocument: s.description.plain,
	}
	for _, language := range p.Languages() {
		spoken := p.In(language)
		for name, component := range map[string]goapp.UI{
			bannerDocument:  &app.Interface{Portal: &spoken, Charter: charterPath, Asking: true},
			againDocument:   &app.Interface{Portal: &spoken, Charter: charterPath, Asking: true, Again: app.AgainMarks(&spoken)},
			panelDocument:   &app.Panel{Portal: &spoken, Answers: map[string]bool{}},
			charterDocument: &app.Charter{Portal: &spoken, Level: 1},
		} {
			html, err := render(component)
			if err != nil {
				return registry.Version{}, nil, fmt.Errorf("render %s of %s: %w", name, p.ID, err)
			}
			documents[language+"/"+name] = []byte(html)
		}
	}
	return v, documents, nil
}

func sha256Hex(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
