// Registry measures what recording choices costs, against the database's own best: the same rows by a plain loop of transactions, and in batches. Every commit waits
// for the disk. Everything is measured in one run, in turns; the figures are medians, and what counts are the ratios.
//
//	go run ./bench/registry [--rounds 5] [--choices 4000] [--large 1000000]
package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"temoin/internal/registry"
	"temoin/internal/registry/postgrestest"
)

func main() {
	rounds := flag.Int("rounds", 5, "rounds, of which the median counts")
	choices := flag.Int("choices", 4000, "choices in a round")
	large := flag.Int("large", 1_000_000, "choices in the registry whose size and verification are measured")
	flag.Parse()
	if err := measure(context.Background(), *rounds, *choices, *large); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// senders is how many visitors wait for their answer at the same time.
const senders = 64

func measure(ctx context.Context, rounds, choices, large int) (err error) {
	folder, err := os.MkdirTemp("", "temoin-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	server, err := postgrestest.Start(true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	location, err := server.NewDatabase(ctx)
	if err != nil {
		return err
	}
	key, err := registry.LoadKey(filepath.Join(folder, "key"), rand.Reader)
	if err != nil {
		return err
	}
	fmt.Printf("%d choices a round, %d rounds, %d visitors at once, %d processors; every commit waits for the disk\n\n", choices, rounds, senders, runtime.NumCPU())
	fmt.Printf("%-12s %14s %14s %14s %10s %10s\n", "choices/s", "registry", "plain loop", "in batches", "× loop", "× batches")
	for _, database := range []struct{ name, driver, registry, plain string }{
		{"SQLite", "sqlite", filepath.Join(folder, "temoin.db"), "file:" + filepath.Join(folder, "plain.db") + "?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"},
		{"PostgreSQL", "pgx", location, location},
	} {
		r, err := registry.Open(ctx, database.registry, key, time.Now)
		if err != nil {
			return err
		}
		plain, err := newPlain(ctx, database.driver, database.plain)
		if err != nil {
			return err
		}
		var figures [3][]float64
		for range rounds {
			for i, run := range []func(context.Context, int) error{record(r), plain.loop, plain.batches} {
				n := choices
				if i == 1 {
					// One commit each takes its time.
					n = choices / 10
				}
				began := time.Now()
				if err := run(ctx, n); err != nil {
					return err
				}
				figures[i] = append(figures[i], float64(n)/time.Since(began).Seconds())
			}
		}
		a, b, c := median(figures[0]), median(figures[1]), median(figures[2])
		fmt.Printf("%-12s %14.0f %14.0f %14.0f %10.2f %10.2f\n", database.name, a, b, c, a/b, a/c)
		if err := errors.Join(r.Close(), plain.db.Close()); err != nil {
			return err
		}
	}
	return measureLarge(ctx, filepath.Join(folder, "large.db"), key, large)
}

// measureLarge fills a registry, and measures its size and how long verifying takes.
func measureLarge(ctx context.Context, location string, key registry.Key, large int) error {
	r, err := registry.Open(ctx, location, key, time.Now)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := record(r)(ctx, large); err != nil {
		return err
	}
	filled := time.Since(began)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	bytes, err := r.Size(ctx)
	if err != nil {
		return err
	}
	began = time.Now()
	report, err := r.Verify(ctx, key.Verifier(), nil, nil)
	if err != nil {
		return err
	}
	if len(report.Faults) > 0 || report.Choices != int64(large) {
		return fmt.Errorf("the registry does not verify: %+v", report)
	}
	fmt.Printf("\n%d choices: recorded in %s, %.0f MB (%d bytes each), verified in %s; %.0f MB of memory taken from the system\n", large, filled.Round(time.Second),
		float64(bytes)/1e6, bytes/int64(large), time.Since(began).Round(100*time.Millisecond), float64(memory.Sys)/1e6)
	return r.Close()
}

// record has visitors wait for their choices to be on disk.
func record(r *registry.Registry) func(ctx context.Context, n int) error {
	return func(ctx context.Context, n int) error {
		var sending sync.WaitGroup
		faults := make([]error, senders)
		for sender := range senders {
			sending.Go(func() {
				for i := sender; i < n && faults[sender] == nil; i += senders {
					receipt, err := registry.NewReceipt(rand.Reader)
					if err == nil {
						_, _, err = r.Record(ctx, registry.Choice{Receipt: receipt, Answer: answer(i)})
					}
					faults[sender] = err
				}
			})
		}
		sending.Wait()
		return errors.Join(faults...)
	}
}

// answer varies as visitors' do.
func answer(i int) registry.Answer {
	a := registry.Answer{
		Portal: "demonstration", Charter: "abcdefghijklmnopqrstuvwx", Version: "823d9476873793bd46314b60b7e00765db96654a598143be7559e59aed626a28",
		Language: "fr", How: registry.Hows()[i%4],
	}
	for bit, service := range []string{"dailymotion", "matomo", "piano", "youtube"} {
		if i>>bit&1 == 1 {
			a.Granted = append(a.Granted, service)
		} else {
			a.Denied = append(a.Denied, service)
		}
	}
	return a
}

func median(figures []float64) float64 {
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// plain is a table of the entries' columns, without a tree.
type plain struct {
	db     *sql.DB
	number int
}

func newPlain(ctx context.Context, driver, location string) (*plain, error) {
	db, err := sql.Open(driver, location)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	blob := map[string]string{"sqlite": "BLOB", "pgx": "BYTEA"}[driver]
	_, err = db.ExecContext(ctx, `CREATE TABLE plain (number BIGINT PRIMARY KEY, leaf `+blob+`, time BIGINT, receipt `+blob+` UNIQUE, body BIGINT)`)
	return &plain{db: db}, err
}

func (p *plain) insert(ctx context.Context, tx *sql.Tx) error {
	var leaf [32]byte
	var receipt [10]byte
	_, _ = rand.Read(leaf[:])
	_, _ = rand.Read(receipt[:])
	p.number++
	_, err := tx.ExecContext(ctx, `INSERT INTO plain VALUES ($1, $2, $3, $4, $5)`, p.number, leaf[:], time.Now().Unix(), receipt[:], p.number%64)
	return err
}

// loop commits each row.
func (p *plain) loop(ctx context.Context, n int) error { return p.inBatches(ctx, n, 1) }

// batches commits as many rows at once as visitors wait.
func (p *plain) batches(ctx context.Context, n int) error { return p.inBatches(ctx, n, senders) }

func (p *plain) inBatches(ctx context.Context, n, size int) error {
	for done := 0; done < n; done += size {
		tx, err := p.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for range min(size, n-done) {
			if err := p.insert(ctx, tx); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
