package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"temoin/internal/registry"
)

// Format is how entries are exported.
type Format string

// The formats: a table of the choices, or every entry as the JSON that its leaf hash is made of, one a line.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
)

// Export writes the entries whose time is in [from, to); of one portal, or of all where portal is empty. done counts them and may be nil.
func Export(ctx context.Context, w io.Writer, r *registry.Registry, format Format, from, to time.Time, portal string, done func(entries int64)) error {
	write, flush := jsonLines(w)
	if format == CSV {
		write, flush = csvRows(w)
	}
	var entries int64
	err := r.Entries(ctx, from, to, func(e registry.Entry) error {
		if portal != "" && e.Choice.Portal != portal && e.Served.Portal != portal {
			return nil
		}
		entries++
		const often = 1 << 14
		if done != nil && entries%often == 0 {
			done(entries)
		}
		return write(e)
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func jsonLines(w io.Writer) (write func(registry.Entry) error, flush func() error) {
	return func(e registry.Entry) error {
		_, err := w.Write(append(e.JSON(), '\n'))
		return err
	}, func() error { return nil }
}

func csvRows(w io.Writer) (write func(registry.Entry) error, flush func() error) {
	table := csv.NewWriter(w)
	header := []string{"number", "time", "receipt", "delay", "portal", "charter", "version", "language", "granted", "denied", "how"}
	// A failed write is flush's error.
	_ = table.Write(header)
	return func(e registry.Entry) error {
			if e.Kind != registry.KindChoice {
				return nil
			}
			c := e.Choice
			return table.Write([]string{
				strconv.FormatInt(e.Number, 10), e.Time.Format(time.RFC3339), c.Receipt.String(), strconv.Itoa(c.Delay), c.Portal, c.Charter, c.Version, c.Language,
				strings.Join(c.Granted, " "), strings.Join(c.Denied, " "), string(c.How),
			})
		}, func() error {
			table.Flush()
			return table.Error()
		}
}
