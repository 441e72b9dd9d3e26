package registry

import (
	"errors"
	"testing"
	"time"
)

// FuzzOpenHead: a head that somebody hands in is one that the key signed, or none.
func FuzzOpenHead(f *testing.F) {
	key := testKey(f)
	h := Head{Size: 3, Root: make([]byte, 32), Time: time.Unix(1795305600, 0)}
	signed, err := h.sign(key)
	if err != nil {
		f.Fatal(err)
	}
	other, err := h.sign(testKey(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add(other)
	f.Add(signed[:len(signed)-4])
	f.Add("x\n-1\n\n\n\n— x AAAA\n")
	f.Fuzz(func(t *testing.T, text string) {
		opened, err := OpenHead(text, key.Verifier())
		if err == nil && (opened.Size != h.Size || !opened.Time.Equal(h.Time)) {
			t.Errorf("a head that was never signed: %+v of %q", opened, text)
		}
		if err != nil && !errors.Is(err, ErrForeignHead) {
			t.Errorf("signed, and not read: %v", err)
		}
	})
}
