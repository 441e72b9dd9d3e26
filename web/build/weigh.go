package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// weigh prints what each Go package adds to the bundle, in bytes of code before compression. The bundle is compiled anew, with the functions' names left in.
func weigh(ctx context.Context, w io.Writer) error {
	module, err := compile(ctx, "named.wasm", "")
	if err != nil {
		return err
	}
	sections, err := wasmSections(module)
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	imported, err := importedFunctions(sections[importSection])
	if err != nil {
		return fmt.Errorf("read the bundle's imports: %w", err)
	}
	names, err := functionNames(sections[nameSection])
	if err != nil {
		return fmt.Errorf("read the names of the bundle's functions: %w", err)
	}
	sizes, err := functionSizes(sections[codeSection])
	if err != nil {
		return fmt.Errorf("read the bundle's code: %w", err)
	}
	weights := map[string]int{}
	for i, size := range sizes {
		weights[packageOf(names[imported+i])] += size
	}
	fmt.Fprintf(w, "%9s  %5s  %s\n", "bytes", "share", "package")
	code := len(sections[codeSection])
	for _, name := range slices.SortedFunc(maps.Keys(weights), func(a, b string) int { return cmp.Compare(weights[b], weights[a]) }) {
		fmt.Fprintf(w, "%9d  %4.1f%%  %s\n", weights[name], 100*float64(weights[name])/float64(code), name)
	}
	fmt.Fprintf(w, "%9d         all code; besides, %d bytes of data (types, strings, tables of the runtime)\n", code, len(sections[dataSection]))
	return nil
}

// The sections of a WebAssembly module that are read (WebAssembly Core Specification 2.0, section 5.5; the names: appendix "Custom Sections").
const (
	importSection = "2"
	codeSection   = "10"
	dataSection   = "11"
	nameSection   = "name"
)

// wasmSections returns the sections of a module by number; custom ones, by name.
func wasmSections(module []byte) (map[string][]byte, error) {
	if !bytes.HasPrefix(module, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errors.New("no WebAssembly 1 module")
	}
	sections := map[string][]byte{}
	for r := (reader{module[8:]}); len(r.rest) > 0; {
		id := r.byte()
		content, err := r.bytes()
		if err != nil {
			return nil, err
		}
		name := fmt.Sprint(id)
		if id == 0 {
			custom := reader{content}
			label, err := custom.bytes()
			if err != nil {
				return nil, err
			}
			name, content = string(label), custom.rest
		}
		sections[name] = content
	}
	return sections, nil
}

// importedFunctions counts the functions that the module imports: their numbers come before those of its own.
func importedFunctions(section []byte) (int, error) {
	r := reader{section}
	count := r.number()
	for range count {
		for range 2 {
			if _, err := r.bytes(); err != nil {
				return 0, err
			}
		}
		if kind := r.byte(); kind != 0 {
			return 0, fmt.Errorf("an import of kind %d, where Go has functions only", kind)
		}
		r.number()
	}
	return count, nil
}

func functionSizes(section []byte) ([]int, error) {
	r := reader{section}
	sizes := make([]int, r.number())
	for i := range sizes {
		body, err := r.bytes()
		if err != nil {
			return nil, err
		}
		sizes[i] = len(body)
	}
	return sizes, nil
}

// functionNames returns the names by number.
func functionNames(section []byte) (map[int]string, error) {
	names := map[int]string{}
	for r := (reader{section}); len(r.rest) > 0; {
		id := r.byte()
		content, err := r.bytes()
		if err != nil {
			return nil, err
		}
		if id != 1 {
			continue
		}
		list := reader{content}
		for range list.number() {
			number := list.number()
			name, err := list.bytes()
			if err != nil {
				return nil, err
			}
			names[number] = string(name)
		}
	}
	return names, nil
}

// packageOf returns the package of a function as the linker names it: "encoding_json.__decodeState_.object" is in encoding/json.
func packageOf(function string) string {
	// The linker writes every sign that WebAssembly tools dislike as an underscore; a path's last dot before the name stays.
	path, rest, found := strings.Cut(function, ".")
	if found && (path == "github_com" || path == "github") {
		name, _, _ := strings.Cut(rest, ".")
		path += "." + name
	}
	return cmp.Or(path, "(no name)")
}

// reader reads WebAssembly's binary format. What is cut off reads as zero, and bytes says so.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) bytes() ([]byte, error) {
	n := r.number()
	if n > len(r.rest) {
		return nil, io.ErrUnexpectedEOF
	}
	content := r.rest[:n]
	r.rest = r.rest[n:]
	return content, nil
}
