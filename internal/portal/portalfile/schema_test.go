package portalfile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"temoin/internal/consent"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// agrees holds schema and decoder to each other: one accepts what the other accepts, as far as form goes.
func agrees(t *testing.T, schema *jsonschema.Schema, name string, source []byte) {
	t.Helper()
	var f file
	d := decode(name, source, &f)
	d.check(f)
	beyond := []Rule{RuleFile, RuleSyntax, RuleTwice, RuleReference}
	var faults Faults
	for _, f := range d.findings.ofForm() {
		if slices.Contains([]Rule{RuleFile, RuleSyntax}, f.Rule) {
			// What is no plain YAML is no data that a schema could see.
			return
		}
		if !slices.Contains(beyond, f.Rule) {
			faults = append(faults, f)
		}
	}
	var data any
	if err := yaml.UnmarshalWithOptions(source, &data, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	err := schema.Validate(asJSON(data))
	if (err == nil) != (len(faults) == 0) {
		t.Errorf("%s: the decoder says %v, the schema %v", name, faults, err)
	}
}

// asJSON returns YAML data in the types that JSON has.
func asJSON(data any) any {
	switch value := data.(type) {
	case map[string]any:
		for key := range value {
			value[key] = asJSON(value[key])
		}
	case []any:
		for i := range value {
			value[i] = asJSON(value[i])
		}
	case uint64:
		return float64(value)
	case int64:
		return float64(value)
	}
	return data
}

// TestSchemaAcceptsWhatTheDecoderAccepts: all good and all broken files.
func TestSchemaAcceptsWhatTheDecoderAccepts(t *testing.T) {
	schema := compiledSchema(t)
	var paths []string
	for _, pattern := range []string{"testdata/broken/*.yaml", "../../../portals/*.yaml", "../../../testdata/check/*.yaml", "../../../e2e/portals/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, schema, path, source)
	}
}

// TestSchemaKnowsEveryValue: each key with values that are good and values that are not.
func TestSchemaKnowsEveryValue(t *testing.T) {
	schema := compiledSchema(t)
	const whole = "id: x\nname: X\nsite: https://x.fr\npublisher: { name: V, privacy: https://x.fr/p }\n"
	for _, value := range []string{
		"a", "A", "Bonjour", "42", "true", "false", "[]", "[a]", "{}", "{ fr: a }", "{ xx: a }", "{ fr: 1 }", `""`, `" "`, "~", "fr", "en", "idle", "2026-11-25", "25/11/2026",
		"https://x.fr/a", "http://x.fr", "ftp://x.fr", "https://", "https://:80", "dpo@x.fr", "a@b@c", "x.fr", `"#fff"`, `"#FFFFFF"`, `"#ff"`, "6px", "0", `"0"`, "-1px", "6 px", "Arial, sans-serif",
		`"'Open Sans', Arial"`, "a;b", "bottom", "dark", "youtube", "necessary", "embeds", "authentication", "matomo", "google", "third", "all", "assets", "charter", "www.google.com/maps", `"*.x.fr"`, "_pk_*", "SSESS<ID>",
		"a, b", "session", "1 an 1 mois", "1 year 2 days", "13 moons", "50min", "Permanent", "1h 30min", "1 an, 1 mois", "0 jours", "[fr, en]", "[fr, xx]", "[1]", `[""]`,
	} {
		for _, key := range []string{"id", "name", "site", "language", "languages", "updated", "boot", "publisher", "purposes", "services", "theme", "nom"} {
			head := whole + "services: []\n"
			head = strings.Replace(head, key+": ", "# ", 1)
			agrees(t, schema, key+": "+value, []byte(head+key+": "+value+"\n"))
		}
		for _, key := range []string{"accent", "radius", "font", "position", "scheme", "dark", "accept"} {
			agrees(t, schema, "theme."+key+": "+value, []byte(whole+"services: []\ntheme: { "+key+": "+value+" }\n"))
		}
		for _, key := range []string{"id", "title", "description"} {
			fields := strings.Replace("id: p, title: P, description: P", key+": ", "# ", 1)
			source := whole + "services: []\npurposes:\n  - " + key + ": " + value + "\n"
			for field := range strings.SplitSeq(fields, ", ") {
				if !strings.HasPrefix(field, "#") {
					source += "    " + field + "\n"
				}
			}
			agrees(t, schema, "purpose."+key+": "+value, []byte(source))
		}
		for _, key := range []string{"id", "name", "place", "description", "purpose", "exempt", "objection", "provider", "controller", "privacy", "trackers", "hosts", "tell", "reload", "use", "titre"} {
			source := whole + "services:\n  - " + key + ": " + value + "\n"
			if key != "use" {
				agrees(t, schema, "catalogue service."+key+": "+value, []byte(source+"    use: youtube\n"))
			}
			for field := range strings.SplitSeq("id: s|name: S|provider: P|purpose: embeds|hosts: [s.fr]", "|") {
				if !strings.HasPrefix(field, key+":") {
					source += "    " + field + "\n"
				}
			}
			agrees(t, schema, "service."+key+": "+value, []byte(source))
		}
		for _, key := range []string{"name", "use", "party", "duration", "durée"} {
			source := whole + "services:\n  - { id: s, name: S, provider: P, purpose: embeds, trackers: [{ " + key + ": " + value
			for field := range strings.SplitSeq("name: n|use: U|duration: session", "|") {
				if !strings.HasPrefix(field, key+":") {
					source += ", " + field
				}
			}
			agrees(t, schema, "tracker."+key+": "+value, []byte(source+" }] }\n"))
		}
	}
}

// TestDurationsLookLikeDurations: the pattern of the schema fits what consent.ParseDuration reads.
func TestDurationsLookLikeDurations(t *testing.T) {
	units := strings.Fields("s sec second seconds seconde secondes min mn minute minutes h hour hours heure heures d day days j jour jours week weeks semaine semaines month months mois year years an ans année années")
	var all []string
	for _, unit := range units {
		for _, form := range []string{"1 %s", "12%s", "3  %s ", "0 %s", "un %s", "1.5 %s", "1 %sx", "-1 %s", "1 %s 1 s", "1 %s et 1 s", "1 %s, 1 s", "1 %s1 s"} {
			all = append(all, fmt.Sprintf(form, unit))
		}
	}
	for _, text := range append(all, "session", "Session", "permanent", "toujours", "Always", "illimitée", "persistant", "never", "", "1", "s") {
		_, err := consent.ParseDuration(text)
		fits := durationPattern.MatchString(text)
		// What does not add up looks like a duration all the same.
		if err == nil && !fits || err != nil && fits && !strings.Contains(err.Error(), "add up") {
			t.Errorf("%q: read with %v, fits: %t", text, err, fits)
		}
	}
}

// TestPortalFilesNameTheSchema, so that editors complete and check.
func TestPortalFilesNameTheSchema(t *testing.T) {
	paths, err := filepath.Glob("../../../portals/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(string(source), "\n"); first != "# yaml-language-server: $schema=schema.json" {
			t.Errorf("%s begins with %q", path, first)
		}
	}
}
