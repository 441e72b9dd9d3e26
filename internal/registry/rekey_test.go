package registry

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestRekeying: after a new key took over, everything verifies under it, heads of before still hold under the old one, and the old key writes nothing more.
func TestRekeying(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		var handed Handover
		for _, lost := range []bool{false, true} {
			old := testKey(t)
			if lost {
				// The key that took over in the first round is the one that is lost in the second.
				old = handed.Key
			}
			clock := newClock()
			running := opened(t, location, old, clock.now)
			first := refusal(t)
			if _, _, err := running.Record(t.Context(), first); err != nil {
				t.Fatal(err)
			}
			_, published, err := running.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			private := &old
			if lost {
				private = nil
			}
			file := filepath.Join(t.TempDir(), "new.key")
			h, err := Rekey(t.Context(), location, old.Verifier(), private, file, rand.Reader, clock.now, nil)
			if err != nil {
				t.Fatal(err)
			}
			handed = h
			if h.Before != published || h.Key.Name() != old.Name() || h.Key.Public() == old.Public() {
				t.Errorf("before %q, want %q; name %s", h.Before, published, h.Key.Name())
			}
			before, err := OpenHead(h.Before, old.Verifier())
			if err != nil {
				t.Fatal(err)
			}
			after, err := OpenHead(h.After, h.Key.Verifier())
			if err != nil || after.Size != before.Size || string(after.Root) != string(before.Root) {
				t.Errorf("after %+v, %v", after, err)
			}
			if _, err := OpenHead(h.After, old.Verifier()); (err == nil) == lost {
				t.Errorf("the old key vouches for the new one: %v, although it is lost: %t", err, lost)
			}
			if _, _, err := running.Record(t.Context(), refusal(t)); !errors.Is(err, ErrForeignHead) || !strings.Contains(err.Error(), "hint: ") {
				t.Errorf("a server with the old key: %v", err)
			}
			if err := running.Ready(t.Context()); !errors.Is(err, ErrForeignHead) {
				t.Errorf("a server with the old key is ready: %v", err)
			}
			if _, err := Open(t.Context(), location, old, clock.now); !errors.Is(err, ErrForeignHead) {
				t.Errorf("a server that starts with the old key: %v", err)
			}
			key, err := LoadKey(file, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			r := opened(t, location, key, clock.now)
			if _, added, err := r.Record(t.Context(), first); err != nil || added {
				t.Errorf("what was recorded before is still there: %t, %v", added, err)
			}
			if _, _, err := r.Record(t.Context(), refusal(t)); err != nil {
				t.Fatal(err)
			}
			if err := r.Ready(t.Context()); err != nil {
				t.Errorf("with the new key: %v", err)
			}
			report, err := r.Verify(t.Context(), key.Verifier(), []Head{before, after}, nil)
			if err != nil || len(report.Faults) > 0 {
				t.Errorf("%v, %q", err, report.Faults)
			}
			if report, err := r.Verify(t.Context(), old.Verifier(), nil, nil); err != nil || len(report.Faults) == 0 {
				t.Errorf("with the old key, all seems well: %v", err)
			}
		}
	})
}

// TestRekeyingRefuses: a new key never covers up what is wrong, and takes no other key's place.
func TestRekeyingRefuses(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		key, clock := testKey(t), newClock()
		file := filepath.Join(t.TempDir(), "new.key")
		r := opened(t, location, key, clock.now)
		if _, err := Rekey(t.Context(), location, key.Verifier(), &key, file, rand.Reader, clock.now, nil); err == nil || !strings.Contains(err.Error(), "empty") {
			t.Errorf("an empty registry: %v", err)
		}
		if _, _, err := r.Record(t.Context(), refusal(t)); err != nil {
			t.Fatal(err)
		}
		stranger := testKey(t)
		if _, err := Rekey(t.Context(), location, stranger.Verifier(), nil, file, rand.Reader, clock.now, nil); !errors.Is(err, ErrNotIntact) {
			t.Errorf("under a stranger's key: %v", err)
		}
		taken := filepath.Join(t.TempDir(), "taken.key")
		if _, err := LoadKey(taken, rand.Reader); err != nil {
			t.Fatal(err)
		}
		if _, err := Rekey(t.Context(), location, key.Verifier(), &key, taken, rand.Reader, clock.now, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("in the place of another key: %v", err)
		}
		if _, err := r.db.write.ExecContext(t.Context(), `UPDATE entries SET delay = delay + 1`); err != nil {
			t.Fatal(err)
		}
		if _, err := Rekey(t.Context(), location, key.Verifier(), &key, file, rand.Reader, clock.now, nil); !errors.Is(err, ErrNotIntact) {
			t.Errorf("over a changed entry: %v", err)
		}
		if _, _, err := r.Head(t.Context()); err != nil {
			t.Errorf("the registry's key was changed all the same: %v", err)
		}
	})
}
