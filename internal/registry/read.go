package registry

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// ErrNotFound is returned for what the registry does not hold, or no longer.
var ErrNotFound = errors.New("the registry does not hold it")

// Find returns the choice with a receipt number. The error wraps ErrNotFound where there is none.
func (r *Registry) Find(ctx context.Context, receipt Receipt) (Entry, error) {
	c := content{receipt: &receipt}
	var number int64
	err := r.db.read.QueryRowContext(ctx, `SELECT e.number, e.time, e.delay, b.body FROM entries e JOIN bodies b ON b.id = e.body WHERE e.receipt = $1`, receipt[:]).
		Scan(&number, &c.seconds, &c.delay, &c.body)
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, fmt.Errorf("find %s: %w", receipt, ErrNotFound)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("find %s: %w", receipt, err)
	}
	return decodeEntry(number, c)
}

// Entries calls yield for every entry that is not pruned, in order, whose time is in [from, to); a zero time is no limit. It stops at the first
// error of yield and returns it.
func (r *Registry) Entries(ctx context.Context, from, to time.Time, yield func(Entry) error) error {
	return r.snapshot(ctx, func(tx *sql.Tx) error {
		bodies, err := allBodies(ctx, tx)
		if err != nil {
			return err
		}
		first, last := bounds(from, to)
		rows, err := tx.QueryContext(ctx, `SELECT number, time, delay, receipt, body FROM entries WHERE body IS NOT NULL AND time >= $1 AND time < $2 ORDER BY number`, first, last)
		if err != nil {
			return fmt.Errorf("read entries: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var number, body int64
			var c content
			var delay sql.NullInt64
			var receipt []byte
			if err := rows.Scan(&number, &c.seconds, &delay, &receipt, &body); err != nil {
				return fmt.Errorf("read entries: %w", err)
			}
			c.delay, c.body = delay.Int64, bodies[body]
			if c.receipt, err = readReceipt(receipt); err != nil {
				return fmt.Errorf("read entry %d: %w", number, err)
			}
			entry, err := decodeEntry(number, c)
			if err != nil {
				return err
			}
			if err := yield(entry); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// bounds returns a span of time in seconds, as the entries have it.
func bounds(from, to time.Time) (first, last int64) {
	const never = 1 << 62
	first, last = -never, never
	if !from.IsZero() {
		first = from.Unix()
	}
	if !to.IsZero() {
		last = to.Unix()
	}
	return first, last
}

func readReceipt(data []byte) (*Receipt, error) {
	if data == nil {
		return nil, nil
	}
	if len(data) != len(Receipt{}) {
		return nil, ErrNoReceipt
	}
	r := Receipt(data)
	return &r, nil
}

// allBodies returns the bodies by id: a portal has a few dozen.
func allBodies(ctx context.Context, q queryer) (map[int64]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT id, body FROM bodies`)
	if err != nil {
		return nil, fmt.Errorf("read bodies: %w", err)
	}
	defer rows.Close()
	bodies := map[int64]string{}
	for rows.Next() {
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return nil, fmt.Errorf("read bodies: %w", err)
		}
		bodies[id] = body
	}
	return bodies, rows.Err()
}

// ServedVersion tells from when to when a version was served. To is zero while it is.
type ServedVersion struct {
	Served
	From, To time.Time
}

// Served returns every version that was ever served, in the order in which they began to be.
func (r *Registry) Served(ctx context.Context) ([]ServedVersion, error) {
	return servedVersions(ctx, r.db.read)
}

func servedVersions(ctx context.Context, q queryer) ([]ServedVersion, error) {
	rows, err := q.QueryContext(ctx, `SELECT e.number, e.time, b.body FROM entries e JOIN bodies b ON b.id = e.body WHERE e.receipt IS NULL AND e.body IS NOT NULL ORDER BY e.number`)
	if err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	defer rows.Close()
	var versions []ServedVersion
	newest := map[string]int{}
	for rows.Next() {
		var number int64
		var c content
		if err := rows.Scan(&number, &c.seconds, &c.body); err != nil {
			return nil, fmt.Errorf("read versions: %w", err)
		}
		entry, err := decodeEntry(number, c)
		if err != nil {
			return nil, err
		}
		if entry.Kind != KindCharter {
			continue
		}
		if i, before := newest[entry.Served.Portal]; before {
			versions[i].To = entry.Time
		}
		newest[entry.Served.Portal] = len(versions)
		versions = append(versions, ServedVersion{Served: entry.Served, From: entry.Time})
	}
	return versions, rows.Err()
}

// Version returns the version of a hash. The error wraps ErrNotFound where there is none.
func (r *Registry) Version(ctx context.Context, hash string) (Version, error) {
	return readVersion(ctx, r.db.read, hash)
}

// Document returns the document of a hash, in hex. The error wraps ErrNotFound where there is none.
func (r *Registry) Document(ctx context.Context, hash string) ([]byte, error) {
	return readDocument(ctx, r.db.read, hash)
}

func readVersion(ctx context.Context, q queryer, hash string) (Version, error) {
	data, err := readDocument(ctx, q, hash)
	if err != nil {
		return Version{}, err
	}
	return decodeVersion(data)
}

func readDocument(ctx context.Context, q queryer, hash string) ([]byte, error) {
	key, err := hex.DecodeString(hash)
	if err != nil {
		return nil, fmt.Errorf("read document: %w", ErrNotFound)
	}
	var content []byte
	err = q.QueryRowContext(ctx, `SELECT content FROM documents WHERE hash = $1`, key).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read document %s: %w", hash, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("read document %s: %w", hash, err)
	}
	return decompress(content)
}
