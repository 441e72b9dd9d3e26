package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"

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
}

// check prints what is wrong with portal files. It returns a checkStatus where something is, and a *usageError for wrong use.
func check(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("temoin check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: temoin check FILE… [flags]")
		flags.PrintDefaults()
	}
	strict := flags.Bool("strict", false, "end with status 1 where there are warnings")
	format := flags.String("format", "text", "text, for people, or json, for programs")
	files, err := parseInterspersed(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return &usageError{err}
	case *format != "text" && *format != "json":
		return &usageError{fmt.Errorf("check: --format cannot be %q\n    hint: write text or json", *format)}
	case len(files) == 0:
		return &usageError{errors.New("check: name at least one portal file")}
	}
	portals, findings := portalfile.Check(files...)
	if *format == "json" {
		err = printJSON(stdout, portals, findings)
	} else {
		printText(stdout, portals, findings)
	}
	switch {
	case err != nil:
		return err
	case len(findings.Faults()) > 0:
		return foundFaults
	case *strict && len(findings) > 0:
		return foundWarnings
	}
	return nil
}

func printText(stdout io.Writer, portals []portal.Portal, findings portalfile.Findings) {
	for _, finding := range findings {
		fmt.Fprintf(stdout, "%s\n\n", finding)
	}
	for _, p := range portals {
		fmt.Fprintf(stdout, "%s: no fault (%s)\n", p.ID, count(len(p.Services), "service"))
	}
	if len(findings) > 0 {
		fmt.Fprintf(stdout, "%s, %s\n", count(len(findings.Faults()), "fault"), count(len(findings.Warnings()), "warning"))
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func printJSON(stdout io.Writer, portals []portal.Portal, findings portalfile.Findings) error {
	report := checkReport{
		Faults: len(findings.Faults()), Warnings: len(findings.Warnings()),
		Portals: []string{}, Findings: append(portalfile.Findings{}, findings...),
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
