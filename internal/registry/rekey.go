package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// ErrNotIntact is returned where a registry is not as it was recorded, and is not to be signed anew for that reason.
var ErrNotIntact = errors.New("the registry is not as it was recorded")

// Handover is how a registry came to have another key.
type Handover struct {
	// Before is the last head under the key that was, After the same state under the new one; where the old private key was there, it signed After too.
	Before, After string
	// Key is the new key.
	Key Key
}

// Rekey makes a new key for a registry in a file that is not there yet, and has it sign the registry's head from now on. It looks first whether all is as it was
// recorded under the key that is to go: the old public key must be known. With the old private key too (old, or nil where it is lost), both sign the head, so that
// whoever trusts the old one can trust the new one. Servers that run with the old key record nothing from then on. Where the database fails at the end, the key's file
// stays: nobody knows whether the database took the new head.
func Rekey(ctx context.Context, location string, verifier note.Verifier, old *Key, file string, random io.Reader, now func() time.Time, progress func(done, total int64)) (Handover, error) {
	db, err := open(location, false)
	if err != nil {
		return Handover{}, err
	}
	r := &Registry{db: db, now: now, bodies: map[string]int64{}}
	h, err := r.rekey(ctx, verifier, old, file, random, progress)
	return h, errors.Join(err, db.close())
}

func (r *Registry) rekey(ctx context.Context, verifier note.Verifier, old *Key, file string, random io.Reader, progress func(done, total int64)) (h Handover, err error) {
	if err := r.db.migrate(ctx); err != nil {
		return h, err
	}
	report, err := r.Verify(ctx, verifier, nil, progress)
	if err != nil {
		return h, err
	}
	if len(report.Faults) > 0 {
		return h, fmt.Errorf("%w: %s\n    hint: \"temoin registry verify\" tells all; a new key would cover it up", ErrNotIntact, report.Faults[0])
	}
	if report.Entries == 0 {
		return h, errors.New("the registry is empty: nothing was signed yet\n    hint: start the server with another --registry-key")
	}
	tx, err := r.db.write.BeginTx(ctx, nil)
	if err != nil {
		return h, fmt.Errorf("write to registry: %w", err)
	}
	defer tx.Rollback()
	var size int64
	var frontier []byte
	if err := tx.QueryRowContext(ctx, `SELECT size, frontier, signed FROM head`+r.db.lock).Scan(&size, &frontier, &h.Before); err != nil {
		return h, fmt.Errorf("read head: %w", err)
	}
	// What was appended since is under the old key too.
	if _, err := OpenHead(h.Before, verifier); err != nil {
		return h, err
	}
	t, err := newTree(size, frontier)
	if err != nil {
		return h, err
	}
	root, err := t.root()
	if err != nil {
		return h, err
	}
	if h.Key, err = writeKey(file, verifier.Name(), random); err != nil {
		return h, err
	}
	head := Head{Size: size, Root: root, Time: r.now()}
	signed, err := head.sign(h.Key)
	if err != nil {
		return h, err
	}
	if h.After = signed; old != nil {
		if h.After, err = head.sign(h.Key, old.signer); err != nil {
			return h, err
		}
	}
	// Without the old key's signature: a server that has that key only is to see that it went.
	if _, err := tx.ExecContext(ctx, `UPDATE head SET signed = $1`, signed); err != nil {
		return h, fmt.Errorf("write head: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return h, fmt.Errorf("write to registry: %w", err)
	}
	return h, nil
}
