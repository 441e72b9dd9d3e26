package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"time"

	"temoin/internal/registry"
	"temoin/internal/registry/report"
)

func (c *registryCommand) stats(ctx context.Context, _ []string) error {
	return c.look(ctx, func(r *registry.Registry) error {
		counts, err := r.Counts(ctx, c.from.Time, c.to.end(), time.Local)
		if err != nil {
			return err
		}
		tally := report.Of(counts, c.portal)
		switch c.format {
		case "json":
			encoder := json.NewEncoder(c.stdout)
			encoder.SetIndent("", "  ")
			return encoder.Encode(tally)
		case "svg":
			return tally.WriteChart(c.stdout, report.English())
		default:
			return tally.WriteTable(c.stdout)
		}
	})
}

func (c *registryCommand) export(ctx context.Context, _ []string) error {
	out := bufio.NewWriterSize(c.stdout, 1<<16)
	return c.look(ctx, func(r *registry.Registry) error {
		err := report.Export(ctx, out, r, report.Format(c.format), c.from.Time, c.to.end(), c.portal, func(entries int64) { c.progress.of(entries, 0) })
		c.progress.end()
		return errors.Join(err, out.Flush())
	})
}
