package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// asset is a file in memory with its compressed forms, ready to be served.
type asset struct {
	contentType string
	// hash is the start of the content's SHA-256, in hex.
	hash                string
	plain, brotli, gzip []byte
}

// newAsset compresses content that is made at start; what is built is compressed by the build.
func newAsset(contentType string, content []byte) (*asset, error) {
	var br, gz bytes.Buffer
	b := brotli.NewWriterLevel(&br, brotli.BestCompression)
	g, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	// A bytes.Buffer never fails.
	_, _ = b.Write(content)
	_, _ = g.Write(content)
	if err := errors.Join(b.Close(), g.Close()); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	sum := sha256.Sum256(content)
	return &asset{
		contentType: contentType, hash: hex.EncodeToString(sum[:6]),
		plain: content, brotli: br.Bytes(), gzip: gz.Bytes(),
	}, nil
}

// builtAsset reads a built file and its compressed forms.
func builtAsset(files fs.FS, name string) (*asset, error) {
	var a asset
	var faults [3]error
	a.plain, faults[0] = fs.ReadFile(files, name)
	a.brotli, faults[1] = fs.ReadFile(files, name+".br")
	a.gzip, faults[2] = fs.ReadFile(files, name+".gz")
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
	default:
		return mime.TypeByExtension(extension)
	}
}

// share lets portals on other origins load an asset: CORS is open, and so is the timing, so that owners can measure.
func share(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Timing-Allow-Origin", "*")
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
		body = a.brotli
		h.Set("Content-Encoding", "br")
	case accepts(r, "gzip"):
		body = a.gzip
		h.Set("Content-Encoding", "gzip")
	}
	if a.hash != "" {
		// Weak: the same content in another encoding is the same to a browser.
		etag := `W/"` + a.hash + `"`
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
