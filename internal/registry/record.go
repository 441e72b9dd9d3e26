package registry

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Limits of the queue before the database: how many choices may wait, and how many are written at once.
const (
	maxWaiting = 2048
	maxBatch   = 512
	// patience is how long one batch may take.
	patience = 15 * time.Second
)

// ErrBusy is returned where more choices wait than the database takes.
var ErrBusy = errors.New("the registry has too much to do")

// ErrClosed is returned after Close.
var ErrClosed = errors.New("the registry is closed")

// ErrReceiptTaken is returned for a receipt number that stands for another choice already.
var ErrReceiptTaken = errors.New("the receipt number stands for another choice")

// waiting is a choice that its request waits for.
type waiting struct {
	draft draft
	done  chan outcome
}

type outcome struct {
	number int64
	// added is whether the entry is new.
	added bool
	err   error
}

// Record appends a choice, and returns its number once it is on disk. A choice whose receipt number is there already, with the same content, is not
// added again: added is false. What comes while the database writes is written together afterwards.
func (r *Registry) Record(ctx context.Context, c Choice) (number int64, added bool, err error) {
	if r.key == nil {
		return 0, false, ErrReadOnly
	}
	if c.Delay < 0 || c.Delay > MaxDelay {
		return 0, false, fmt.Errorf("%w: its delay is out of range", ErrNotRecordable)
	}
	if c.Answer, err = c.Answer.normal(); err != nil {
		return 0, false, err
	}
	w := &waiting{
		draft: draft{receipt: &c.Receipt, delay: int64(c.Delay), body: encodeBody(choiceBody{KindChoice, c.Answer})},
		done:  make(chan outcome, 1),
	}
	select {
	case <-r.closed:
		return 0, false, ErrClosed
	default:
	}
	select {
	case r.queue <- w:
	default:
		return 0, false, ErrBusy
	}
	select {
	case o := <-w.done:
		return o.number, o.added, o.err
	case <-ctx.Done():
		// It may be written all the same: a repetition with the same receipt number finds out.
		return 0, false, fmt.Errorf("record choice: %w", ctx.Err())
	}
}

// write is the one goroutine of this program that appends choices.
func (r *Registry) write() {
	for {
		select {
		case w := <-r.queue:
			r.writeBatch(r.gather(w))
		case <-r.closed:
			// What was handed over before is finished.
			for {
				select {
				case w := <-r.queue:
					r.writeBatch(r.gather(w))
				default:
					return
				}
			}
		}
	}
}

// gather returns the first choice and those that wait behind it.
func (r *Registry) gather(first *waiting) []*waiting {
	batch := []*waiting{first}
	for len(batch) < maxBatch {
		select {
		case w := <-r.queue:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

func (r *Registry) writeBatch(batch []*waiting) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	drafts := make([]draft, len(batch))
	for i, w := range batch {
		drafts[i] = w.draft
	}
	outcomes, err := r.append(ctx, drafts)
	for i, w := range batch {
		if err != nil {
			w.done <- outcome{err: err}
		} else {
			w.done <- outcomes[i]
		}
	}
}
