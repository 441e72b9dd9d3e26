package registry

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Count is how many visitors answered the same on a day.
type Count struct {
	// Day is the day's first moment, in the location that Counts was given.
	Day time.Time
	Answer
	Choices int64
}

// Counts returns how many choices there are by day and answer, for the times in [from, to); a zero time is no limit. Days are those of the location,
// whose offset is taken for one of whole hours.
func (r *Registry) Counts(ctx context.Context, from, to time.Time, location *time.Location) (counts []Count, err error) {
	err = r.snapshot(ctx, func(tx *sql.Tx) error {
		bodies, err := allBodies(ctx, tx)
		if err != nil {
			return err
		}
		first, last := bounds(from, to)
		rows, err := tx.QueryContext(ctx, `SELECT time / 3600, body, count(*) FROM entries WHERE receipt IS NOT NULL AND time >= $1 AND time < $2 GROUP BY 1, 2 ORDER BY 1, 2`, first, last)
		if err != nil {
			return fmt.Errorf("count choices: %w", err)
		}
		defer rows.Close()
		type key struct{ day, body int64 }
		places := map[key]int{}
		for rows.Next() {
			var hour, body, n int64
			if err := rows.Scan(&hour, &body, &n); err != nil {
				return fmt.Errorf("count choices: %w", err)
			}
			year, month, date := time.Unix(hour*3600, 0).In(location).Date()
			day := time.Date(year, month, date, 0, 0, 0, 0, location)
			place, known := places[key{day.Unix(), body}]
			if !known {
				place = len(counts)
				places[key{day.Unix(), body}] = place
				c := Count{Day: day}
				if err := json.Unmarshal([]byte(bodies[body]), &c.Answer); err != nil {
					return fmt.Errorf("read body %d: %w", body, err)
				}
				counts = append(counts, c)
			}
			counts[place].Choices += n
		}
		return rows.Err()
	})
	return counts, err
}
