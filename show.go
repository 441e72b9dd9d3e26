package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html"

	"temoin/internal/registry"
)

// proven is a choice with what the visitor saw when it was made.
type proven struct {
	Entry   registry.Entry
	Version registry.Version
	// From and To are when the version was served; To is zero while it is.
	From, To               time.Time
	Banner, Panel, Charter template.HTML
	Styles                 template.CSS
}

// prove finds a choice and the version it answered. The error wraps registry.ErrNotFound where there is none.
func prove(ctx context.Context, r *registry.Registry, receipt registry.Receipt) (p proven, err error) {
	if p.Entry, err = r.Find(ctx, receipt); err != nil {
		return p, err
	}
	choice := p.Entry.Choice
	if p.Version, err = r.Version(ctx, choice.Version); err != nil {
		return p, err
	}
	served, err := r.Served(ctx)
	if err != nil {
		return p, err
	}
	for _, s := range served {
		// The choice may have come late: the version that was served at the time, or else the first time that it was.
		if s.Version == choice.Version && (p.From.IsZero() || !s.From.After(p.Entry.Time)) {
			p.From, p.To = s.From, s.To
		}
	}
	document := func(name string) string {
		hash, named := p.Version.Documents[name]
		if !named || err != nil {
			return ""
		}
		var content []byte
		content, err = r.Document(ctx, hash)
		return string(content)
	}
	// The documents are what this program has rendered, and verified by their hash.
	banner := bannerDocument
	if choice.How == registry.Again {
		banner = againDocument
	}
	p.Banner = template.HTML(document(choice.Language + "/" + banner))
	p.Panel = template.HTML(document(choice.Language + "/" + panelDocument))
	p.Charter = template.HTML(document(choice.Language + "/" + charterDocument))
	p.Styles = template.CSS(document(stylesDocument))
	return p, err
}

// shownPage shows what was proved without a server: a page by itself.
var shownPage = template.Must(template.New("shown").Parse(`<!doctype html>
<html lang="{{.Entry.Choice.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{{.Entry.Choice.Receipt}}</title>
<style>{{.Styles}}</style>
<style>body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font-family: system-ui, sans-serif } #temoin dialog { display: block !important; position: static; margin: 0 } #temoin .temoin-banner { position: static }</style>
</head>
<body>
<h1>{{.Entry.Choice.Receipt}}</h1>
<pre>{{printf "%s" .Entry.JSON}}</pre>
<div id="temoin">{{.Banner}}{{.Panel}}</div>
</body>
</html>
`))

func (c *registryCommand) show(ctx context.Context, args []string) error {
	receipt, err := registry.ParseReceipt(args[0])
	if err != nil {
		return &usageError{err}
	}
	return c.look(ctx, func(r *registry.Registry) error {
		p, err := prove(ctx, r, receipt)
		if errors.Is(err, registry.ErrNotFound) {
			return fmt.Errorf("%w\n    hint: it may be pruned, or was never recorded: the visitor's browser sends it again at a later visit", err)
		}
		if err != nil {
			return err
		}
		switch c.format {
		case "html":
			return shownPage.Execute(c.stdout, p)
		case "proof":
			proof, err := r.Prove(ctx, p.Entry)
			if err != nil {
				return err
			}
			encoder := json.NewEncoder(c.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(proof)
		default:
			return p.writeText(c.stdout)
		}
	})
}

// writeText tells the choice and what the banner said.
func (p proven) writeText(w io.Writer) error {
	c := p.Entry.Choice
	const layout = "2006-01-02 15:04:05 MST"
	late := ""
	if c.Delay > 0 {
		late = fmt.Sprintf(" (made %s before it arrived)", count(c.Delay, "minute", "minutes"))
	}
	served := "since " + p.From.Local().Format(layout)
	if !p.To.IsZero() {
		served = "from " + p.From.Local().Format(layout) + " to " + p.To.Local().Format(layout)
	}
	var b strings.Builder
	for _, line := range [][2]string{
		{"receipt", c.Receipt.String()}, {"entry", fmt.Sprint(p.Entry.Number)}, {"time", p.Entry.Time.Local().Format(layout) + late}, {"portal", c.Portal},
		{"how", string(c.How)}, {"granted", orNone(c.Granted)}, {"denied", orNone(c.Denied)}, {"language", c.Language}, {"charter", c.Charter},
		{"version", c.Version + ", served " + served}, {"loader", p.Version.Loader}, {"bundle", p.Version.Bundle},
	} {
		fmt.Fprintf(&b, "%-9s %s\n", line[0], line[1])
	}
	fmt.Fprintf(&b, "\nThe banner that was shown (--format html shows it as it was):\n\n%s\n", indented(textOf(string(p.Banner))))
	_, err := io.WriteString(w, b.String())
	return err
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

func indented(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }

// isBlank reports whether HTML takes a character for white space, which a no-break space is not.
func isBlank(c rune) bool { return strings.ContainsRune(" \t\n\f\r", c) }

// textOf returns the text of HTML, a line for each block and each button.
func textOf(fragment string) string {
	var lines []string
	var line strings.Builder
	end := func() {
		if text := strings.Join(strings.FieldsFunc(line.String(), isBlank), " "); text != "" {
			lines = append(lines, text)
		}
		line.Reset()
	}
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			end()
			return strings.Join(lines, "\n")
		case html.TextToken:
			line.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken:
			name, _ := tokens.TagName()
			switch string(name) {
			case "a", "em", "b", "i", "code", "bdi":
			case "strong", "span":
				line.WriteString(" ")
			case "button":
				if raw := string(tokens.Raw()); strings.HasPrefix(raw, "</") {
					line.WriteString(" ]")
					end()
				} else {
					end()
					line.WriteString("[ ")
				}
			default:
				end()
			}
		}
	}
}
