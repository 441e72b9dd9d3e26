package registry

import (
	"strings"
	"testing"
	"time"
)

// TestOneChoiceIsProved: with the entry, a dozen hashes and the signed head, anybody can see that the entry is in the registry.
func TestOneChoiceIsProved(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		r := opened(t, location, testKey(t), newClock().now)
		for size := 1; size <= 21; size++ {
			record(t, r, refusal(t))
		}
		err := r.Entries(t.Context(), time.Time{}, time.Time{}, func(e Entry) error {
			p, err := r.Prove(t.Context(), e)
			if err != nil {
				return err
			}
			head, err := OpenHead(p.Head, r.key.Verifier())
			if err != nil {
				return err
			}
			if err := p.Holds(head); err != nil {
				t.Errorf("entry %d: %v", e.Number, err)
			}
			p.Entry = strings.Replace(p.Entry, `"how":"banner"`, `"how":"panel"`, 1)
			if p.Holds(head) == nil {
				t.Errorf("entry %d: another text is proved too", e.Number)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
