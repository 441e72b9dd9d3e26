package portalfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a portal file, and what to do about it.
type Fault struct {
	File string
	// Line and Column count from 1; 0 where the fault is the file's as a whole.
	Line, Column int
	Message      string
	Hint         string
}

// String returns "file:line:column: message" and, on a second line, the hint.
func (f Fault) String() string {
	s := f.File
	if f.Line > 0 {
		s += fmt.Sprintf(":%d:%d", f.Line, f.Column)
	}
	s += ": " + f.Message
	if f.Hint != "" {
		s += "\n    hint: " + f.Hint
	}
	return s
}

// Faults is all that is wrong with the files that were read, by file and line. It is an error unless it is empty.
type Faults []Fault

// Error returns every fault, a paragraph each.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

func (f Faults) sort() {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// closest returns the candidate that word was probably meant to be, or "".
func closest(word string, candidates []string) string {
	best, bestDistance := "", max(2, len(word)/3)+1
	for _, candidate := range candidates {
		if d := distance(strings.ToLower(word), candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// distance is the Levenshtein distance, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitution := diagonal
			if a[i] != b[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitution, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// didYouMean returns a hint that names the candidate closest to word, or lists them all.
func didYouMean(word string, candidates []string) string {
	if meant := closest(word, candidates); meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return "use one of: " + strings.Join(candidates, ", ")
}
