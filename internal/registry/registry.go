// Package registry proves consent: it keeps which banner and charter were served when, and what was answered, in a Merkle tree (RFC 6962) whose
// head is signed, so that an entry that was changed, removed or put in another place is found.
//
// It stores nothing that points to a person: no address, no user agent, no identifier that two choices share. The time is in seconds.
// It is stored in SQLite or, for several servers, in PostgreSQL; what Record has returned is on disk.
package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Registry is an open registry. Its methods may be called from any goroutine.
type Registry struct {
	db  *database
	key *Key
	now func() time.Time

	queue  chan *waiting
	closed chan struct{}
	writer sync.WaitGroup
	// bodies has the ids of bodies that were committed, by body; only the writer's goroutine and those who hold writing use it.
	writing sync.Mutex
	bodies  map[string]int64
}

// ErrReadOnly is returned by what writes where the registry was opened without a key.
var ErrReadOnly = errors.New("the registry was opened to be read")

// Open opens the registry at a location, the path of a SQLite file or a postgres:// URL, makes it where there is none, and brings its schema up to
// date. The key signs its heads; a registry whose head another key has signed is refused. Close it in the end.
func Open(ctx context.Context, location string, key Key, now func() time.Time) (*Registry, error) {
	db, err := open(location, false)
	if err != nil {
		return nil, err
	}
	r := &Registry{db: db, key: &key, now: now, queue: make(chan *waiting, maxWaiting), closed: make(chan struct{}), bodies: map[string]int64{}}
	if err := errors.Join(db.migrate(ctx)); err != nil {
		return nil, errors.Join(err, db.close())
	}
	if _, _, err := r.Head(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	r.writer.Go(r.write)
	return r, nil
}

// OpenReadOnly opens a registry to look at it: it makes none, changes nothing and needs no private key.
func OpenReadOnly(ctx context.Context, location string) (*Registry, error) {
	db, err := open(location, true)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return &Registry{db: db}, nil
}

// Verifier checks the signatures of the registry's key.
func (r *Registry) Verifier() note.Verifier { return r.key.Verifier() }

// Close finishes what was handed over, then closes the database.
func (r *Registry) Close() error {
	if r.closed != nil {
		close(r.closed)
		r.writer.Wait()
	}
	return r.db.close()
}

// Head returns the newest head and its signed form, both empty before the first entry. It returns an error that wraps ErrForeignHead if
// the registry's key has not signed it.
func (r *Registry) Head(ctx context.Context) (Head, string, error) {
	var signed string
	if err := r.db.read.QueryRowContext(ctx, `SELECT signed FROM head`).Scan(&signed); err != nil {
		return Head{}, "", fmt.Errorf("read head: %w", err)
	}
	if signed == "" || r.key == nil {
		return Head{}, signed, nil
	}
	head, err := OpenHead(signed, r.key.Verifier())
	if err != nil {
		return Head{}, "", fmt.Errorf("%w\n    hint: every server of a registry needs the same key file: copy that of the first (--registry-key)", err)
	}
	return head, signed, nil
}

// Size returns how many bytes the registry takes in its database.
func (r *Registry) Size(ctx context.Context) (bytes int64, err error) {
	if err := r.db.read.QueryRowContext(ctx, r.db.rawSize).Scan(&bytes); err != nil {
		return 0, fmt.Errorf("measure registry: %w", err)
	}
	return bytes, nil
}

// Ready returns an error if nothing can be recorded now: the registry cannot be written to, which it writes to find out, or has another key by now (Rekey).
func (r *Registry) Ready(ctx context.Context) error {
	if r.key == nil {
		return ErrReadOnly
	}
	if _, err := r.db.write.ExecContext(ctx, `UPDATE probe SET at = $1`, r.now().Unix()); err != nil {
		return fmt.Errorf("write to registry: %w", err)
	}
	_, _, err := r.Head(ctx)
	return err
}

// snapshot runs read with a transaction that sees one state of the registry.
func (r *Registry) snapshot(ctx context.Context, read func(tx *sql.Tx) error) error {
	options := r.db.snapshot
	tx, err := r.db.read.BeginTx(ctx, &options)
	if err != nil {
		return fmt.Errorf("read registry: %w", err)
	}
	defer tx.Rollback()
	return read(tx)
}
