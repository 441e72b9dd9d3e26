package app

import (
	"strings"
	"testing"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"temoin/internal/consent"
	"temoin/internal/golden"
	"temoin/internal/markup"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// untranslated has every text that an owner can write, in French only; each says so. Beside them are a product of the catalogue's, which is called the same
// everywhere, and a text in Arabic.
const untranslated = `id: x
name: Données
site: https://x.fr
publisher: { name: Ville, contact: contact@x.fr }
purposes:
  - { id: maps, title: Cartes (français), description: Voir des cartes (français). }
  - { id: necessary, title: Nécessaire (français), description: Faire tourner le portail (français). }
services:
  - { id: login, name: Connexion (français), place: partout (français), provider: P, controller: Ville, purpose: necessary, exempt: authentication,
      trackers: [{ name: sid, use: Reconnaître (français)., duration: session }] }
  - { id: basket, name: Panier (français), provider: P, controller: Ville, purpose: maps, exempt: basket,
      trackers: [{ name: panier, use: Garder (français)., duration: session }] }
  - { id: plan, name: Plan (français), place: { ar: الصفحة }, description: Un plan (français)., provider: P, controller: C, privacy: https://p.fr, purpose: maps,
      trackers: [{ name: plan, use: Cadrer (français)., duration: 1 year }] }
  - { id: fond, name: Fond (français), description: Un fond (français)., provider: P, controller: C, privacy: https://p.fr, purpose: maps, trackers: [], hosts: [p.fr] }
  - { use: vimeo, place: accueil (français), description: Des films (français)., trackers: [{ name: vuid, use: Compter (français)., duration: 1 year }] }
`

// layers are all that visitors read of a portal in which something is asked.
func layers(p *portal.Portal) map[string]goapp.UI {
	services := p.ConsentServices()
	again := newAgain(p, consent.Again{New: services[2:3], Changed: services[3:5]})
	notice := *p
	notice.Services = p.Services[:2]
	return map[string]goapp.UI{
		"banner":      &Interface{Portal: p, Charter: "charte", Asking: true},
		"again":       &Interface{Portal: p, Charter: "charte", Asking: true, Again: again},
		"notice":      &Interface{Portal: &notice, Charter: "charte", Asking: true},
		"panel":       &Panel{Portal: p, Marks: Marks(p, consent.Again{New: services[2:3]})},
		"form":        &Settings{Portal: p, Level: 3, Action: "choice"},
		"charter":     &Charter{Portal: p, Level: 1},
		"placeholder": &Placeholder{Portal: p},
	}
}

// TestEveryTextTellsItsLanguage: what is in another language than its layer is in an element that says so and has a direction of its own, and nothing else is
// (WCAG 2.2, 3.1.2; RGAA 4.1.2, 8.7 and 8.10).
func TestEveryTextTellsItsLanguage(t *testing.T) {
	p, err := portalfile.Parse("x.yaml", []byte(untranslated))
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range p.Languages() {
		spoken := p.In(language)
		for layer, component := range layers(&spoken) {
			found := 0
			for _, said := range passages(t, component, language) {
				want := language
				switch {
				case strings.Contains(said.text, "français"):
					want = "fr"
					found++
				case strings.Contains(said.text, "الصفحة"):
					want = "ar"
				}
				if said.language != want {
					t.Errorf("%s in %s: %q is told to be in %q, want %q", layer, language, said.text, said.language, want)
				}
				if said.isolated != (want != language) {
					t.Errorf("%s in %s: %q has a direction of its own: %t", layer, language, said.text, said.isolated)
				}
			}
			if found == 0 && layer != "placeholder" {
				t.Errorf("%s in %s has no text in French", layer, language)
			}
		}
	}
}

// passage is a text, the language that it is told to be in, and whether its direction is its own, whatever is around it.
type passage struct {
	text, language string
	isolated       bool
}

func passages(t *testing.T, component goapp.UI, language string) []passage {
	t.Helper()
	canonical, err := markup.Canonical(goapp.HTMLString(component))
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(canonical))
	if err != nil {
		t.Fatal(err)
	}
	var all []passage
	var walk func(n *html.Node, in passage)
	walk = func(n *html.Node, in passage) {
		in.isolated = in.isolated || n.DataAtom == atom.Bdi
		for _, a := range n.Attr {
			if a.Key == "lang" {
				in.language = a.Val
			}
		}
		if n.Type == html.TextNode {
			in.text = n.Data
			all = append(all, in)
		}
		for child := range n.ChildNodes() {
			walk(child, in)
		}
	}
	walk(root, passage{language: language})
	return all
}

// TestUntranslatedGolden pins what French texts are given in layers that are read from right to left.
func TestUntranslatedGolden(t *testing.T) {
	p, err := portalfile.Parse("x.yaml", []byte(untranslated))
	if err != nil {
		t.Fatal(err)
	}
	spoken := p.In("ar")
	for layer, component := range layers(&spoken) {
		if layer == "form" || layer == "placeholder" {
			continue
		}
		t.Run(layer, func(t *testing.T) {
			golden.Check(t, "testdata/untranslated-"+layer+".html", rendered(t, component))
		})
	}
}
