package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestBundleNamesNeitherFolderNorCommit: who builds the same program elsewhere gets the same bytes, and can compare them with what is served.
func TestBundleNamesNeitherFolderNorCommit(t *testing.T) {
	t.Parallel()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	built, err := filepath.Glob("web/dist/bundle-*.wasm")
	if err != nil || len(built) != 1 {
		t.Fatalf("want one bundle, got %v: %v", built, err)
	}
	bundle, err := os.ReadFile(built[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{filepath.Join(folder, ".cache"), "vcs.revision"} {
		if bytes.Contains(bundle, []byte(text)) {
			t.Errorf("%s names %s", built[0], text)
		}
	}
}
