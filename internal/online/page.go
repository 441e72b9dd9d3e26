package online

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"temoin/internal/portal/portalfile"
)

// page is what a portal serves, before any script runs.
type page struct {
	url    *url.URL
	header map[string][]string
	source []byte
	// elements are the start tags in the page's order. What is inert, inside <template> and <noscript>, is not among them.
	elements []element
	base     *url.URL
}

// element is one start tag.
type element struct {
	name       string
	attributes map[string]string
	// text is what an inline script says.
	text string
	// start and end are where the tag stands in the page's source, in bytes.
	start, end int
	inHead     bool
}

func (e element) has(name string) bool { _, has := e.attributes[name]; return has }

// headElements are those that leave the parser in <head> (HTML, "the in head insertion mode").
var headElements = []string{"html", "head", "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title"}

func readPage(a *answer) *page {
	p := &page{url: a.url, header: a.header, source: a.body, base: a.url}
	if reader, err := charset.NewReader(bytes.NewReader(a.body), a.header.Get("Content-Type")); err == nil {
		var b bytes.Buffer
		if _, err := b.ReadFrom(reader); err == nil {
			p.source = b.Bytes()
		}
	}
	tokenizer := html.NewTokenizer(bytes.NewReader(p.source))
	at, inert, inHead := 0, 0, true
	for {
		kind := tokenizer.Next()
		if kind == html.ErrorToken {
			return p
		}
		start := at
		raw := tokenizer.Raw()
		at += len(raw)
		switch kind {
		case html.TextToken:
			if last := len(p.elements) - 1; inert == 0 && last >= 0 && p.elements[last].name == "script" && p.elements[last].end == start {
				p.elements[last].text = string(raw)
			} else if inert == 0 && len(bytes.TrimSpace(raw)) > 0 && !p.afterRawText(start) {
				inHead = false
			}
		case html.EndTagToken:
			name, _ := tokenizer.TagName()
			if string(name) == "template" && inert > 0 {
				inert--
			}
			inHead = inHead && string(name) != "head"
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokenizer.Token()
			if inert == 0 {
				inHead = inHead && slices.Contains(headElements, token.Data)
				p.add(token, start, at, inHead)
			}
			// A slash at the end of a tag means nothing to HTML.
			if token.Data == "template" {
				inert++
			}
		}
	}
}

// afterRawText reports whether the text at start is the content of <title>, <style> or <noscript>.
func (p *page) afterRawText(start int) bool {
	last := len(p.elements) - 1
	return last >= 0 && p.elements[last].end == start && slices.Contains([]string{"title", "style", "noscript"}, p.elements[last].name)
}

func (p *page) add(token html.Token, start, end int, inHead bool) {
	e := element{name: token.Data, attributes: map[string]string{}, start: start, end: end, inHead: inHead}
	for _, attribute := range token.Attr {
		if !e.has(attribute.Key) {
			e.attributes[attribute.Key] = attribute.Val
		}
	}
	if e.name == "base" && p.base == p.url && e.has("href") {
		if base, err := p.url.Parse(e.attributes["href"]); err == nil {
			p.base = base
		}
	}
	p.elements = append(p.elements, e)
}

// address returns where an attribute leads, or nil.
func (p *page) address(e element, attribute string) *url.URL {
	value := strings.TrimSpace(e.attributes[attribute])
	if value == "" {
		return nil
	}
	u, err := p.base.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return u
}

// runs reports whether a script element is one that browsers run (HTML, "prepare the script element").
func (e element) runs() bool {
	if e.name != "script" {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(e.attributes["type"])), ";")
	return kind == "" || kind == "module" || strings.HasSuffix(kind, "javascript") || strings.HasSuffix(kind, "ecmascript") || strings.HasSuffix(kind, "jscript")
}

// waits reports whether the page goes on without waiting for the script.
func (e element) waits() bool {
	return e.has("async") || e.has("defer") || strings.EqualFold(strings.TrimSpace(e.attributes["type"]), "module")
}

// locate gives a finding the place of an element: the line of the page's source, and the tag in it.
func (p *page) locate(f *portalfile.Finding, e element) {
	before := p.source[:e.start]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	line := p.source[lineStart:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	f.Line = bytes.Count(before, []byte{'\n'}) + 1
	f.Column = utf8.RuneCount(before[lineStart:]) + 1
	f.Excerpt = strings.TrimRight(string(line), " \t\r")
	f.Width = utf8.RuneCount(p.source[e.start:min(e.end, lineStart+len(line))])
	if runes := []rune(f.Excerpt); len(runes) > longestExcerpt {
		// A page may be a single line.
		from := f.Column - 1
		f.Excerpt, f.Column = string(runes[from:min(from+longestExcerpt, len(runes))]), 1
	}
}

// longestExcerpt is how much of a line a finding carries, in characters.
const longestExcerpt = 400
