package registry

import (
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Receipt is the random number of a choice: the visitor can copy it, and whoever has it can find the choice. It says nothing by itself, and
// is the key by which a repeated request is known.
type Receipt [10]byte

// crockford has no letter that is read as another, or as a digit (Douglas Crockford, Base 32). Twin: web/receipt.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// ErrNoReceipt is what every error of ParseReceipt wraps.
var ErrNoReceipt = errors.New("no receipt number")

// NewReceipt draws a receipt number. It returns an error if random cannot be read.
func NewReceipt(random io.Reader) (r Receipt, err error) {
	if _, err := io.ReadFull(random, r[:]); err != nil {
		return Receipt{}, fmt.Errorf("draw receipt number: %w", err)
	}
	return r, nil
}

// ParseReceipt reads a receipt number as people write it: in any case, with or without hyphens and blanks, O for 0, I and L for 1.
func ParseReceipt(text string) (r Receipt, err error) {
	const longest = 64
	if len(text) > longest {
		return Receipt{}, fmt.Errorf("%w: %d characters are too many", ErrNoReceipt, len(text))
	}
	text = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text))
	decoded, err := crockford.DecodeString(text)
	if err != nil || len(text) != crockford.EncodedLen(len(r)) {
		return Receipt{}, fmt.Errorf("%w: want sixteen letters and digits, such as 7Q2M-XK4D-0V9T-3HJB", ErrNoReceipt)
	}
	copy(r[:], decoded)
	return r, nil
}

// String returns the number in groups of four: 7Q2M-XK4D-0V9T-3HJB.
func (r Receipt) String() string {
	text := crockford.EncodeToString(r[:])
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}

// MarshalText writes the form of String.
func (r Receipt) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseReceipt reads.
func (r *Receipt) UnmarshalText(text []byte) (err error) {
	*r, err = ParseReceipt(string(text))
	return err
}
