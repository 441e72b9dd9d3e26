package portalfile

import (
	"embed"
	"fmt"
	"reflect"

	"temoin/internal/portal"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// languages are the languages there are texts for; the first is a portal's where its file names none.
var languages = []string{"fr", "en", "es", "de", "it", "nl", "pt", "ca", "ar"}

// Languages returns the languages there are texts for, as BCP 47 tags, French first.
func Languages() []string { return append([]string(nil), languages...) }

// Texts returns the texts of a language, typeset. It returns an error for a language there is no file of, and Faults for a
// text file with unknown, missing or empty entries.
func Texts(language string) (portal.Texts, error) {
	file := "texts/" + language + ".yaml"
	source, err := textFiles.ReadFile(file)
	if err != nil {
		return portal.Texts{}, fmt.Errorf("read texts of language %q: %w", language, err)
	}
	var texts portal.Texts
	d := decode(file, source, &texts)
	d.complete(reflect.ValueOf(texts), "")
	if faults := d.findings.Faults(); len(faults) > 0 {
		return portal.Texts{}, faults
	}
	typeset(reflect.ValueOf(&texts).Elem(), typography(language))
	return texts, nil
}

// complete reports every text of a struct that is missing.
func (d *document) complete(value reflect.Value, path string) {
	switch value.Kind() {
	case reflect.Struct:
		if form, ok := value.Interface().(portal.Plural); ok {
			// Which other forms there are is the language's own affair (TestPluralsHaveTheFormsOfTheirLanguage).
			d.complete(reflect.ValueOf(form.Other), path+".other")
			return
		}
		for i := range value.NumField() {
			d.complete(value.Field(i), path+"."+value.Type().Field(i).Tag.Get("yaml"))
		}
	case reflect.Slice, reflect.Map:
		if value.Len() == 0 {
			d.faultAt(path[1:], fmt.Sprintf("%s is missing", path[1:]), "every language has every text")
		}
		if value.Kind() == reflect.Map {
			for _, key := range value.MapKeys() {
				d.complete(value.MapIndex(key), path+"."+key.String())
			}
		}
	case reflect.String:
		if value.String() == "" {
			d.faultAt(path[1:], fmt.Sprintf("%s is missing", path[1:]), "every language has every text")
		}
	}
}
