// Package markup turns the HTML that go-app renders into a form that is always the same for the same component, and into the compact
// tree that travels inside the loader.
package markup

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Canonical returns HTML with the attributes of each element in order and without the line breaks that go-app puts between siblings:
// go-app walks a map of attributes, and in the browser it puts no line breaks. It returns an error if the HTML cannot be read.
func Canonical(fragment string) (string, error) {
	nodes, err := parse(fragment)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			return "", fmt.Errorf("render HTML: %w", err)
		}
	}
	return b.String(), nil
}

// Tree returns HTML with a single root as JSON from which the loader builds the elements: a string is a text, an array is an element's
// name, its attributes (an object, or 0 for none) and its children. No HTML parser runs in the visitor's page, so that Trusted Types
// have nothing to object to. It returns an error if the HTML cannot be read or has not one root.
func Tree(fragment string) (json.RawMessage, error) {
	nodes, err := parse(fragment)
	if err != nil {
		return nil, err
	}
	if len(nodes) != 1 {
		return nil, fmt.Errorf("make tree of HTML with %d roots, want 1", len(nodes))
	}
	tree, err := json.Marshal(element(nodes[0]))
	if err != nil {
		return nil, fmt.Errorf("encode tree: %w", err)
	}
	return tree, nil
}

func parse(fragment string) ([]*html.Node, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	// No text of ours has a line break (package portalfile), so that all there are come from go-app.
	nodes, err := html.ParseFragment(strings.NewReader(strings.ReplaceAll(fragment, "\n", "")), body)
	if err != nil {
		return nil, fmt.Errorf("parse HTML: %w", err)
	}
	for _, n := range nodes {
		sortAttributes(n)
	}
	return nodes, nil
}

func sortAttributes(n *html.Node) {
	slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return cmp.Compare(a.Key, b.Key) })
	for child := range n.ChildNodes() {
		sortAttributes(child)
	}
}

func element(n *html.Node) any {
	if n.Type == html.TextNode {
		return n.Data
	}
	tree := []any{n.Data, 0}
	if len(n.Attr) > 0 {
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
		}
		tree[1] = attributes
	}
	for child := range n.ChildNodes() {
		tree = append(tree, element(child))
	}
	return tree
}
