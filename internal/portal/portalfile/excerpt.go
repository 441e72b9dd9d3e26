package portalfile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// maxExcerpt is how much of a line is shown, in characters.
const maxExcerpt = 120

// locate gives a finding its place: line and column, the line itself, and how much of it is meant.
func (d *document) locate(f *Finding, at *token.Position) {
	if at == nil || at.Line < 1 {
		return
	}
	f.Line, f.Column = at.Line, at.Column
	if at.Line > len(d.lines) {
		return
	}
	f.Excerpt = strings.TrimRight(d.lines[at.Line-1], " \t\r")
	if line := []rune(f.Excerpt); at.Column >= 1 && at.Column <= len(line) {
		f.Width = widthOf(line, at.Column-1)
	}
}

// widthOf returns how many characters from start on are one key or one value.
func widthOf(line []rune, start int) int {
	if quote := line[start]; quote == '"' || quote == '\'' {
		for i := start + 1; i < len(line); i++ {
			if line[i] == quote && line[i-1] != '\\' {
				return i + 1 - start
			}
		}
		return len(line) - start
	}
	inFlow := strings.ContainsAny(string(line[:start]), "{[")
	end := start + 1
	for ; end < len(line); end++ {
		next := end + 1
		if line[end] == ':' && (next == len(line) || line[next] == ' ') || line[end] == '#' && line[end-1] == ' ' {
			break
		}
		if inFlow && (line[end] == ',' || line[end] == '}' || line[end] == ']') {
			break
		}
	}
	return len([]rune(strings.TrimRight(string(line[start:end]), " \t")))
}

// drawExcerpt returns the finding's line with a caret below the place, from a line break on; "" where there is none to show.
func drawExcerpt(f Finding) string {
	if f.Excerpt == "" || f.Width == 0 {
		return ""
	}
	line, column, cut := []rune(f.Excerpt), f.Column-1, ""
	if column > maxExcerpt/2 && len(line) > maxExcerpt {
		cut = "…"
		line, column = line[column-maxExcerpt/2:], maxExcerpt/2
	}
	tail := ""
	if len(line) > maxExcerpt {
		line, tail = line[:maxExcerpt], "…"
	}
	// A tab stays a tab, so that the caret stands where the eye looks for it.
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, cut+string(line[:column]))
	number := strconv.Itoa(f.Line)
	marks := strings.Repeat("^", max(1, min(f.Width, len(line)-column)))
	return fmt.Sprintf("\n    %s | %s%s%s\n    %s | %s%s", number, cut, string(line), tail, strings.Repeat(" ", len(number)), indent, marks)
}
