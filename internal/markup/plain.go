package markup

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainAttributes are those that say something by themselves: no class, no style, no role that only styled elements need.
var plainAttributes = []string{"href", "scope", "lang", "dir", "datetime", "type", "data-temoin-open"}

// lineEnd is where plain HTML goes on in a new line: after what is no part of a sentence.
var lineEnd = regexp.MustCompile(`</(?:h[1-6]|p|ul|li|table|caption|thead|tbody|tr|th|td)>|<(?:div|ul|table|thead|tbody|tr)(?: [^>]*)?>`)

// Plain returns HTML without anything of ours in it, in a div of the given language: to be pasted into the editor of a portal, which gives it the portal's
// own looks. It returns an error if the HTML cannot be read.
func Plain(fragment, language, direction string) (string, error) {
	nodes, err := parse(fragment)
	if err != nil {
		return "", err
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div, Attr: []html.Attribute{{Key: "lang", Val: language}, {Key: "dir", Val: direction}}}
	for _, n := range nodes {
		strip(n)
		root.AppendChild(n)
	}
	unwrap(root, atom.Article)
	var b bytes.Buffer
	if err := html.Render(&b, root); err != nil {
		return "", fmt.Errorf("render HTML: %w", err)
	}
	return lineEnd.ReplaceAllString(b.String(), "$0\n") + "\n", nil
}

func strip(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return !slices.Contains(plainAttributes, a.Key) })
	for child := range n.ChildNodes() {
		strip(child)
	}
}

// unwrap puts the children of a root's elements of one kind in their place.
func unwrap(root *html.Node, kind atom.Atom) {
	for _, n := range slices.Collect(root.ChildNodes()) {
		if n.DataAtom != kind {
			continue
		}
		for _, child := range slices.Collect(n.ChildNodes()) {
			n.RemoveChild(child)
			root.InsertBefore(child, n)
		}
		root.RemoveChild(n)
	}
}
