package main

import (
	"encoding/json"
	"fmt"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// againWords is the banner of a visitor who chose before and is asked about some services only (JavaScript: web/again/main.js).
type againWords struct {
	// Banner is the server-rendered app.Interface with app.AgainMarks, to fill in.
	Banner json.RawMessage `json:"banner"`
	// Services has those that need consent, in the order in which they are named.
	Services []againService `json:"services"`
	// Comma parts their names.
	Comma string `json:"comma"`
}

type againService struct {
	ID string `json:"id"`
	// Name is a tree.
	Name    json.RawMessage `json:"name"`
	Purpose string          `json:"purpose"`
}

// newAgainWords renders the banner; charter is the address of the charter page, relative to the loader's.
func newAgainWords(p *portal.Portal, charter string) (againWords, error) {
	banner, err := markup.Tree(goapp.HTMLString(&app.Interface{Portal: p, Charter: charter, Asking: true, Again: app.AgainMarks(p)}))
	if err != nil {
		return againWords{}, fmt.Errorf("render what is asked again of %s in %s: %w", p.ID, p.Language, err)
	}
	words := againWords{Banner: banner, Comma: p.Texts.List([]string{"", ""})}
	for _, s := range p.Services {
		if !s.NeedsConsent() {
			continue
		}
		name, err := wordsTree(s.Name)
		if err != nil {
			return againWords{}, fmt.Errorf("render name of %s of %s: %w", s.ID, p.ID, err)
		}
		words.Services = append(words.Services, againService{s.ID, name, s.Purpose})
	}
	return words, nil
}

// wordsTree is words as a tree: a text, or the element that tells the language of one.
func wordsTree(words portal.Words) (json.RawMessage, error) {
	return markup.Tree(goapp.HTMLString(app.Line(words)[0]))
}
