package portalfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says how bad a finding is.
type Severity string

// The values of Severity. With a fault there is no portal; a warning is the owner's to weigh; a note says how things are.
const (
	SeverityFault   Severity = "fault"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// Rule names what a finding is about, for programs. Names stay as they are.
type Rule string

// The rules of form, which the JSON Schema knows too (schema.go). Rules of substance stand with their checks.
const (
	RuleFile       Rule = "file"        // the file cannot be read at all
	RuleSyntax     Rule = "syntax"      // it is no YAML, or more of YAML than is read
	RuleUnknownKey Rule = "unknown-key" // nothing is called so
	RuleType       Rule = "type"        // a list where a text is wanted, and the like
	RuleMissing    Rule = "missing"     // what must be given is not, or is empty
	RuleValue      Rule = "value"       // a value that is not one of those there are, or not written so
	RuleTwice      Rule = "twice"       // a key, an id or a name that is there twice
	RuleReference  Rule = "reference"   // a name that leads nowhere
)

var rulesOfForm = []Rule{RuleFile, RuleSyntax, RuleUnknownKey, RuleType, RuleMissing, RuleValue, RuleTwice, RuleReference, RuleUnequal}

// Finding is one thing that is wrong with a portal file, and what to do about it. Its JSON form is documented in docs/fichier-de-portail.md.
type Finding struct {
	Severity Severity `json:"severity"`
	Rule     Rule     `json:"rule"`
	File     string   `json:"file"`
	// Line and Column count from 1, in lines and characters; 0 where the finding is the file's as a whole.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Excerpt is the line itself, and Width how many of its characters are meant, from Column on.
	Excerpt string `json:"excerpt,omitempty"`
	Width   int    `json:"width,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// Source is the law, recommendation or browser rule that the finding rests on; empty for rules of form.
	Source string `json:"source,omitempty"`
}

// under puts the finding under a rule, with the source of the rule if it has one.
func (f *Finding) under(rule Rule, source ...string) {
	f.Rule, f.Source = rule, strings.Join(source, " ; ")
}

// String returns "file:line:column: message", the line with a caret below, the source and the hint.
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, max(f.Column, 1))
	}
	b.WriteString(": ")
	if f.Severity != SeverityFault {
		b.WriteString(string(f.Severity) + ": ")
	}
	b.WriteString(f.Message)
	b.WriteString(drawExcerpt(f))
	if f.Source != "" {
		b.WriteString("\n    source: " + f.Source)
	}
	if f.Hint != "" {
		b.WriteString("\n    hint: " + f.Hint)
	}
	return b.String()
}

// Findings are what was found in the files that were read, by file and line.
type Findings []*Finding

// String returns every finding, a paragraph each.
func (f Findings) String() string {
	paragraphs := make([]string, len(f))
	for i, finding := range f {
		paragraphs[i] = finding.String()
	}
	return strings.Join(paragraphs, "\n")
}

// Faults returns the faults among the findings.
func (f Findings) Faults() Faults { return Faults(f.of(SeverityFault)) }

// ofForm returns the faults by which a file cannot be understood, whatever the law says of its content.
func (f Findings) ofForm() Faults {
	return slices.DeleteFunc(f.Faults(), func(finding *Finding) bool { return !slices.Contains(rulesOfForm, finding.Rule) })
}

// Warnings returns the warnings among the findings.
func (f Findings) Warnings() Findings { return f.of(SeverityWarning) }

func (f Findings) of(severity Severity) Findings {
	return slices.DeleteFunc(slices.Clone(f), func(finding *Finding) bool { return finding.Severity != severity })
}

func (f Findings) sort() {
	slices.SortStableFunc(f, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Faults is all that is wrong with the files that were read, by file and line. It is an error unless it is empty.
type Faults Findings

// Error returns every fault, a paragraph each.
func (f Faults) Error() string { return Findings(f).String() }
