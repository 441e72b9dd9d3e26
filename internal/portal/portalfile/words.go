package portalfile

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/ca"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/nl"
	"github.com/go-playground/locales/pt_PT"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// anyLanguage is the key of a text that is the same in every language: the range that takes in all tags (RFC 4647, 2.1).
const anyLanguage = "*"

// in returns the text in a language, typeset; where nobody wrote it, in the portal's own or another, and marked as such.
func (w words) in(language, own string) portal.Words {
	if name := w[anyLanguage]; name != "" {
		return portal.Words{Text: typography(own)(name)}
	}
	for _, l := range append([]string{language, own}, languages...) {
		text := w[l]
		if l == own {
			// Written without a language, a text is in the portal's own.
			text = cmp.Or(text, w[""])
		}
		if text == "" {
			continue
		}
		found := portal.Words{Text: typography(l)(text)}
		if l != language {
			found.Language = l
		}
		return found
	}
	return portal.Words{}
}

// numbers says durations and days in one language, by the rules of Unicode CLDR.
type numbers struct {
	printer *message.Printer
	dates   locales.Translator
	// typography parts no number from its unit.
	typography func(string) string
}

// dates are by CLDR locale; where a language has several, Europe's.
func dates(language string) locales.Translator {
	all := map[string]func() locales.Translator{
		"fr": fr.New, "en": en_GB.New, "es": es.New, "de": de.New, "it": it.New, "nl": nl.New, "pt": pt_PT.New, "ca": ca.New, "ar": ar.New,
	}
	return all[language]()
}

// newNumbers returns an error if a text is no plural that the language has.
func newNumbers(tag string, texts map[string]portal.Plural) (*numbers, error) {
	// Arabic is written with the digits that its readers in France use.
	parsed, err := language.Parse(tag + "-u-nu-latn")
	if err != nil {
		return nil, fmt.Errorf("read language tag: %w", err)
	}
	builder := catalog.NewBuilder()
	for unit, forms := range texts {
		if err := builder.Set(parsed, unit, plural.Selectf(1, "%d", cases(forms)...)); err != nil {
			return nil, fmt.Errorf("read plural of %s: %w", unit, err)
		}
	}
	return &numbers{message.NewPrinter(parsed, message.Catalog(builder)), dates(tag), typography(tag)}, nil
}

// cases returns the forms as x/text takes them.
func cases(forms portal.Plural) []any {
	var all []any
	for _, form := range []struct {
		of   plural.Form
		text string
	}{{plural.Zero, forms.Zero}, {plural.One, forms.One}, {plural.Two, forms.Two}, {plural.Few, forms.Few}, {plural.Many, forms.Many}, {plural.Other, forms.Other}} {
		if form.text != "" {
			all = append(all, form.of, strings.ReplaceAll(strings.ReplaceAll(form.text, "%", "%%"), "{count}", "%[1]d"))
		}
	}
	return all
}

// duration returns how long a tracker stays, in words.
func (n *numbers) duration(d consent.Duration) string {
	unit := string(d.Unit)
	return n.typography(n.printer.Sprintf(unit, d.Count))
}

// day returns a date in words.
func (n *numbers) day(date time.Time) string {
	text := n.dates.FmtDateLong(date)
	if n.dates.Locale() == "fr" && date.Day() == 1 {
		// CLDR has no ordinals in dates; French has one, for the first of a month.
		text = "1er" + strings.TrimPrefix(text, "1")
	}
	return n.typography(text)
}
