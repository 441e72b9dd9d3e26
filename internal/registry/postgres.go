package registry

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresSchema is where the tables are, so that they share a database with others'.
const postgresSchema = "temoin"

// migrationLock keeps servers that start at once from migrating together: any number that nobody else uses.
const migrationLock = 7_309_453_316

// openPostgres prepares connections to a database; the first use connects.
func openPostgres(location string, readOnly bool) (*database, error) {
	config, err := pgx.ParseConfig(location)
	if err != nil {
		// The error names no password.
		return nil, fmt.Errorf("open registry: %w\n    hint: write postgres://user:password@host/database", err)
	}
	config.RuntimeParams["search_path"] = postgresSchema
	config.RuntimeParams["application_name"] = "temoin"
	// What was acknowledged is on disk, whatever the database's own setting.
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["lock_timeout"] = "10000"
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(6)
	db.SetMaxIdleConns(3)
	d := &database{
		kind: "postgres", read: db, lock: " FOR UPDATE", check: checkNothing,
		prepare: []string{
			`SELECT pg_advisory_xact_lock(` + strconv.Itoa(migrationLock) + `)`,
			`CREATE SCHEMA IF NOT EXISTS ` + postgresSchema,
		},
		hasTable: `SELECT count(*) FROM information_schema.tables WHERE table_schema = '` + postgresSchema + `' AND table_name = $1`,
		snapshot: sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		rawSize:  `SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '` + postgresSchema + `' AND c.relkind = 'r'`,
	}
	if !readOnly {
		d.write = db
	}
	return d, nil
}

// checkNothing: PostgreSQL tells of damaged pages itself when they are read.
func checkNothing(context.Context, *sql.Tx) ([]string, error) { return nil, nil }
