package portalfile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/invopop/jsonschema"

	"temoin/internal/consent"
	"temoin/internal/portal"
	"temoin/internal/portal/catalogue"
)

//go:embed keys.yaml
var keyFile []byte

// Patterns that the schema shares with no check, because a check says more: what it accepts is held to the decoder's by a test.
const (
	notBlank       = `\S`
	webAddress     = `^https?://[^\s/?#:@]+`
	contactAddress = `^(https?://[^\s/?#:@]+|[^\s@:/]+@[^\s@:/]+$)`
	dayForm        = `^\d{4}-\d{2}-\d{2}$`
	trackerForm    = `^[^<>{},;]*[^<>{},;\s][^<>{},;]*$`
)

// Schema returns the JSON Schema (draft 2020-12) of portal files, made from the Go types, for editors. It says what can be said of form: what the law asks,
// and names that lead from one place of the file to another, are checked by Check alone.
func Schema() ([]byte, error) {
	var descriptions map[string]map[string]string
	if err := yaml.Unmarshal(keyFile, &descriptions); err != nil {
		return nil, fmt.Errorf("read descriptions of keys: %w", err)
	}
	reflector := jsonschema.Reflector{
		Anonymous: true, ExpandedStruct: true, RequiredFromJSONSchemaTags: true, FieldNameTag: "yaml",
		Namer:  func(t reflect.Type) string { return kindOf(t) },
		Mapper: mapWords,
	}
	schema := reflector.Reflect(file{})
	schema.Title = "Fichier de portail de Témoin"
	if err := constrain(schema, reflect.TypeFor[file](), descriptions); err != nil {
		return nil, err
	}
	for _, t := range []reflect.Type{
		reflect.TypeFor[filePublisher](), reflect.TypeFor[fileTheme](), reflect.TypeFor[filePalette](),
		reflect.TypeFor[filePurpose](), reflect.TypeFor[fileService](), reflect.TypeFor[fileTracker](),
	} {
		if err := constrain(schema.Definitions[kindOf(t)], t, descriptions); err != nil {
			return nil, err
		}
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode schema: %w", err)
	}
	return append(text, '\n'), nil
}

// kindOf names a type of the file as keys.yaml does: "service" for fileService.
func kindOf(t reflect.Type) string {
	if t == reflect.TypeFor[file]() {
		return "file"
	}
	return strings.ToLower(strings.TrimPrefix(t.Name(), "file"))
}

// mapWords describes a text of the owner's: one, or one per language.
func mapWords(t reflect.Type) *jsonschema.Schema {
	if t != reflect.TypeFor[words]() {
		return nil
	}
	perLanguage := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema, MinProperties: count(1)}
	for _, language := range languages {
		perLanguage.Properties.Set(language, text(notBlank))
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text(notBlank), perLanguage}}
}

func text(pattern string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: pattern}
}

func count(n uint64) *uint64 { return &n }

// constrain adds to the schema of one type what Go's types do not say: what must be given, what the values look like, and the description of each key.
func constrain(schema *jsonschema.Schema, t reflect.Type, descriptions map[string]map[string]string) error {
	kind := kindOf(t)
	for i := range t.NumField() {
		field := t.Field(i)
		key := field.Tag.Get("yaml")
		property, found := schema.Properties.Get(key)
		description := descriptions[kind][key]
		if !found || description == "" {
			return fmt.Errorf("describe key %s of %s: it is not in keys.yaml", key, kind)
		}
		if property.Ref != "" {
			property = &jsonschema.Schema{AllOf: []*jsonschema.Schema{{Ref: property.Ref}}}
			schema.Properties.Set(key, property)
		}
		property.Description = description
		if field.Type.Kind() == reflect.String {
			property.Pattern = notBlank
		}
		if rule, ruled := forms()[kind+"."+key]; ruled {
			rule(property)
		}
		if field.Tag.Get("need") != "" && kind != "service" {
			schema.Required = append(schema.Required, key)
		}
	}
	if kind == "service" {
		some := func(key string) *jsonschema.Schema {
			s := &jsonschema.Schema{Required: []string{key}, Properties: jsonschema.NewProperties()}
			s.Properties.Set(key, &jsonschema.Schema{MinItems: count(1)})
			return s
		}
		schema.AnyOf = []*jsonschema.Schema{
			{Required: []string{"use"}},
			{Required: []string{"id", "name", "purpose", "provider"}, AnyOf: []*jsonschema.Schema{some("trackers"), some("hosts")}},
		}
	}
	return nil
}

// forms has what the values of keys look like, by kind and key.
func forms() map[string]func(*jsonschema.Schema) {
	pattern := func(p string) func(*jsonschema.Schema) { return func(s *jsonschema.Schema) { s.Pattern = p } }
	oneOf := func(values ...string) func(*jsonschema.Schema) {
		return func(s *jsonschema.Schema) { s.Pattern, s.Enum = "", anyOf(values) }
	}
	id := func(reserved []string) func(*jsonschema.Schema) {
		return func(s *jsonschema.Schema) {
			s.Pattern, s.Not = identifier.String(), &jsonschema.Schema{Enum: anyOf(reserved)}
		}
	}
	var exemptions []string
	for _, e := range consent.Exemptions() {
		exemptions = append(exemptions, string(e))
	}
	return map[string]func(*jsonschema.Schema){
		"file.id": id(reservedPortals), "file.site": pattern(webAddress), "file.language": oneOf(languages...),
		"file.languages": func(s *jsonschema.Schema) { s.Items = &jsonschema.Schema{Type: "string", Enum: anyOf(languages)} },
		"file.retention": pattern(durationForm), "file.updated": pattern(dayForm), "file.boot": oneOf(string(portal.BootIdle), string(portal.BootInterest)),
		"publisher.privacy": pattern(webAddress), "publisher.contact": pattern(contactAddress), "publisher.dpo": pattern(contactAddress),
		"theme.accent": pattern(hexColour.String()), "theme.background": pattern(hexColour.String()), "theme.text": pattern(hexColour.String()),
		"palette.accent": pattern(hexColour.String()), "palette.background": pattern(hexColour.String()), "palette.text": pattern(hexColour.String()),
		"theme.radius": pattern(cssLength.String()), "theme.font": pattern(fontList.String()),
		"theme.position": oneOf(string(portal.PositionBottom), string(portal.PositionCorner), string(portal.PositionCentre)),
		"theme.scheme":   oneOf(string(portal.SchemeAuto), string(portal.SchemeLight), string(portal.SchemeDark)),
		"purpose.id":     pattern(identifier.String()),
		"service.use":    oneOf(catalogue.Names()...), "service.id": id(reservedServices), "service.exempt": oneOf(exemptions...),
		"service.privacy": pattern(webAddress), "service.tell": oneOf(string(portal.ToldMatomo), string(portal.ToldGoogle)),
		"service.hosts": func(s *jsonschema.Schema) { s.Items = text(host.String()) },
		"tracker.name":  pattern(trackerForm), "tracker.party": oneOf(firstParty, thirdParty), "tracker.duration": pattern(durationForm),
	}
}

func anyOf(values []string) []any {
	all := make([]any, len(values))
	for i, value := range values {
		all[i] = value
	}
	return all
}
