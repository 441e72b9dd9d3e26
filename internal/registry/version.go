package registry

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// DefaultRetention is how many months choices are kept where the portal file says nothing: as long as a choice can be contested after it ran out.
const DefaultRetention = 36

// Version is everything that a portal's visitors were shown at a time. Its Hash names it.
type Version struct {
	Portal string `json:"portal"`
	// Charter is the fingerprint of what was asked.
	Charter string `json:"charter"`
	// Services has the digest of each service that takes an answer, by id.
	Services map[string]string `json:"services"`
	// Retention is how many months the portal's choices are kept.
	Retention int `json:"retention"`
	// Documents has the SHA-256, in hex, of each document by its name: "portal.yaml", "fr/banner.html", "fr/panel.html", "fr/charter.html".
	Documents map[string]string `json:"documents"`
	// Loader and Bundle are the SHA-256, in hex, of the files as they were served, uncompressed.
	Loader string `json:"loader"`
	Bundle string `json:"bundle"`
}

// Hash returns the version's name: the SHA-256 of its JSON, in hex.
func (v Version) Hash() string { return hashOf(v.encode()) }

func (v Version) encode() []byte {
	// Strings, numbers and maps of strings always marshal, the keys in order.
	data, _ := json.Marshal(v)
	return data
}

func decodeVersion(data []byte) (v Version, err error) {
	if err := json.Unmarshal(data, &v); err != nil {
		return Version{}, fmt.Errorf("read version: %w", err)
	}
	return v, nil
}

// hashOf returns the SHA-256 of content, in hex.
func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func compress(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	// A bytes.Buffer never fails.
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

func decompress(content []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("unpack document: %w", err)
	}
	const largest = 64 << 20
	data, err := io.ReadAll(io.LimitReader(r, largest))
	if err != nil {
		return nil, fmt.Errorf("unpack document: %w", err)
	}
	return data, nil
}
