package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// write puts a product and its compressed forms into the output folder and returns the names of the files, the plain one first.
func write(p product) ([]string, error) {
	name := p.fileName()
	files := []string{name}
	if err := os.WriteFile(filepath.Join(output, name), p.content, 0o644); err != nil {
		return nil, fmt.Errorf("write %s: %w", p.name, err)
	}
	if p.asIs {
		return files, nil
	}
	for _, c := range []compression{{".br", compressBrotli}, {".gz", compressGzip}} {
		compressed, err := c.cached(p, hashOf(p.content))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(output, name+c.extension), compressed, 0o644); err != nil {
			return nil, fmt.Errorf("write %s%s: %w", p.name, c.extension, err)
		}
		files = append(files, name+c.extension)
	}
	return files, nil
}

type compression struct {
	extension string
	compress  func(io.Writer, []byte) error
}

// cached compresses a product, or takes what an earlier build made of the same content: the bundle takes brotli most of a minute.
func (c compression) cached(p product, hash string) ([]byte, error) {
	file := filepath.Join(cache, hash+c.extension)
	if compressed, err := os.ReadFile(file); err == nil {
		return compressed, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read cache: %w", err)
	}
	if len(p.content) > 1<<20 {
		fmt.Printf("build: compressing %s (%s), once for this content…\n", p.name, c.extension[1:])
	}
	var b bytes.Buffer
	if err := c.compress(&b, p.content); err != nil {
		return nil, fmt.Errorf("compress %s: %w", p.name, err)
	}
	// Written beside and renamed, so that a build that is cut off leaves no half file behind.
	if err := os.WriteFile(file+".part", b.Bytes(), 0o644); err != nil {
		return nil, fmt.Errorf("write cache: %w", err)
	}
	return b.Bytes(), os.Rename(file+".part", file)
}

func compressBrotli(w io.Writer, content []byte) error {
	z := brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	if _, err := z.Write(content); err != nil {
		return err
	}
	return z.Close()
}

func compressGzip(w io.Writer, content []byte) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(content); err != nil {
		return err
	}
	return z.Close()
}
