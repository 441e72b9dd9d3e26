package portalfile

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// TestEveryLanguageHasEveryText: a text file without an entry, with an unknown one, or with an entry left in French is a fault.
func TestEveryLanguageHasEveryText(t *testing.T) {
	french := texts(t, "fr")
	for _, tag := range languages {
		t.Run(tag, func(t *testing.T) {
			in := texts(t, tag)
			for _, id := range standardPurposes {
				if in.Purposes[id].Title == "" || in.Purposes[id].Description == "" {
					t.Errorf("the purpose %s has no words", id)
				}
			}
			for _, exemption := range consent.Exemptions() {
				if in.Charter.Table.Reasons[string(exemption)] == "" {
					t.Errorf("the exemption %s has no words", exemption)
				}
			}
			if len(in.Charter.Family) != len(french.Charter.Family) {
				t.Errorf("%d families, want %d", len(in.Charter.Family), len(french.Charter.Family))
			}
			compare(t, "", reflect.ValueOf(french), reflect.ValueOf(in), tag == "fr")
		})
	}
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// compare holds a language's text to French: the same things to fill in, other words, and no shorter than a sentence of the same sense can be.
func compare(t *testing.T, path string, french, in reflect.Value, same bool) {
	switch french.Kind() {
	case reflect.Struct:
		if _, isPlural := french.Interface().(portal.Plural); isPlural {
			return
		}
		for i := range french.NumField() {
			compare(t, path+"."+french.Type().Field(i).Name, french.Field(i), in.Field(i), same)
		}
	case reflect.Slice:
		for i := range min(french.Len(), in.Len()) {
			compare(t, path, french.Index(i), in.Index(i), same)
		}
	case reflect.Map:
		for _, key := range french.MapKeys() {
			if !in.MapIndex(key).IsValid() {
				t.Errorf("%s.%s is missing", path, key)
				continue
			}
			compare(t, path+"."+key.String(), french.MapIndex(key), in.MapIndex(key), same)
		}
	case reflect.String:
		want, got := placeholder.FindAllString(french.String(), -1), placeholder.FindAllString(in.String(), -1)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("%s has %q to fill in, French has %q", path, got, want)
		}
		if !same && len(french.String()) > 40 && french.String() == in.String() {
			t.Errorf("%s is French", path)
		}
		if n := len([]rune(french.String())); n > 40 && len([]rune(in.String())) < n/3 {
			t.Errorf("%s is too short to say the same: %q", path, in)
		}
	}
}

// TestRefusingIsCalledAsPlainlyAsAccepting: the two labels are of one build, and short enough to stand side by side.
func TestRefusingIsCalledAsPlainlyAsAccepting(t *testing.T) {
	for _, tag := range languages {
		banner := texts(t, tag).Banner
		accept, refuse := len([]rune(banner.AcceptAll)), len([]rune(banner.RefuseAll))
		if max(accept, refuse) > 20 || accept > 2*refuse || refuse > 2*accept {
			t.Errorf("%s: %q against %q", tag, banner.AcceptAll, banner.RefuseAll)
		}
	}
}

