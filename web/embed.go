// Package web embeds everything that a browser gets: the built files of dist/ and the templates of the pages.
package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Pages are the templates of the server's own pages.
//
//go:embed pages/*.html
var Pages embed.FS

// Manifest maps the name of a built file ("bundle.wasm") to its name in dist/ ("bundle-3f9q2k1a.wasm"), which holds a hash of the content.
type Manifest map[string]string

// Version is what the names of all modules that come after the loader have in common.
func (m Manifest) Version() string {
	return strings.TrimSuffix(strings.TrimPrefix(m["attendant.js"], "attendant-"), ".js")
}

// Dist returns the built files and their manifest. It returns an error if nothing was built.
func Dist() (fs.FS, Manifest, error) {
	data, err := dist.ReadFile("dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, errors.New("read built files: there are none: run \"make build\"")
	} else if err != nil {
		return nil, nil, fmt.Errorf("read built files: %w", err)
	}
	var manifest Manifest
	if err := json.Unmarshal(data, &manifest); err != nil {
		return nil, nil, fmt.Errorf("read manifest of built files: %w", err)
	}
	files, err := fs.Sub(dist, "dist")
	return files, manifest, err
}
