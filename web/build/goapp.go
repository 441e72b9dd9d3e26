package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const goAppModule = "github.com/maxence-charriere/go-app/v9"

// leftOut are the files of go-app that the bundle has no use for, with what each must declare: its server half (the only user of net/http and
// text/template), its encryption of stored states, its routes by regular expression. When go-app's files are no longer these, the build says so
// instead of leaving out something else. What each weighs: docs/decisions/0006-a-light-bundle.md.
var leftOut = map[string]string{
	"http.go":     "func (h *Handler) ServeHTTP(",
	"resource.go": "type ResourceProvider interface",
	"static.go":   "func GenerateStaticWebsite(",
	"wasm.go":     "func GenerateStaticWebsite(",
	"crypto.go":   "func encrypt(key string, v []byte) ([]byte, error)",
	"route.go":    "func RouteWithRegexpFunc(pattern string, newComponent func() Composer)",
}

// instead declares what the other files take from the ones left out. The bundle has one route, resolves no address and stores no state.
const instead = `package app

import "errors"

var routes route

type route struct{ component func() Composer }

func (r route) createComponent(string) (Composer, bool) {
	if r.component == nil {
		return nil, false
	}
	return r.component(), true
}

func RouteWithRegexpFunc(_ string, component func() Composer) { routes.component = component }

func isRemoteLocation(string) bool     { return true }
func isStaticResourcePath(string) bool { return false }

var errNotHere = errors.New("the bundle stores no state")

func encrypt(string, []byte) ([]byte, error) { return nil, errNotHere }
func decrypt(string, []byte) ([]byte, error) { return nil, errNotHere }
`

const uuidModule = "github.com/google/uuid"

// counter stands in for the module uuid, which brings hashes and a database driver's interface: go-app gives its states and observers names with it.
const counter = `package uuid

import "strconv"

var last int

func NewString() string {
	last++
	return strconv.Itoa(last)
}
`

// leanModFile makes a copy of go-app without what the bundle has no use for, from the module cache, and a go.mod that names it, both in .cache. It returns the path
// of that go.mod for -modfile.
func leanModFile(ctx context.Context) (string, error) {
	// Also finds it where it is in the module cache already.
	listed, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", goAppModule).Output()
	if err != nil {
		return "", fmt.Errorf("download go-app: %w", err)
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal(listed, &module); err != nil {
		return "", fmt.Errorf("read where go-app is: %w", err)
	}
	lean := filepath.Join(cache, "go-app-"+module.Version)
	if err := os.RemoveAll(lean); err != nil {
		return "", fmt.Errorf("remove an earlier copy of go-app: %w", err)
	}
	if err := copyGoApp(module.Dir, lean); err != nil {
		return "", fmt.Errorf("copy go-app %s: %w", module.Version, err)
	}
	modFile := filepath.Join(cache, "lean.mod")
	for from, to := range map[string]string{"go.mod": modFile, "go.sum": filepath.Join(cache, "lean.sum")} {
		if err := copyFile(from, to); err != nil {
			return "", err
		}
	}
	uuid := filepath.Join(cache, "uuid")
	if err := writeModule(uuid, uuidModule, counter); err != nil {
		return "", fmt.Errorf("write what stands in for uuid: %w", err)
	}
	// Relative, because the linker writes them into the bundle: it is the same wherever it is built.
	edit := exec.CommandContext(ctx, "go", "mod", "edit", "-replace", goAppModule+"=./"+filepath.ToSlash(lean), "-replace", uuidModule+"=./"+filepath.ToSlash(uuid), modFile)
	edit.Stderr = os.Stderr
	if err := edit.Run(); err != nil {
		return "", fmt.Errorf("name the copy of go-app: %w", err)
	}
	return modFile, nil
}

// copyGoApp copies what the bundle needs of go-app: the packages app and errors.
func copyGoApp(from, to string) error {
	found := map[string]bool{}
	for _, folder := range []string{"pkg/app", "pkg/errors"} {
		if err := os.MkdirAll(filepath.Join(to, folder), 0o755); err != nil {
			return err
		}
		entries, err := os.ReadDir(filepath.Join(from, folder))
		if err != nil {
			return err
		}
		for _, entry := range entries {
			name := entry.Name()
			if entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := fs.ReadFile(os.DirFS(from), folder+"/"+name)
			if err != nil {
				return err
			}
			if declared, left := leftOut[name]; left && folder == "pkg/app" {
				if !bytes.Contains(source, []byte(declared)) {
					return fmt.Errorf("%s no longer declares %q: look at go-app's files and bring leftOut (web/build/goapp.go) up to date", name, declared)
				}
				found[name] = true
				continue
			}
			if err := os.WriteFile(filepath.Join(to, folder, name), source, 0o644); err != nil {
				return err
			}
		}
	}
	if len(found) != len(leftOut) {
		return fmt.Errorf("only %d of the %d files to leave out are there: look at go-app's files and bring leftOut (web/build/goapp.go) up to date", len(found), len(leftOut))
	}
	if err := copyFile(filepath.Join(from, "go.mod"), filepath.Join(to, "go.mod")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "pkg/app", "instead.go"), []byte(instead), 0o644)
}

// writeModule writes a module of one file.
func writeModule(folder, path, source string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module "+path+"\n"), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "source.go"), []byte(source), 0o644)
}

// copyFile copies a file; the copy can be written to, unlike what stands in the module cache.
func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	if err := os.WriteFile(to, content, 0o644); err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	return nil
}
