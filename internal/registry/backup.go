package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Backup writes the registry as it is at one moment to a new SQLite file, while others go on writing to it. The backup is a registry itself: it can be
// verified, read, and served from. progress counts entries and may be nil. It returns an error if the file exists.
func (r *Registry) Backup(ctx context.Context, file string, progress func(done, total int64)) (err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up registry: %s exists already\n    hint: name a new file", file)
	}
	target, err := openSQLite(file, false)
	if err != nil {
		return fmt.Errorf("back up registry: %w", err)
	}
	defer func() {
		// Alone, without a WAL beside it.
		_, single := target.write.ExecContext(context.WithoutCancel(ctx), `PRAGMA journal_mode = DELETE`)
		if err = errors.Join(err, single, target.close()); err != nil {
			os.Remove(file)
		}
	}()
	if err := target.migrate(ctx); err != nil {
		return fmt.Errorf("back up registry: %w", err)
	}
	return r.snapshot(ctx, func(from *sql.Tx) error {
		to, err := target.write.BeginTx(ctx, nil)
		if err != nil {
			return fmt.Errorf("back up registry: %w", err)
		}
		defer to.Rollback()
		var size int64
		if err := from.QueryRowContext(ctx, `SELECT size FROM head`).Scan(&size); err != nil {
			return fmt.Errorf("read head: %w", err)
		}
		for _, statement := range []string{`DELETE FROM head`, `DELETE FROM probe`} {
			if _, err := to.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("back up registry: %w", err)
			}
		}
		for _, t := range []struct {
			name, columns string
			count         int
		}{
			{"documents", "hash, content", 2}, {"bodies", "id, hash, body", 3}, {"head", "id, size, frontier, signed", 4}, {"probe", "id, at", 2},
			{"entries", "number, leaf, time, delay, receipt, body", 6},
		} {
			done := func(rows int64) {
				if t.name == "entries" {
					progress(rows, size)
				}
			}
			if err := copyTable(ctx, from, to, t.name, t.columns, t.count, done); err != nil {
				return fmt.Errorf("back up %s: %w", t.name, err)
			}
		}
		return to.Commit()
	})
}

func copyTable(ctx context.Context, from, to *sql.Tx, table, columns string, count int, done func(rows int64)) error {
	insert, err := to.PrepareContext(ctx, `INSERT INTO `+table+` (`+columns+`) VALUES `+placeholders(1, count))
	if err != nil {
		return err
	}
	defer insert.Close()
	rows, err := from.QueryContext(ctx, `SELECT `+columns+` FROM `+table+` ORDER BY 1`)
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]any, count)
	into := make([]any, count)
	for i := range values {
		into[i] = &values[i]
	}
	var copied int64
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
		copied++
		const often = 1 << 14
		if copied%often == 0 {
			done(copied)
		}
	}
	done(copied)
	return rows.Err()
}
