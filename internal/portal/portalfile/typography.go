package portalfile

import (
	"reflect"
	"regexp"
	"strings"
)

const noBreakSpace = "\u00a0"

// beforeSign is a blank before a sign that French sets off from the word before it; afterQuote the blank inside an opening quote.
// Source: Lexique des règles typographiques en usage à l'Imprimerie nationale.
// A number is not parted from its unit.
var (
	beforeSign = regexp.MustCompile(` ([?!:;»])`)
	beforeUnit = regexp.MustCompile(`(\{count\}|\d) (\pL)`)
	afterQuote = strings.NewReplacer("« ", "«"+noBreakSpace)
)

// frenchTypography puts no-break spaces where French wants them. Owners write plain blanks.
func frenchTypography(text string) string {
	text = beforeSign.ReplaceAllString(text, noBreakSpace+"$1")
	text = beforeUnit.ReplaceAllString(text, "$1"+noBreakSpace+"$2")
	return afterQuote.Replace(text)
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
