package app

import (
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Line renders words that follow one another: those of the layer's language as one text, and each of another in an element that tells it, for a screen reader to
// change its voice (WCAG 2.2, 3.1.2; RGAA 4.1.2, 8.7). The direction in a <bdi> is its content's own, so that a full stop stays at the end of its sentence (RGAA,
// 8.10), and touches nothing around it: a French paragraph in an Arabic layer begins where its neighbours do.
func Line(words ...portal.Words) []goapp.UI {
	var body []goapp.UI
	var plain strings.Builder
	end := func() {
		if plain.Len() > 0 {
			body = append(body, goapp.Text(plain.String()))
			plain.Reset()
		}
	}
	for _, w := range words {
		if w.Language == "" {
			plain.WriteString(w.Text)
			continue
		}
		end()
		body = append(body, goapp.Bdi().Lang(w.Language).Text(w.Text))
	}
	end()
	return body
}

// within puts words into a sentence of the layer's language, in the place of {key}.
func within(sentence, key string, words ...portal.Words) []portal.Words {
	before, after, _ := strings.Cut(sentence, "{"+key+"}")
	return append(append([]portal.Words{{Text: before}}, words...), portal.Words{Text: after})
}

// list returns words as they stand one after the other in a sentence.
func list(p *portal.Portal, words []portal.Words) []portal.Words {
	var all []portal.Words
	for i, w := range words {
		if i > 0 {
			all = append(all, portal.Words{Text: p.Texts.Comma + " "})
		}
		all = append(all, w)
	}
	return all
}

// inside returns a name as it stands in the middle of a sentence.
func inside(p *portal.Portal, name portal.Words) portal.Words {
	return portal.Words{Text: p.Texts.Inside(name.Text), Language: name.Language}
}

// names returns what visitors call the services.
func names(services []portal.Service) []portal.Words {
	all := make([]portal.Words, len(services))
	for i, s := range services {
		all[i] = s.Name
	}
	return all
}