// TestPluralsHaveTheFormsOfTheirLanguage: each form that a language uses for whole numbers is there (Unicode CLDR, by x/text).
func TestPluralsHaveTheFormsOfTheirLanguage(t *testing.T) {
	for _, tag := range languages {
		for unit, forms := range texts(t, tag).Durations {
			if unit == string(consent.Session) || unit == string(consent.Permanent) {
				continue
			}
			written := map[plural.Form]string{
				plural.Zero: forms.Zero, plural.One: forms.One, plural.Two: forms.Two, plural.Few: forms.Few, plural.Many: forms.Many, plural.Other: forms.Other,
			}
			for count := range 1000 {
				form := plural.Cardinal.MatchPlural(language.MustParse(tag), count, 0, 0, 0, 0)
				if written[form] == "" {
					t.Errorf("%s: %s has no form for %d", tag, unit, count)
					break
				}
			}
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	day := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for tag, want := range map[string][]string{
		"fr": {"Session", "1 mois", "13 mois", "1 an", "2 semaines", "1er novembre 2026"},
		"en": {"Session", "1 month", "13 months", "1 year", "2 weeks", "1 November 2026"},
		"es": {"Sesión", "1 mes", "13 meses", "1 año", "2 semanas", "1 de noviembre de 2026"},
		"de": {"Sitzung", "1 Monat", "13 Monate", "1 Jahr", "2 Wochen", "1. November 2026"},
		"it": {"Sessione", "1 mese", "13 mesi", "1 anno", "2 settimane", "1 novembre 2026"},
		"nl": {"Sessie", "1 maand", "13 maanden", "1 jaar", "2 weken", "1 november 2026"},
		"pt": {"Sessão", "1 mês", "13 meses", "1 ano", "2 semanas", "1 de novembro de 2026"},
		"ca": {"Sessió", "1 mes", "13 mesos", "1 any", "2 setmanes", "1 de novembre de 2026"},
		"ar": {"الجلسة", "شهر واحد", "13 شهرًا", "سنة واحدة", "أسبوعان", "1 نوفمبر 2026"},
	} {
		numbers, err := newNumbers(tag, texts(t, tag).Durations)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, text := range []string{"session", "1 month", "13 months", "1 year", "2 weeks"} {
			d, err := consent.ParseDuration(text)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, numbers.duration(d))
		}
		got = append(got, numbers.day(day))
		for i := range got {
			if plain := strings.ReplaceAll(got[i], noBreakSpace, " "); plain != want[i] {
				t.Errorf("%s: got %q, want %q", tag, plain, want[i])
			}
		}
	}
}

func TestTypographyIsTheLanguages(t *testing.T) {
	if got := texts(t, "fr").Charter.What; got != "Qu'est-ce qu'un cookie\u00a0?" {
		t.Errorf("got %q", got)
	}
	for _, tag := range languages[1:] {
		if got := texts(t, tag).Charter.What; strings.Contains(got, noBreakSpace) || strings.Contains(got, " ?") {
			t.Errorf("%s: %q is set as French is", tag, got)
		}
	}
}

// TestOwnersTextsPerLanguage: the language's own text, or else the portal's or any that there is, set by the rules of the language that it is written in. What is
// in another language than the portal says which; the name of a product is in none.
func TestOwnersTextsPerLanguage(t *testing.T) {
	p, err := Parse("x.yaml", []byte(`id: x
name: { fr: "Données : Ville", en: "Data: City" }
site: https://x.fr
publisher: { name: Ville }
languages: [en, de]
services:
  - { id: a, name: "Avis", description: { fr: "Un avis ?", en: "A review" }, provider: P, purpose: audience, trackers: [{ name: aa, use: { fr: Voir, de: Sehen }, duration: 2 days }] }
  - { use: vimeo, place: { en: Home page } }
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Languages(); !slices.Equal(got, []string{"fr", "de", "en"}) {
		t.Errorf("offers %q", got)
	}
	for tag, want := range map[string][]string{
		"fr": {"Données\u00a0: Ville", "Avis", "Un avis\u00a0?", "Voir", "2\u00a0jours", "Vimeo", "en: Home page", "fr"},
		"en": {"Data: City", "fr: Avis", "A review", "fr: Voir", "2\u00a0days", "Vimeo", "Home page", "en"},
		"de": {"Données\u00a0: Ville", "fr: Avis", "fr: Un avis\u00a0?", "Sehen", "2\u00a0Tage", "Vimeo", "en: Home page", "de"},
		"it": {"Données\u00a0: Ville", "Avis", "Un avis\u00a0?", "Voir", "2\u00a0jours", "Vimeo", "en: Home page", "fr"},
	} {
		in := p.In(tag)
		s, vimeo := in.Services[0], in.Services[1]
		said := func(w portal.Words) string {
			if w.Language == "" {
				return w.Text
			}
			return w.Language + ": " + w.Text
		}
		if got := []string{in.Name, said(s.Name), said(s.Description), said(s.Uses[0]), s.Durations[0], said(vimeo.Name), said(vimeo.Place), in.Language}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
		if in.Fingerprint() != p.Fingerprint() {
			t.Errorf("%s: the fingerprint follows the wording", tag)
		}
	}
}

func texts(t *testing.T, tag string) portal.Texts {
	t.Helper()
	texts, err := Texts(tag)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
