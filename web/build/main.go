// Command build makes what browsers get into web/dist: the bundle, the loader, the runtime and the style sheets, minified, named by
// a hash of their content, with brotli and gzip beside them. It runs from the root of the module ("go run ./web/build"). With -weigh, it prints what
// each Go package adds to the bundle instead.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The folders, relative to the root of the module.
const (
	source = "web"
	output = "web/dist"
	cache  = ".cache"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	weighing := flag.Bool("weigh", false, "print what each Go package adds to the bundle, and build nothing")
	flag.Parse()
	act := build
	if *weighing {
		act = func(ctx context.Context) error { return weigh(ctx, os.Stdout) }
	}
	if err := act(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// product is one file for web/dist.
type product struct {
	// name is the file's name before the hash goes in.
	name    string
	content []byte
	// version goes into the file's name; without one, a hash of the content does.
	version string
	// asIs leaves name and content alone: the server still puts something in.
	asIs bool
}

// fileName is the name in the output folder. What is named by its content may be kept by browsers for ever.
func (p product) fileName() string {
	if p.asIs {
		return p.name
	}
	extension := filepath.Ext(p.name)
	return strings.TrimSuffix(p.name, extension) + "-" + cmp.Or(p.version, hashOf(p.content)[:12]) + extension
}

// hashOf is the SHA-256 of contents, in hex.
func hashOf(contents ...[]byte) string {
	sum := sha256.New()
	for _, content := range contents {
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func build(ctx context.Context) error {
	began := time.Now()
	bundle, err := buildBundle(ctx)
	if err != nil {
		return err
	}
	scripts, err := buildScripts(ctx, bundle.fileName())
	if err != nil {
		return err
	}
	products := append([]product{bundle}, scripts...)
	manifest := map[string]string{}
	written := []string{"manifest.json"}
	for _, p := range products {
		files, err := write(p)
		if err != nil {
			return err
		}
		manifest[p.name] = files[0]
		written = append(written, files...)
	}
	data, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	if err := os.WriteFile(filepath.Join(output, "manifest.json"), data, 0o644); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if err := removeStale(written); err != nil {
		return err
	}
	report(products, manifest, time.Since(began))
	return nil
}

// buildBundle makes the WebAssembly file.
func buildBundle(ctx context.Context) (product, error) {
	fmt.Println("build: compiling the bundle (WebAssembly)…")
	content, err := compile(ctx, "bundle.wasm", "-s -w")
	return product{name: "bundle.wasm", content: content}, err
}

// compile compiles the bundle into a file of the cache and returns its content.
func compile(ctx context.Context, name, linkerFlags string) ([]byte, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, fmt.Errorf("make cache: %w", err)
	}
	modFile, err := leanModFile(ctx)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(cache, name)
	// Without inlining, the same code is there once: it compresses to less. Without the commit's number, it changes only where the program does.
	command := exec.CommandContext(ctx, "go", "build", "-modfile", modFile, "-trimpath", "-buildvcs=false", "-gcflags=all=-l", "-ldflags", linkerFlags, "-o", file, "./wasm")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("compile bundle: %w", err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	return content, nil
}

// removeStale deletes what earlier builds left in the output folder.
func removeStale(keep []string) error {
	entries, err := os.ReadDir(output)
	if err != nil {
		return fmt.Errorf("list %s: %w", output, err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != ".gitignore" && !slices.Contains(keep, name) {
			if err := os.Remove(filepath.Join(output, name)); err != nil {
				return fmt.Errorf("remove what an earlier build left: %w", err)
			}
		}
	}
	return nil
}

// report prints what was built and how heavy it is.
func report(products []product, manifest map[string]string, took time.Duration) {
	slices.SortFunc(products, func(a, b product) int { return cmp.Compare(a.name, b.name) })
	for _, p := range products {
		line := fmt.Sprintf("  %-14s %8d bytes", p.name, len(p.content))
		if compressed, err := os.Stat(filepath.Join(output, manifest[p.name]+".br")); err == nil {
			line += fmt.Sprintf(", %7d brotli", compressed.Size())
		}
		fmt.Println(line)
	}
	fmt.Printf("build: done in %s\n", took.Round(100*time.Millisecond))
}
