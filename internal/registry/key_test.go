package registry

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestKeyIsMadeOnceAndIsItsOwners(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	names := make([]string, 8)
	var starts sync.WaitGroup
	for i := range names {
		starts.Go(func() {
			key, err := LoadKey(file, rand.Reader)
			if err != nil {
				t.Error(err)
				return
			}
			names[i] = key.Public()
		})
	}
	starts.Wait()
	for _, name := range names {
		if name == "" || name != names[0] {
			t.Errorf("servers that start at once have the keys %q", names)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDamagedKeyIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if _, err := LoadKey(file, rand.Reader); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	private, public, _ := strings.Cut(string(data), "\n")
	for name, text := range map[string]string{"empty": "", "cut off": private[:40], "without its public half": private, "changed": private + "\n" + strings.Replace(public, "+", "x+", 1)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKey(file, rand.Reader); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
