package portalfile

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile is the largest file that is read, in bytes.
const maxFile = 1 << 20

// document is a YAML file that was read into a Go value: what was found so far, and where each value stands in the file.
type document struct {
	file string
	// lines are the file's, as they are.
	lines    []string
	findings Findings
	// places has the position of each value by its path ("services[2].trackers[0].name").
	places map[string]*token.Position
	// unread has the paths that a fault was reported for already, so that their values say nothing.
	unread map[string]bool
}

// decode reads YAML into the struct that into points to. Fields are named by their yaml tag; a field with a tag need must be
// given, and the tag's text is the hint where it is not. It goes on after a fault, so that all of them are reported at once.
func decode(file string, source []byte, into any) *document {
	d := &document{file: file, places: map[string]*token.Position{}, unread: map[string]bool{}}
	if len(source) > maxFile {
		d.fault(nil, fmt.Sprintf("the file is larger than %d bytes", maxFile), "this is no portal file").under(RuleFile)
		return d
	}
	if !utf8.Valid(source) {
		d.fault(nil, "the file is not UTF-8", "save it as UTF-8, so that accents come out right").under(RuleFile)
		return d
	}
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	d.lines = strings.Split(string(source), "\n")
	tree, err := parser.ParseBytes(source, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntaxFault(err)
		return d
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		d.fault(nil, "the file is empty", "start from portals/demonstration.yaml").under(RuleMissing)
		return d
	}
	if len(tree.Docs) > 1 && tree.Docs[1].Body != nil {
		d.fault(tree.Docs[1].Body.GetToken().Position, "a second document begins here", "write one portal a file, without --- lines").under(RuleSyntax)
	}
	d.value(tree.Docs[0].Body, "", reflect.ValueOf(into).Elem())
	return d
}

func (d *document) find(severity Severity, at *token.Position, message, hint string) *Finding {
	f := &Finding{Severity: severity, Rule: RuleValue, File: d.file, Message: message, Hint: hint}
	d.locate(f, at)
	d.findings = append(d.findings, f)
	return f
}

func (d *document) fault(at *token.Position, message, hint string) *Finding {
	return d.find(SeverityFault, at, message, hint)
}

// faultAt reports a fault of the value at a path, or of its nearest parent where the value was not given.
func (d *document) faultAt(path, message, hint string) *Finding {
	return d.fault(d.place(path), message, hint)
}

// warnAt reports a warning, as faultAt does a fault.
func (d *document) warnAt(path, message, hint string) *Finding {
	return d.find(SeverityWarning, d.place(path), message, hint)
}

// place returns where the value at a path stands, or its nearest parent where the value was not given.
func (d *document) place(path string) *token.Position {
	for {
		if place, known := d.places[path]; known {
			return place
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return d.places[""]
		}
		path = path[:cut]
	}
}

func (d *document) value(node ast.Node, path string, into reflect.Value) {
	if _, alias := node.(*ast.AliasNode); alias || node.Type() == ast.AnchorType {
		d.fault(node.GetToken().Position, "anchors and aliases (& and *) are not read", "write the text out in full; a name that begins with * or & goes between double quotes").under(RuleSyntax)
		return
	}
	at := positionOf(node)
	d.places[path] = at
	switch into.Kind() {
	case reflect.Struct:
		d.structure(node, path, into)
	case reflect.Slice:
		sequence, ok := node.(*ast.SequenceNode)
		if !ok {
			d.fault(at, fmt.Sprintf("%s is %s, want a list", name(path), kind(node)), "write one entry a line, each after \"- \"").under(RuleType)
			d.unread[path] = true
			return
		}
		into.Set(reflect.MakeSlice(into.Type(), len(sequence.Values), len(sequence.Values)))
		for i, entry := range sequence.Values {
			d.value(entry, fmt.Sprintf("%s[%d]", path, i), into.Index(i))
		}
	case reflect.Map:
		if w, ok := into.Addr().Interface().(*words); ok {
			d.words(node, path, w)
			return
		}
		into.Set(reflect.MakeMap(into.Type()))
		entries, _ := d.entries(node, path)
		for _, entry := range entries {
			key := entry.Key.GetToken().Value
			element := reflect.New(into.Type().Elem()).Elem()
			d.value(entry.Value, path+"."+key, element)
			into.SetMapIndex(reflect.ValueOf(key), element)
		}
	default:
		d.scalar(node, path, into)
	}
}

