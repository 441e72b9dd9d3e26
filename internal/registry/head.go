package registry

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Head is a state of the registry: so many entries, and the root of their tree. Whoever keeps a signed head can later show that nothing of what it
// covers was changed, removed or put in another place.
type Head struct {
	Size int64
	Root []byte
	// Time is when the head was signed.
	Time time.Time
}

// sign returns the head as a signed note: the registry's name, the size, the root in base64, the time (C2SP, tlog-checkpoint). Others may sign it too.
func (h Head) sign(key Key, others ...note.Signer) (string, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n%s\n", key.Name(), h.Size, base64.StdEncoding.EncodeToString(h.Root), h.Time.UTC().Format(time.RFC3339))
	signed, err := note.Sign(&note.Note{Text: text}, append([]note.Signer{key.signer}, others...)...)
	if err != nil {
		return "", fmt.Errorf("sign head: %w", err)
	}
	return string(signed), nil
}

// ErrForeignHead is returned for a head that the key did not sign.
var ErrForeignHead = errors.New("the head was signed with another key, or changed since")

// OpenHead reads a signed head. It returns an error that wraps ErrForeignHead if none of the keys has signed it.
func OpenHead(signed string, verifiers ...note.Verifier) (Head, error) {
	opened, err := note.Open([]byte(signed), note.VerifierList(verifiers...))
	if err != nil {
		return Head{}, fmt.Errorf("read head: %w (%w)", ErrForeignHead, err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 5 || lines[0] != opened.Sigs[0].Name || lines[4] != "" {
		return Head{}, errors.New("read head: it is none of a registry")
	}
	var h Head
	var faults [3]error
	h.Size, faults[0] = strconv.ParseInt(lines[1], 10, 64)
	h.Root, faults[1] = base64.StdEncoding.DecodeString(lines[2])
	h.Time, faults[2] = time.Parse(time.RFC3339, lines[3])
	if err := errors.Join(faults[:]...); err != nil {
		return Head{}, fmt.Errorf("read head: %w", err)
	}
	return h, nil
}
