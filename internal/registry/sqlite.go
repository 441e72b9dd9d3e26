package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// openSQLite opens the file, and makes it where there is none, readable by its owner only. What was acknowledged survives a loss of power: WAL with
// synchronous=FULL (sqlite.org/pragma.html#pragma_synchronous). What is pruned is overwritten (secure_delete).
func openSQLite(file string, readOnly bool) (*database, error) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("open registry: %w", err)
	}
	d := &database{
		kind: "sqlite", check: checkSQLite,
		hasTable: `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1`,
		rawSize:  `SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
	}
	if readOnly {
		if _, err := os.Stat(absolute); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("open registry %s: %w\n    hint: name it with --registry; \"temoin serve\" makes it", file, ErrNoRegistry)
		}
		d.read, err = sql.Open("sqlite", sqliteName(absolute, "mode=ro&_pragma=busy_timeout(10000)"))
		return d, err
	}
	// The driver would make it readable by all.
	made, err := os.OpenFile(absolute, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open registry: %w\n    hint: name a place that can be written to with --registry", err)
	}
	if err := made.Close(); err != nil {
		return nil, fmt.Errorf("open registry: %w", err)
	}
	d.write, err = sql.Open("sqlite", sqliteName(absolute,
		"_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"))
	if err != nil {
		return nil, fmt.Errorf("open registry: %w", err)
	}
	d.write.SetMaxOpenConns(1)
	d.read, err = sql.Open("sqlite", sqliteName(absolute, "_pragma=busy_timeout(10000)&_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open registry: %w", err), d.write.Close())
	}
	d.read.SetMaxOpenConns(4)
	return d, nil
}

func sqliteName(absolute, query string) string {
	return (&url.URL{Scheme: "file", Path: absolute, RawQuery: query}).String()
}

// checkSQLite has SQLite look at its pages and indexes (sqlite.org/pragma.html#pragma_integrity_check).
func checkSQLite(ctx context.Context, tx *sql.Tx) (faults []string, err error) {
	rows, err := tx.QueryContext(ctx, `PRAGMA integrity_check(20)`)
	if err != nil {
		return nil, fmt.Errorf("check the file: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, fmt.Errorf("check the file: %w", err)
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	return faults, rows.Err()
}
