package registry

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key signs the registry's heads (Ed25519). One registry has one key, whatever number of servers write to it.
type Key struct {
	signer   note.Signer
	verifier note.Verifier
	public   string
}

// Name is the registry's name, random, and part of what is signed.
func (k Key) Name() string { return k.signer.Name() }

// Verifier checks signatures of the key.
func (k Key) Verifier() note.Verifier { return k.verifier }

// Public is the public key in the form of golang.org/x/mod/sumdb/note, to be published.
func (k Key) Public() string { return k.public }

// LoadKey reads the key file: two lines, the private and the public key. Where there is none it makes one, readable by its owner only (mode 0600).
func LoadKey(file string, random io.Reader) (Key, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(file, random)
	}
	if err != nil {
		return Key{}, fmt.Errorf("read registry key: %w", err)
	}
	return parseKey(file, string(data))
}

func parseKey(file, text string) (Key, error) {
	private, public, _ := strings.Cut(strings.TrimSpace(text), "\n")
	signer, err := note.NewSigner(private)
	if err != nil {
		return Key{}, fmt.Errorf("read registry key %s: %w\n    hint: put the registry's own key file back; its heads cannot be checked with another", file, err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil || verifier.KeyHash() != signer.KeyHash() || verifier.Name() != signer.Name() {
		return Key{}, fmt.Errorf("read registry key %s: its two lines do not belong together\n    hint: put the registry's own key file back", file)
	}
	return Key{signer, verifier, public}, nil
}

// makeKey writes a new key under another name first, so that of several servers that start at once one wins, whole.
func makeKey(file string, random io.Reader) (Key, error) {
	var name [6]byte
	if _, err := io.ReadFull(random, name[:]); err != nil {
		return Key{}, fmt.Errorf("draw registry name: %w", err)
	}
	key, err := writeKey(file, "temoin-registry-"+hex.EncodeToString(name[:]), random)
	if errors.Is(err, fs.ErrExist) {
		return LoadKey(file, random)
	}
	return key, err
}

// writeKey makes a key for the registry of that name. The error wraps fs.ErrExist where there is a file already.
func writeKey(file, name string, random io.Reader) (Key, error) {
	private, public, err := note.GenerateKey(random, name)
	if err != nil {
		return Key{}, fmt.Errorf("make registry key: %w", err)
	}
	// CreateTemp makes files with the mode 0600.
	temporary, err := os.CreateTemp(filepath.Dir(file), ".temoin-key-*")
	if err != nil {
		return Key{}, fmt.Errorf("make registry key: %w", err)
	}
	defer os.Remove(temporary.Name())
	text := private + "\n" + public + "\n"
	_, err = temporary.WriteString(text)
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return Key{}, fmt.Errorf("write registry key: %w", err)
	}
	if err := os.Link(temporary.Name(), file); err != nil {
		return Key{}, fmt.Errorf("write registry key: %w", err)
	}
	return parseKey(file, text)
}
