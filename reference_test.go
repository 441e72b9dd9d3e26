package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"temoin/internal/golden"
	"temoin/internal/portal/catalogue"
	"temoin/internal/portal/portalfile"
)

// TestExampleIsSoundAndComplete: the commented example has neither faults nor warnings, and every key there is.
func TestExampleIsSoundAndComplete(t *testing.T) {
	if out, status := runCheck(t, "docs/exemple.yaml", "--strict"); status != 0 {
		t.Error(out)
	}
	example, err := os.ReadFile("docs/exemple.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range documentedKinds(t) {
		for _, key := range kind.keys {
			if !regexp.MustCompile(`(?m)(^|[ {,])`+key.name+`: `).Match(example) && !regexp.MustCompile(`(?m)^ *(- )?`+key.name+`:$`).Match(example) {
				t.Errorf("the example does not show %s of %s", key.name, kind.name)
			}
		}
	}
}

type documentedKind struct {
	name string
	keys []documentedKey
}

type documentedKey struct{ name, needed, values, description string }

// schemaNode is what the reference reads of the schema.
type schemaNode struct {
	Type, Description, Ref string
	Enum                   []any
	Items                  *schemaNode
	AnyOf, AllOf           []*schemaNode
	Required               []string
	Properties             map[string]*schemaNode
	Defs                   map[string]*schemaNode `json:"$defs"`
}

// documentedKinds reads the keys out of the schema, in the order of its text.
func documentedKinds(t *testing.T) []documentedKind {
	t.Helper()
	text, err := portalfile.Schema()
	if err != nil {
		t.Fatal(err)
	}
	var schema schemaNode
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	kinds := []documentedKind{documentKind("le fichier", &schema, "")}
	for _, def := range []struct{ title, name string }{
		{"`publisher`", "publisher"}, {"`theme`", "theme"}, {"`theme.dark`", "palette"}, {"`purposes`, chaque entrée", "purpose"},
		{"`services`, chaque entrée", "service"}, {"`trackers`, chaque entrée", "tracker"},
	} {
		if schema.Defs[def.name] == nil {
			t.Fatalf("the schema has no %s", def.name)
		}
		kinds = append(kinds, documentKind(def.title, schema.Defs[def.name], def.name))
	}
	return kinds
}

func documentKind(title string, node *schemaNode, kind string) documentedKind {
	k := documentedKind{name: title}
	for name, property := range node.Properties {
		key := documentedKey{name: name, description: property.Description}
		switch {
		case slices.Contains(node.Required, name):
			key.needed = "oui"
		case kind == "service" && slices.Contains([]string{"id", "name", "purpose", "provider"}, name):
			key.needed = "sans `use`"
		}
		switch {
		case name == "use" && kind == "service":
			key.values = "un nom du catalogue"
		case len(property.Enum) > 0:
			var values []string
			for _, value := range property.Enum {
				values = append(values, fmt.Sprintf("`%v`", value))
			}
			key.values = strings.Join(values, ", ")
		case property.Type == "array":
			key.values = "liste"
		case property.Type == "boolean":
			key.values = "`true`, `false`"
		case len(property.AnyOf) > 0:
			key.values = "texte, ou un par langue"
		case property.Type == "string":
			key.values = "texte"
		default:
			key.values = "clés"
		}
		k.keys = append(k.keys, key)
	}
	slices.SortFunc(k.keys, func(a, b documentedKey) int {
		return cmp.Or(-cmp.Compare(a.needed, b.needed), cmp.Compare(a.name, b.name))
	})
	return k
}

// TestReferenceIsTheSchemas: the tables of fichier-de-portail.md are made from the schema and the catalogue ("go test . -run Reference -update" writes them).
func TestReferenceIsTheSchemas(t *testing.T) {
	var keys strings.Builder
	for _, kind := range documentedKinds(t) {
		fmt.Fprintf(&keys, "\n### %s%s\n\n| clé | obligatoire | valeurs | |\n|---|---|---|---|\n", strings.ToUpper(kind.name[:1]), kind.name[1:])
		for _, key := range kind.keys {
			fmt.Fprintf(&keys, "| `%s` | %s | %s | %s |\n", key.name, key.needed, key.values, key.description)
		}
	}
	keys.WriteString("\n")
	known := "\nServices connus : `" + strings.Join(catalogue.Names(), "`, `") + "`.\n\n"
	path := filepath.Join("docs", "fichier-de-portail.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for marker, made := range map[string]string{"clés": keys.String(), "catalogue": known} {
		start, end := "<!-- "+marker+" -->\n", "<!-- /"+marker+" -->"
		before, rest, opened := strings.Cut(want, start)
		_, after, closed := strings.Cut(rest, end)
		if !opened || !closed {
			t.Fatalf("%s has no place for %s", path, marker)
		}
		want = before + start + made + end + after
	}
	golden.Check(t, path, want)
}
