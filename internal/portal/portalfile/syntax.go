package portalfile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// syntaxFault reports what the YAML parser stumbled over, with a hint for the slips that owners make most.
func (d *document) syntaxFault(err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		d.fault(nil, err.Error(), "mend the YAML syntax first").under(RuleSyntax)
		return
	}
	at := syntax.GetToken().Position
	f := d.fault(at, syntax.GetMessage(), "mend the YAML syntax here first")
	f.under(RuleSyntax)
	next := ""
	if at.Line >= 1 && at.Line < len(d.lines) {
		next = d.lines[at.Line]
	}
	if hint := slip(f.Excerpt, next); hint != "" {
		f.Hint = hint
	}
	// The parser stumbles lines later, over what it took for text.
	if line := slices.IndexFunc(d.lines, oddlyIndented.MatchString); line >= 0 {
		f.Hint = fmt.Sprintf("indent with ordinary blanks: line %d begins with another kind, such as the no-break space", line+1)
	}
}

// oddlyIndented is a line with a blank in its indentation that looks like one, and is none to YAML.
var oddlyIndented = regexp.MustCompile(`^ *[\x{00a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]`)

// noBlank is a key whose colon no blank follows.
var noBlank = regexp.MustCompile(`^[a-z]+:[^ /]`)

// slip returns what is probably wrong with a line that is no YAML, seen with the next one, or "".
func slip(line, next string) string {
	text := strings.TrimSpace(line)
	_, value, _ := strings.Cut(text, ": ")
	value = strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(strings.TrimLeft(line, " "), "\t") || strings.HasPrefix(line, "\t"):
		return "indent with blanks, not with tabs"
	case strings.HasPrefix(value, "'") && strings.Count(value, "'") > 2, strings.HasPrefix(value, "'") && strings.Count(value, "'") == 1:
		return "a text with an apostrophe goes between double quotes"
	case strings.Count(value, `"`)%2 == 1:
		return "close the quotation mark; inside double quotes, write \\\" for one"
	case strings.HasPrefix(value, "@"), strings.HasPrefix(value, "`"), strings.HasPrefix(value, "%"), strings.HasPrefix(value, "*"), strings.HasPrefix(value, "&"), strings.HasPrefix(value, "!"):
		return "a text that begins with a sign goes between double quotes"
	case strings.Contains(value, ": ") || strings.HasSuffix(value, ":"):
		return "a text with a colon goes between double quotes"
	case strings.HasPrefix(value, "[") || strings.HasPrefix(value, "{"):
		return "close the bracket on the same line; a text that begins with one goes between double quotes"
	case !strings.Contains(text, ":"):
		return "write \"key: value\", with a blank after the colon, and indent it like the line before it"
	case noBlank.MatchString(text):
		return "write a blank after the colon"
	case indent(next) != indent(line):
		return "indent the keys of one group alike, with blanks: look at this line, the one before and the one after"
	}
	return "look at the line before too: a bracket or a quotation mark may be open, or the indentation may differ"
}

func indent(line string) int {
	rest := strings.TrimPrefix(strings.TrimLeft(line, " "), "- ")
	return len(line) - len(strings.TrimLeft(rest, " "))
}
