package portalfile

import (
	"reflect"
	"regexp"
	"strings"
)

const noBreakSpace = "\u00a0"

// beforeSign is a blank before a sign that French sets off from the word before it; afterQuote the blank inside an opening quote.
// Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.
// A number is not parted from its unit, in any language.
var (
	beforeSign = regexp.MustCompile(` ([?!:;»])`)
	beforeUnit = regexp.MustCompile(`(\{count\}|\d) (\pL)`)
	afterQuote = strings.NewReplacer("« ", "«"+noBreakSpace)
)

// typography returns what sets the no-break spaces of a language. Owners and translators write plain blanks.
func typography(language string) func(string) string {
	if language == "fr" {
		return frenchTypography
	}
	return keepUnits
}

func keepUnits(text string) string { return beforeUnit.ReplaceAllString(text, "$1"+noBreakSpace+"$2") }

// frenchTypography puts no-break spaces where French wants them.
func frenchTypography(text string) string {
	return afterQuote.Replace(keepUnits(beforeSign.ReplaceAllString(text, noBreakSpace+"$1")))
}

// typeset applies typography to every text of a struct, in place.
func typeset(value reflect.Value, typography func(string) string) {
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			typeset(value.Field(i), typography)
		}
	case reflect.Slice:
		for i := range value.Len() {
			typeset(value.Index(i), typography)
		}
	case reflect.Map:
		for _, key := range value.MapKeys() {
			element := reflect.New(value.Type().Elem()).Elem()
			element.Set(value.MapIndex(key))
			typeset(element, typography)
			value.SetMapIndex(key, element)
		}
	case reflect.String:
		value.SetString(typography(value.String()))
	}
}
