package portalfile

import (
	"embed"
	"fmt"
	"reflect"

	"temoin/internal/portal"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// languages are the languages there are texts for.
var languages = []string{"fr"}

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
	if len(d.faults) > 0 {
		return portal.Texts{}, d.faults
	}
	typeset(reflect.ValueOf(&texts).Elem(), frenchTypography)
	return texts, nil
}

// complete reports every text of a struct that is missing.
func (d *document) complete(value reflect.Value, path string) {
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			d.complete(value.Field(i), path+"."+value.Type().Field(i).Tag.Get("yaml"))
		}
	case reflect.Slice, reflect.Map:
		if value.Len() == 0 {
			d.faultAt(path, fmt.Sprintf("%s is missing", path[1:]), "every language has every text")
		}
	case reflect.String:
		if value.String() == "" {
			d.faultAt(path, fmt.Sprintf("%s is missing", path[1:]), "every language has every text")
		}
	}
}
