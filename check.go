package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"temoin/internal/online"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// checkStatus ends "temoin check" with a status and without a word more: what was found is printed already.
type checkStatus int

// The statuses of "temoin check" besides 0.
const (
	foundWarnings checkStatus = 1
	foundFaults   checkStatus = 2
)

func (s checkStatus) Error() string {
	if s == foundFaults {
		return "there are faults"
	}
	return "there are warnings"
}

// checkReport is what "temoin check --format json" prints. Documented in docs/fichier-de-portail.md.
type checkReport struct {
	Faults   int `json:"faults"`
	Warnings int `json:"warnings"`
	// Portals has the ids of the portals that can be served.
	Portals  []string            `json:"portals"`
	Findings portalfile.Findings `json:"findings"`
	// Against is there with --against, and says what it found.
	Against *comparison `json:"against,omitempty"`
	// Online is there with --online: what a portal's page is like as it is served.
	Online *online.Report `json:"online,omitempty"`
}

// comparison is what a new state of a portal file means for visitors who answered before.
type comparison struct {
	File      string          `json:"file"`
	AsksAgain bool            `json:"asksAgain"`
	Changes   []portal.Change `json:"changes"`
}

// check prints what is wrong with portal files. It returns a checkStatus where something is, and a *usageError for wrong use.
func check(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("temoin check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: temoin check FILE or FOLDER… [flags]\n       temoin check --online URL [FILE…] [flags]")
		flags.PrintDefaults()
	}
	strict := flags.Bool("strict", false, "end with status 1 where there are warnings")
	format := flags.String("format", "text", "text, for people, or json, for programs")
	against := flags.String("against", "", "say whether visitors are asked again, compared with this earlier state of the one FILE")
	page := flags.String("online", "", "look at a page of the portal as it is served, at this address, too")
	schema := flags.Bool("schema", false, "print the JSON Schema of portal files, for editors, and check nothing")
	files, err := parseInterspersed(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return &usageError{err}
	case *format != "text" && *format != "json":
		return &usageError{fmt.Errorf("check: --format cannot be %q\n    hint: write text or json", *format)}
	case *schema:
		return printSchema(stdout)
	case *page != "" && !isWebAddress(*page):
		return &usageError{fmt.Errorf("check: --online %q is no web address\n    hint: write it in full, from https:// on", *page)}
	case len(files) == 0 && *page == "":
		return &usageError{errors.New("check: name at least one portal file")}
	case *against != "" && len(files) != 1:
		return &usageError{errors.New("check: --against compares one file\n    hint: write temoin check NEW.yaml --against OLD.yaml")}
	}
	portals, findings := portalfile.Check(files...)
	if *against != "" && len(portals) > 1 {
		return &usageError{errors.New("check: --against compares one file\n    hint: name the file, not the folder that it is in")}
	}
	var compared *comparison
	if *against != "" && len(portals) == 1 {
		if compared, err = compare(*against, portals[0]); err != nil {
			return err
		}
	}
	var served *online.Report
	if *page != "" {
		if served, findings, err = checkOnline(ctx, *page, portals, files, findings); err != nil {
			return err
		}
	}
	if *format == "json" {
		err = printJSON(stdout, portals, findings, compared, served)
	} else {
		printText(stdout, portals, findings, compared)
	}
	switch {
	case err != nil:
		return err
	case len(findings.Faults()) > 0:
		return foundFaults
	case *strict && len(findings.Warnings()) > 0:
		return foundWarnings
	}
	return nil
}

func printSchema(stdout io.Writer) error {
	schema, err := portalfile.Schema()
	if err != nil {
		return err
	}
	_, err = stdout.Write(schema)
	return err
}

// compare returns a *usageError if the earlier file cannot be read.
func compare(earlier string, now portal.Portal) (*comparison, error) {
	before, err := portalfile.Previous(earlier)
	if err != nil {
		return nil, &usageError{fmt.Errorf("check: read the earlier state:\n%w", err)}
	}
	changes := append([]portal.Change{}, portal.Changes(before, now)...)
	return &comparison{earlier, slices.ContainsFunc(changes, func(c portal.Change) bool { return c.AsksAgain }), changes}, nil
}

func (c *comparison) print(w io.Writer) {
	if !c.AsksAgain {
		fmt.Fprintf(w, "compared with %s: nobody is asked again\n", c.File)
	} else {
		fmt.Fprintf(w, "compared with %s: visitors who answered are asked again, about what is marked *\n", c.File)
	}
	for _, change := range c.Changes {
		mark := " "
		if change.AsksAgain {
			mark = "*"
		}
		fmt.Fprintf(w, "  %s %s (%s): %s\n", mark, change.Service, change.Name, strings.Join(change.What, "; "))
	}
}

func printText(stdout io.Writer, portals []portal.Portal, findings portalfile.Findings, compared *comparison) {
	for _, finding := range findings {
		fmt.Fprintf(stdout, "%s\n\n", finding)
	}
	for _, p := range portals {
		fmt.Fprintf(stdout, "%s: no fault (%s)\n", p.ID, count(len(p.Services), "service", "services"))
	}
	if len(findings) > 0 {
		fmt.Fprintf(stdout, "%s, %s\n", count(len(findings.Faults()), "fault", "faults"), count(len(findings.Warnings()), "warning", "warnings"))
	}
	if compared != nil {
		compared.print(stdout)
	}
}

func printJSON(stdout io.Writer, portals []portal.Portal, findings portalfile.Findings, compared *comparison, served *online.Report) error {
	report := checkReport{
		Faults: len(findings.Faults()), Warnings: len(findings.Warnings()),
		Portals: []string{}, Findings: append(portalfile.Findings{}, findings...), Against: compared, Online: served,
	}
	for _, p := range portals {
		report.Portals = append(report.Portals, p.ID)
	}
	encoder := json.NewEncoder(stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(report); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	return nil
}

// parseInterspersed parses flags that stand before, between and after the arguments, and returns the arguments.
func parseInterspersed(flags *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, flags.Arg(0)), flags.Args()[1:]
	}
}
