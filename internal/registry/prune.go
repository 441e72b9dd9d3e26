package registry

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// pruneBatch is how many entries are emptied in one transaction, so that choices need not wait long.
const pruneBatch = 5000

// Prune empties the choices whose retention is over: what is left of them is the leaf's hash, by which the tree can still be verified, and an entry that
// tells which were emptied. Each portal has its own retention, in its newest version. It returns how many choices were emptied; progress may be nil.
func (r *Registry) Prune(ctx context.Context, progress func(done int64)) (emptied int64, err error) {
	for {
		n := 0
		err := r.change(ctx, func(tx *sql.Tx, t tree) (err error) {
			n, err = r.pruneSome(ctx, tx, t)
			return err
		})
		if err != nil || n == 0 {
			return emptied, err
		}
		emptied += int64(n)
		if progress != nil {
			progress(emptied)
		}
	}
}

func (r *Registry) pruneSome(ctx context.Context, tx *sql.Tx, t tree) (int, error) {
	bodies, err := r.expiredBefore(ctx, tx)
	if err != nil {
		return 0, err
	}
	numbers, err := expired(ctx, tx, bodies)
	if err != nil || len(numbers) == 0 {
		return 0, err
	}
	runs := runsOf(numbers)
	for _, run := range runs {
		if _, err := tx.ExecContext(ctx, `UPDATE entries SET time = NULL, delay = NULL, receipt = NULL, body = NULL WHERE number BETWEEN $1 AND $2`, run[0], run[1]); err != nil {
			return 0, fmt.Errorf("empty entries: %w", err)
		}
	}
	if _, err := r.appendTo(ctx, tx, t, []draft{{body: encodeBody(prunedBody{KindPruned, Pruned{runs}})}}); err != nil {
		return 0, err
	}
	return len(numbers), nil
}

// expiredBefore returns, for each body of a choice, the time in seconds before which its entries are to be emptied.
func (r *Registry) expiredBefore(ctx context.Context, tx *sql.Tx) (map[int64]int64, error) {
	served, err := servedVersions(ctx, tx)
	if err != nil {
		return nil, err
	}
	retention := map[string]int{}
	for _, s := range served {
		if !s.To.IsZero() {
			continue
		}
		version, err := readVersion(ctx, tx, s.Version)
		if err != nil {
			return nil, err
		}
		retention[s.Portal] = version.Retention
	}
	bodies, err := allBodies(ctx, tx)
	if err != nil {
		return nil, err
	}
	before := map[int64]int64{}
	for id, text := range bodies {
		var body choiceBody
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			return nil, fmt.Errorf("read body %d: %w", id, err)
		}
		if body.Kind != KindChoice {
			continue
		}
		months := retention[body.Portal]
		if months <= 0 {
			months = DefaultRetention
		}
		before[id] = monthsBefore(r.now(), months).Unix()
	}
	return before, nil
}

// monthsBefore returns the same day so many months earlier, or the last day of that month where it has no such day.
func monthsBefore(t time.Time, months int) time.Time {
	earlier := t.AddDate(0, -months, 0)
	if earlier.Day() != t.Day() {
		earlier = earlier.AddDate(0, 0, -earlier.Day())
	}
	return earlier
}

// expired returns the numbers of the first choices that are older than their body's limit, in order.
func expired(ctx context.Context, tx *sql.Tx, before map[int64]int64) (numbers []int64, err error) {
	var latest int64
	for _, limit := range before {
		latest = max(latest, limit)
	}
	rows, err := tx.QueryContext(ctx, `SELECT number, time, body FROM entries WHERE receipt IS NOT NULL AND time < $1 ORDER BY number`, latest)
	if err != nil {
		return nil, fmt.Errorf("look for old entries: %w", err)
	}
	defer rows.Close()
	for len(numbers) < pruneBatch && rows.Next() {
		var number, seconds, body int64
		if err := rows.Scan(&number, &seconds, &body); err != nil {
			return nil, fmt.Errorf("look for old entries: %w", err)
		}
		if seconds < before[body] {
			numbers = append(numbers, number)
		}
	}
	return numbers, rows.Err()
}

// runsOf returns numbers, which are in order, as pairs of the first and the last of each run.
func runsOf(numbers []int64) (runs [][2]int64) {
	for _, n := range numbers {
		if last := len(runs) - 1; last >= 0 && runs[last][1] == n-1 {
			runs[last][1] = n
			continue
		}
		runs = append(runs, [2]int64{n, n})
	}
	return runs
}
