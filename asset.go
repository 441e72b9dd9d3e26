package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// asset is a file in memory with its compressed forms, ready to be served.
type asset struct {
	contentType string
	// hash is the start of the content's SHA-256, in hex.
	hash  string
	plain []byte
	// compressed returns the content after brotli and after gzip.
	compressed func() (brotli, gzip []byte)
}

// newAsset returns content that is made at start, compressed when it is first asked for: most languages of most portals never are. What is built is
// compressed by the build.
func newAsset(contentType string, content []byte) *asset {
	return &asset{
		contentType: contentType, hash: hashOf(content), plain: content,
		compressed: sync.OnceValues(func() (br, gz []byte) { return compress(content) }),
	}
}

// hashOf returns the start of the content's SHA-256, in hex.
func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:6])
}

func compress(content []byte) (br, gz []byte) {
	var b, g bytes.Buffer
	toBrotli := brotli.NewWriterLevel(&b, brotli.BestCompression)
	// The level is one that there is, and a bytes.Buffer never fails.
	toGzip, _ := gzip.NewWriterLevel(&g, gzip.BestCompression)
	for _, w := range []io.WriteCloser{toBrotli, toGzip} {
		_, _ = w.Write(content)
		_ = w.Close()
	}
	return b.Bytes(), g.Bytes()
}

// builtAsset reads a built file and its compressed forms.
func builtAsset(files fs.FS, name string) (*asset, error) {
	var a asset
	var faults [3]error
	var br, gz []byte
	a.plain, faults[0] = fs.ReadFile(files, name)
	br, faults[1] = fs.ReadFile(files, name+".br")
	gz, faults[2] = fs.ReadFile(files, name+".gz")
	a.compressed = func() ([]byte, []byte) { return br, gz }
	if err := errors.Join(faults[:]...); err != nil {
		return nil, fmt.Errorf("read built file: %w", err)
	}
	a.contentType = contentTypeOf(name)
	return &a, nil
}

// contentTypeOf does not ask the machine's own tables for the types that matter: WebAssembly starts while it streams only under its type.
func contentTypeOf(name string) string {
	switch extension := path.Ext(name); extension {
	case ".wasm":
		return "application/wasm"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	default:
		return mime.TypeByExtension(extension)
	}
}

// share lets portals on other origins load an asset.
func share(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// serve answers with the smallest form that the browser takes.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, cacheControl string) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", cacheControl)
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	switch {
	case accepts(r, "br"):
		body, _ = a.compressed()
		h.Set("Content-Encoding", "br")
	case accepts(r, "gzip"):
		_, body = a.compressed()
		h.Set("Content-Encoding", "gzip")
	}
	if a.hash != "" {
		// Weak: the same content in another encoding is the same to a browser. Short: a line carries it with every answer.
		etag := `W/"` + a.hash[:8] + `"`
		h.Set("ETag", etag)
		if strings.Contains(r.Header.Get("If-None-Match"), etag) {
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		// A client that went away is no fault of the server.
		_, _ = w.Write(body)
	}
}

// accepts reports whether the request takes an encoding (RFC 9110, section 12.5.3); q=0 refuses it.
func accepts(r *http.Request, encoding string) bool {
	for entry := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(entry), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q, given := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !given || err != nil || weight > 0
		}
	}
	return false
}
