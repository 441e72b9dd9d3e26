package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	htmltomarkdown "github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
	"temoin/internal/markup"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// charterFormats write a charter, by the name that --format gives.
var charterFormats = map[string]func(io.Writer, *portal.Portal) error{"html": charterHTML, "md": charterMarkdown, "json": charterJSON}

// exportCharter prints the charter of a portal, to be pasted where no script is allowed: into an Opendatasoft portal's tab "Charte cookies".
func exportCharter(args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("temoin charter", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: temoin charter PORTAL [flags]\n\nPORTAL is a portal file, or the id of a portal in the folder of portal files.")
		flags.PrintDefaults()
	}
	folder := getenv("TEMOIN_PORTALS")
	if folder == "" {
		folder = "portals"
	}
	format := flags.String("format", "html", "html, without script and style; md; or json")
	language := flags.String("lang", "", "language, such as en; the portal's own where it is left out")
	flags.StringVar(&folder, "portals", folder, "folder of the portal files (environment: TEMOIN_PORTALS)")
	names, err := parseInterspersed(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return &usageError{err}
	}
	if len(names) != 1 {
		return &usageError{errors.New("charter: name one portal: its file, or its id")}
	}
	write, known := charterFormats[*format]
	if !known {
		return &usageError{fmt.Errorf("charter: --format cannot be %q\n    hint: use one of: html, md, json", *format)}
	}
	p, err := findPortal(names[0], folder)
	if err != nil {
		return err
	}
	if *language != "" && !slices.Contains(p.Languages(), *language) {
		return &usageError{fmt.Errorf("charter: the portal %s is not offered in %q\n    hint: use one of: %s", p.ID, *language, strings.Join(p.Languages(), ", "))}
	}
	spoken := p.In(*language)
	return write(stdout, &spoken)
}

// findPortal reads a portal file, or the one of a folder that has the id.
func findPortal(name, folder string) (portal.Portal, error) {
	if _, err := os.Stat(name); err == nil && filepath.Ext(name) != "" {
		portals, err := portalfile.Load(name)
		if err != nil {
			return portal.Portal{}, &usageError{fmt.Errorf("charter:\n%w", err)}
		}
		return portals[0], nil
	}
	portals, err := portalfile.LoadDir(folder)
	if err != nil {
		return portal.Portal{}, &usageError{fmt.Errorf("charter:\n%w", err)}
	}
	var ids []string
	for _, p := range portals {
		if p.ID == name {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	return portal.Portal{}, &usageError{fmt.Errorf("charter: there is no portal %q in %s\n    hint: use one of: %s, or name a file", name, folder, strings.Join(ids, ", "))}
}

// plainCharter is the charter one heading below the page that it is put on.
func plainCharter(p *portal.Portal) (string, error) {
	return markup.Plain(goapp.HTMLString(&app.Charter{Portal: p, Level: 2}), p.Language, p.Texts.Direction)
}

func charterHTML(w io.Writer, p *portal.Portal) error {
	html, err := plainCharter(p)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, html)
	return err
}

var caption = regexp.MustCompile(`<table>\s*<caption>(.*?)</caption>`)

func charterMarkdown(w io.Writer, p *portal.Portal) error {
	html, err := plainCharter(p)
	if err != nil {
		return err
	}
	converter := htmltomarkdown.NewConverter(htmltomarkdown.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin()))
	// Markdown's tables have no caption: it stands above.
	text, err := converter.ConvertString(caption.ReplaceAllString(html, "<p><strong>$1</strong></p>\n<table>\n"))
	if err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	_, err = fmt.Fprintln(w, text)
	return err
}

// exportedCharter is what "temoin charter --format json" prints: the charter's facts and words, for programs. A text in another language than the charter's is
// under its language, as in a portal file.
type exportedCharter struct {
	Portal    string            `json:"portal"`
	Name      string            `json:"name"`
	Site      string            `json:"site"`
	Language  string            `json:"language"`
	Version   string            `json:"version"`
	Updated   string            `json:"updated,omitempty"`
	Publisher portal.Publisher  `json:"publisher"`
	Purposes  []portal.Purpose  `json:"purposes"`
	Services  []exportedService `json:"services"`
}

type exportedService struct {
	ID           string            `json:"id"`
	Name         portal.Words      `json:"name"`
	Place        portal.Words      `json:"place,omitzero"`
	Description  portal.Words      `json:"description,omitzero"`
	Purpose      string            `json:"purpose"`
	Provider     string            `json:"provider"`
	Controller   string            `json:"controller"`
	Privacy      string            `json:"privacy,omitempty"`
	NeedsConsent bool              `json:"needsConsent"`
	Exempt       string            `json:"exempt,omitempty"`
	Trackers     []exportedTracker `json:"trackers"`
}

type exportedTracker struct {
	Name string       `json:"name"`
	Use  portal.Words `json:"use"`
	// Duration is as in a portal file, "13 months"; InWords as visitors read it.
	Duration string `json:"duration"`
	InWords  string `json:"durationInWords"`
	// Party is first where the site stores it, third where another host does.
	Party string `json:"party"`
}

func charterJSON(w io.Writer, p *portal.Portal) error {
	charter := exportedCharter{
		Portal: p.ID, Name: p.Name, Site: p.Site, Language: p.Language, Version: p.Fingerprint(), Updated: p.Updated,
		Publisher: p.Publisher, Purposes: p.Purposes, Services: []exportedService{},
	}
	for _, s := range p.Services {
		service := exportedService{
			ID: s.ID, Name: s.Name, Place: s.Place, Description: s.Description, Purpose: s.Purpose, Provider: s.Provider, Controller: s.Controller,
			Privacy: s.Privacy, NeedsConsent: s.NeedsConsent(), Exempt: string(s.Exemption), Trackers: []exportedTracker{},
		}
		for i, t := range s.Trackers {
			party := "first"
			if t.ThirdParty {
				party = "third"
			}
			service.Trackers = append(service.Trackers, exportedTracker{t.Name, s.Uses[i], t.Duration.String(), s.Durations[i], party})
		}
		charter.Services = append(charter.Services, service)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(charter)
}
