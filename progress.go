package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells on stderr how far a long command is: in one line that changes on a terminal, and otherwise in a line now and then.
type progress struct {
	out   io.Writer
	what  string
	began time.Time
	told  time.Time
	// open is whether the terminal's line was not ended yet.
	open bool
}

// of tells that so many entries of all are done; a total of 0 is unknown.
func (p *progress) of(done, total int64) {
	now := time.Now()
	if p.began.IsZero() {
		p.began, p.told = now, now
	}
	terminal := isTerminal(p.out)
	often := 5 * time.Second
	if terminal {
		often = 100 * time.Millisecond
	}
	if now.Sub(p.told) < often {
		return
	}
	p.told = now
	text := fmt.Sprintf("%s: %d entries", p.what, done)
	if total > 0 {
		text = fmt.Sprintf("%s: %d of %d entries, %d %%", p.what, done, total, 100*done/total)
	}
	if terminal {
		p.open = true
		fmt.Fprintf(p.out, "\r%s\x1b[K", text)
	} else {
		fmt.Fprintln(p.out, text)
	}
}

// end takes the line away.
func (p *progress) end() {
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.open = false
	}
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