func (d *document) structure(node ast.Node, path string, into reflect.Value) {
	fields := map[string]int{}
	var names []string
	for i := range into.NumField() {
		key := into.Type().Field(i).Tag.Get("yaml")
		fields[key] = i
		names = append(names, key)
	}
	// given has the keys that the file or the catalogue gives, written the lines of those in the file.
	given, written := map[string]bool{}, map[string]int{}
	entries, readable := d.entries(node, path)
	if !readable {
		return
	}
	if service, ok := into.Addr().Interface().(*fileService); ok {
		d.startFromCatalogue(path, service, entries, given)
	}
	for _, entry := range entries {
		key := entry.Key.GetToken().Value
		i, known := fields[key]
		if !known {
			unknown := d.fault(entry.Key.GetToken().Position, fmt.Sprintf("unknown key %q", key), didYouMean(key, names))
			unknown.under(RuleUnknownKey)
			if strings.HasPrefix(path, "theme") && buttonKey.MatchString(key) {
				unknown.Hint = "leave it out: accepting and refusing always look the same"
				unknown.under(RuleUnequal, sourceEqual)
			}
			d.unread[below(path, closest(key, names))] = true
			continue
		}
		if first, twice := written[key]; twice {
			d.fault(entry.Key.GetToken().Position, fmt.Sprintf("%q is there twice: line %d has it too", key, first), "keep one of them").under(RuleTwice)
			continue
		}
		written[key] = entry.Key.GetToken().Position.Line
		given[key] = true
		d.value(entry.Value, below(path, key), into.Field(i))
	}
	for _, key := range names {
		hint, needed := into.Type().Field(fields[key]).Tag.Lookup("need")
		if needed && !given[key] && !d.unread[below(path, key)] {
			d.fault(d.places[path], fmt.Sprintf("%q is missing", key), hint).under(RuleMissing)
		}
	}
}

// entries returns a mapping's entries; a node that is no mapping is a fault.
func (d *document) entries(node ast.Node, path string) (entries []*ast.MappingValueNode, readable bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	hint := "write one \"key: value\" a line, indented below"
	if strings.HasPrefix(path, "services[") && strings.HasSuffix(path, "]") && strings.Count(path, "[") == 1 {
		hint = "write \"- use: youtube\" for a service of the catalogue, or \"- id: …\" and its keys below"
	}
	d.fault(positionOf(node), fmt.Sprintf("%s is %s, want keys and values", name(path), kind(node)), hint).under(RuleType)
	d.unread[path] = true
	return nil, false
}

func (d *document) scalar(node ast.Node, path string, into reflect.Value) {
	at := node.GetToken().Position
	switch n := node.(type) {
	case *ast.StringNode:
		if into.Kind() == reflect.String {
			d.text(n.Value, at, path, into)
			return
		}
	case *ast.LiteralNode:
		if into.Kind() == reflect.String {
			d.text(n.Value.Value, at, path, into)
			return
		}
	case *ast.BoolNode:
		if into.Kind() == reflect.Bool {
			into.SetBool(n.Value)
			return
		}
	}
	want, hint := "a text", "put the text between double quotes"
	if into.Kind() == reflect.Bool {
		want, hint = "true or false", "write true or false, without quotes"
	}
	if _, null := node.(*ast.NullNode); null {
		hint = "write a text, or leave the key out; a value that begins with # goes between double quotes"
	}
	if strings.HasSuffix(path, ".duration") {
		hint = "write the unit too, such as 50 minutes"
	}
	d.fault(at, fmt.Sprintf("%s is %s, want %s", name(path), kind(node), want), hint).under(RuleType)
	d.unread[path] = true
}

// words reads a text, or a text per language.
func (d *document) words(node ast.Node, path string, into *words) {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		var text string
		d.scalar(node, path, reflect.ValueOf(&text).Elem())
		*into = words{"": text}
		return
	}
	*into = words{}
	entries, _ := d.entries(node, path)
	if len(entries) == 0 {
		d.fault(positionOf(node), name(path)+" is empty", "write a text, one per language, or leave the key out").under(RuleMissing)
	}
	for _, entry := range entries {
		language := entry.Key.GetToken().Value
		if !slices.Contains(languages, language) {
			d.fault(entry.Key.GetToken().Position, fmt.Sprintf("%q is no language of Témoin's", language), "use one of: "+strings.Join(languages, ", "))
			continue
		}
		var text string
		d.value(entry.Value, path+"."+language, reflect.ValueOf(&text).Elem())
		(*into)[language] = text
	}
}

func (d *document) text(text string, at *token.Position, path string, into reflect.Value) {
	// Line breaks and doubled blanks are the file's layout, not the text's.
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		d.fault(at, name(path)+" is empty", "write a text, or leave the key out").under(RuleMissing)
	}
	into.SetString(text)
}

// positionOf returns where a node begins; a mapping begins with its first key.
func positionOf(node ast.Node) *token.Position {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 && !n.IsFlowStyle {
			return n.Values[0].Key.GetToken().Position
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position
	}
	return node.GetToken().Position
}

// below returns the path of a key of the structure at a path.
func below(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

func name(path string) string {
	if path == "" {
		return "the file"
	}
	return fmt.Sprintf("%q", path[strings.LastIndex(path, ".")+1:])
}

func kind(node ast.Node) string {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a group of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.NullNode:
		return "empty"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	}
	return "a " + strings.ToLower(node.Type().String())
}
