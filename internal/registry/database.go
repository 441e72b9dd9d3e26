package registry

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// database is where a registry is stored. Both kinds speak the same SQL but for what this struct holds.
type database struct {
	kind string
	// write is for what changes the registry; nil where it was opened to be read only. read may lag behind nothing: both see every commit.
	write, read *sql.DB
	// lock follows the SELECT of the head's row, so that appends of several servers wait for each other.
	lock string
	// prepare is run before the schema is looked at, inside the migration's transaction.
	prepare []string
	// hasTable counts the tables of the name $1.
	hasTable string
	// check looks for damage that no hash covers.
	check func(ctx context.Context, tx *sql.Tx) ([]string, error)
	// snapshot is how a transaction sees one state from begin to end.
	snapshot sql.TxOptions
	// rawSize returns the bytes that the registry takes.
	rawSize string
}

// Schemas of both kinds, forward only: a file is never changed once it was released.
//
//go:embed migrations
var migrations embed.FS

// ErrNewerSchema is returned where a newer Témoin has written the registry.
var ErrNewerSchema = errors.New("the registry was written by a newer temoin")

// ErrNoRegistry is returned where there is none yet, and none was to be made.
var ErrNoRegistry = errors.New("there is no registry yet")

// open returns the database at a location: the path of a SQLite file, or a postgres:// URL.
func open(location string, readOnly bool) (*database, error) {
	if IsPostgres(location) {
		return openPostgres(location, readOnly)
	}
	return openSQLite(location, readOnly)
}

// IsPostgres reports whether a location is a PostgreSQL database's.
func IsPostgres(location string) bool {
	return strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://")
}

func (d *database) close() error {
	err := d.read.Close()
	if d.write != nil && d.write != d.read {
		err = errors.Join(err, d.write.Close())
	}
	return err
}

// migrate brings the schema up to what this program knows. A newer one is refused.
func (d *database) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, path.Join("migrations", d.kind, "*.sql"))
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	if d.write == nil {
		return d.checkSchema(ctx, len(files))
	}
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("migrate registry: %w", err)
	}
	defer tx.Rollback()
	for _, statement := range append(d.prepare, `CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)`) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("migrate registry: %w", err)
		}
	}
	version, err := schemaVersion(ctx, tx)
	if err != nil {
		return err
	}
	if version > len(files) {
		return newerSchema(version, len(files))
	}
	if version == len(files) {
		return nil
	}
	for _, file := range files[version:] {
		statements, err := migrations.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read migration: %w", err)
		}
		if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
			return fmt.Errorf("migrate registry with %s: %w", path.Base(file), err)
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM schema_version`); err != nil {
		return fmt.Errorf("migrate registry: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES ($1)`, len(files)); err != nil {
		return fmt.Errorf("migrate registry: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("migrate registry: %w", err)
	}
	return nil
}

func (d *database) checkSchema(ctx context.Context, known int) error {
	var tables int
	if err := d.read.QueryRowContext(ctx, d.hasTable, "schema_version").Scan(&tables); err != nil {
		return fmt.Errorf("look for the registry: %w", err)
	}
	if tables == 0 {
		return ErrNoRegistry
	}
	version, err := schemaVersion(ctx, d.read)
	switch {
	case err != nil:
		return err
	case version > known:
		return newerSchema(version, known)
	case version < known:
		return fmt.Errorf("read registry: its schema %d is older than this program's %d\n    hint: \"temoin serve\" brings it up to date", version, known)
	}
	return nil
}

func newerSchema(version, known int) error {
	return fmt.Errorf("open registry: %w: its schema is %d, and this program knows up to %d\n    hint: run the newer temoin, or put the backup of before the update back", ErrNewerSchema, version, known)
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func schemaVersion(ctx context.Context, q queryer) (version int, err error) {
	err = q.QueryRowContext(ctx, `SELECT version FROM schema_version`).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return version, nil
}
