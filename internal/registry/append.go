package registry

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// draft is an entry before it has a number and a time.
type draft struct {
	receipt *Receipt
	delay   int64
	body    string
}

// append writes entries in one transaction. Either all of them are on disk when it returns, or it returns an error; after an error of the commit
// itself nobody knows, which is what receipt numbers are for.
func (r *Registry) append(ctx context.Context, drafts []draft) (outcomes []outcome, err error) {
	err = r.change(ctx, func(tx *sql.Tx, t tree) (err error) {
		outcomes, err = r.appendTo(ctx, tx, t, drafts)
		return err
	})
	return outcomes, err
}

// change runs do in a transaction that holds the registry's head against all other servers, and signs the head anew if do appended to the tree.
func (r *Registry) change(ctx context.Context, do func(tx *sql.Tx, t tree) error) (err error) {
	if r.key == nil {
		return ErrReadOnly
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	defer func() {
		if err != nil {
			// What was rolled back may have had ids that others get now.
			clear(r.bodies)
		}
	}()
	tx, err := r.db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write to registry: %w", err)
	}
	defer tx.Rollback()
	var size int64
	var frontier []byte
	var signed string
	if err := tx.QueryRowContext(ctx, `SELECT size, frontier, signed FROM head`+r.db.lock).Scan(&size, &frontier, &signed); err != nil {
		return fmt.Errorf("read head: %w", err)
	}
	if signed != "" {
		// The registry may have another key by now (Rekey), or another server of it a wrong one.
		if _, err := OpenHead(signed, r.key.Verifier()); err != nil {
			return fmt.Errorf("%w\n    hint: start this server with the registry's present key (--registry-key)", err)
		}
	}
	t, err := newTree(size, frontier)
	if err != nil {
		return err
	}
	if err := do(tx, t); err != nil {
		return err
	}
	if t.size() != size {
		if err := r.storeHead(ctx, tx, t); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write to registry: %w", err)
	}
	return nil
}

func (r *Registry) storeHead(ctx context.Context, tx *sql.Tx, t tree) error {
	root, err := t.root()
	if err != nil {
		return err
	}
	signed, err := Head{Size: t.size(), Root: root, Time: r.now()}.sign(*r.key)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE head SET size = $1, frontier = $2, signed = $3`, t.size(), t.frontier(), signed); err != nil {
		return fmt.Errorf("write head: %w", err)
	}
	return nil
}

// appendTo inserts those of the drafts whose receipt number is not there yet.
func (r *Registry) appendTo(ctx context.Context, tx *sql.Tx, t tree, drafts []draft) ([]outcome, error) {
	known, err := recorded(ctx, tx, drafts)
	if err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(drafts))
	now := r.now().Unix()
	var rows []any
	for i, d := range drafts {
		if d.receipt != nil {
			if earlier, taken := known[*d.receipt]; taken {
				outcomes[i].number = earlier.number
				if earlier.body != d.body {
					outcomes[i].err = ErrReceiptTaken
				}
				continue
			}
		}
		body, err := r.bodyID(ctx, tx, d.body)
		if err != nil {
			return nil, err
		}
		number := t.size()
		leaf := leafHash(number, content{seconds: now, delay: d.delay, receipt: d.receipt, body: d.body})
		if err := t.append(leaf); err != nil {
			return nil, err
		}
		var delay, receipt any
		if d.receipt != nil {
			delay, receipt = d.delay, d.receipt[:]
			known[*d.receipt] = earlierEntry{number, d.body}
		}
		rows = append(rows, number, leaf, now, delay, receipt, body)
		outcomes[i] = outcome{number: number, added: true}
	}
	const columns = 6
	if len(rows) > 0 {
		query := `INSERT INTO entries (number, leaf, time, delay, receipt, body) VALUES ` + placeholders(len(rows)/columns, columns)
		if _, err := tx.ExecContext(ctx, query, rows...); err != nil {
			return nil, fmt.Errorf("write entries: %w", err)
		}
	}
	return outcomes, nil
}

// earlierEntry is an entry that is in the registry already.
type earlierEntry struct {
	number int64
	body   string
}

// recorded returns the entries that have a receipt number of the drafts'.
func recorded(ctx context.Context, tx *sql.Tx, drafts []draft) (map[Receipt]earlierEntry, error) {
	known := map[Receipt]earlierEntry{}
	var receipts []any
	for _, d := range drafts {
		if d.receipt != nil {
			receipts = append(receipts, d.receipt[:])
		}
	}
	if len(receipts) == 0 {
		return known, nil
	}
	rows, err := tx.QueryContext(ctx, `SELECT e.receipt, e.number, b.body FROM entries e JOIN bodies b ON b.id = e.body WHERE e.receipt IN `+
		placeholders(1, len(receipts)), receipts...)
	if err != nil {
		return nil, fmt.Errorf("look for receipt numbers: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var receipt []byte
		var e earlierEntry
		if err := rows.Scan(&receipt, &e.number, &e.body); err != nil {
			return nil, fmt.Errorf("look for receipt numbers: %w", err)
		}
		known[Receipt(receipt)] = e
	}
	return known, rows.Err()
}

// mostBodies is how many ids of bodies are kept in memory: a portal has a few dozen.
const mostBodies = 10_000

// bodyID returns the id of a body, which is written where it is new.
func (r *Registry) bodyID(ctx context.Context, tx *sql.Tx, body string) (id int64, err error) {
	if id, known := r.bodies[body]; known {
		return id, nil
	}
	hash := sha256.Sum256([]byte(body))
	err = tx.QueryRowContext(ctx, `SELECT id FROM bodies WHERE hash = $1`, hash[:]).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `INSERT INTO bodies (hash, body) VALUES ($1, $2) RETURNING id`, hash[:], body).Scan(&id)
	}
	if err != nil {
		return 0, fmt.Errorf("write body: %w", err)
	}
	if len(r.bodies) >= mostBodies {
		clear(r.bodies)
	}
	r.bodies[body] = id
	return id, nil
}

// placeholders returns ($1, $2), ($3, $4) for two rows of two columns.
func placeholders(rows, columns int) string {
	var b strings.Builder
	for row := range rows {
		if row > 0 {
			b.WriteString(", ")
		}
		for column := range columns {
			if column == 0 {
				b.WriteString("($")
			} else {
				b.WriteString(", $")
			}
			b.WriteString(strconv.Itoa(row*columns + column + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
