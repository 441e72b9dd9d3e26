package report

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteTable writes the tally as tables for a terminal.
func (t Tally) WriteTable(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "day\tchoices\tall granted\tsome\tnone\t")
	for _, d := range t.Days {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t\n", d.Day, d.Sum(), d.All, d.Some, d.None)
	}
	fmt.Fprintln(table)
	fmt.Fprintln(table, "portal\tservice\tgranted\tdenied\trate\t")
	for _, s := range t.Services {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%.1f %%\t\n", s.Portal, s.Service, s.Granted, s.Denied, 100*s.Rate())
	}
	fmt.Fprintln(table)
	fmt.Fprintln(table, "act\tchoices\t")
	for _, a := range t.Acts {
		fmt.Fprintf(table, "%s\t%d\t\n", a.How, a.Choices)
	}
	return table.Flush()
}
