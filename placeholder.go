package main

import (
	"encoding/json"
	"fmt"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/look"
	"temoin/internal/markup"
	"temoin/internal/portal"
)

// placeholderWords is what stands in the place of a portal's frames while they are held back (JavaScript: web/placeholder/main.js).
type placeholderWords struct {
	// Placeholder is the server-rendered app.Placeholder, with {what}, {service} and {provider} to fill in; What and Named are the words for {what}.
	Placeholder json.RawMessage            `json:"placeholder"`
	What        string                     `json:"what"`
	Named       string                     `json:"named"`
	Services    map[string]placeholderName `json:"services"`
	// Theme is the style sheet of the portal's look, for the root #temoin.
	Theme string `json:"theme"`
}

type placeholderName struct {
	// Name is a tree.
	Name     json.RawMessage `json:"name"`
	Provider string          `json:"provider"`
}

// newPlaceholder returns the words of a portal's placeholders. It returns an error if they cannot be rendered.
func newPlaceholder(p *portal.Portal) (placeholderWords, error) {
	tree, err := markup.Tree(goapp.HTMLString(&app.Placeholder{Portal: p}))
	if err != nil {
		return placeholderWords{}, fmt.Errorf("render placeholder of %s: %w", p.ID, err)
	}
	words := placeholderWords{Placeholder: tree, What: p.Texts.Placeholder.What, Named: p.Texts.Placeholder.Named, Services: map[string]placeholderName{}, Theme: look.Sheet(p.Theme)}
	for _, s := range p.Services {
		if !s.TakesAnswer() {
			continue
		}
		name, err := wordsTree(s.Name)
		if err != nil {
			return placeholderWords{}, fmt.Errorf("render name of %s of %s: %w", s.ID, p.ID, err)
		}
		words.Services[s.ID] = placeholderName{name, s.Provider}
	}
	return words, nil
}
