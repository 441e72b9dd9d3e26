package registry

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"temoin/internal/registry/postgrestest"
)

// scaled returns the size of a load: TEMOIN_TEST_SCALE multiplies it, for a longer look than every change gets.
func scaled(size int) int {
	if factor, err := strconv.Atoi(os.Getenv("TEMOIN_TEST_SCALE")); err == nil && factor > 0 {
		return size * factor
	}
	return size
}

// TestFullDisk: while the disk is full nothing is acknowledged, and nothing that was is lost; with room again, the registry goes on.
func TestFullDisk(t *testing.T) {
	const marker = "TEMOIN_TEST_SMALL_DISK"
	disk := os.Getenv(marker)
	if disk == "" {
		inNamespace(t, marker, t.TempDir())
		return
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Fatalf("make a small disk: %v", err)
	}
	defer syscall.Unmount(disk, 0)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 256<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	key := testKey(t)
	location := filepath.Join(disk, "temoin.db")
	r := opened(t, location, key, newClock().now)
	var acknowledged []Receipt
	var full error
	for range 20_000 {
		c := refusal(t)
		if _, _, err := r.Record(t.Context(), c); err != nil {
			full = err
			break
		}
		acknowledged = append(acknowledged, c.Receipt)
	}
	if full == nil || len(acknowledged) == 0 {
		t.Fatalf("%d choices were acknowledged, then %v", len(acknowledged), full)
	}
	if !strings.Contains(full.Error(), "full") {
		t.Errorf("the error says %v", full)
	}
	verified(t, r)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := r.Ready(t.Context()); err != nil {
		t.Errorf("with room again: %v", err)
	}
	c := refusal(t)
	record(t, r, c)
	for _, number := range append(acknowledged, c.Receipt) {
		if _, err := r.Find(t.Context(), number); err != nil {
			t.Error(err)
		}
	}
	if report := verified(t, r); report.Choices != int64(len(acknowledged))+1 {
		t.Errorf("%d choices, want %d", report.Choices, len(acknowledged)+1)
	}
}

// inNamespace runs the test again in a process that may mount, which needs no root.
func inNamespace(t *testing.T, marker, value string) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), marker+"="+value)
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestDatabaseGoesAndComesBack: PostgreSQL is killed under load and started again. What was acknowledged is there, what was repeated is there once.
func TestDatabaseGoesAndComesBack(t *testing.T) {
	s, err := postgrestest.Start(true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	key := testKey(t)
	location := s.Database(t)
	servers := []*Registry{opened(t, location, key, newClock().now), opened(t, location, key, newClock().now)}
	var mutex sync.Mutex
	acknowledged := map[Receipt]bool{}
	failed := 0
	var senders sync.WaitGroup
	for i := range 8 {
		senders.Go(func() {
			for range scaled(40) {
				c := refusal(t)
				// As a browser does: the same choice is sent again until it is acknowledged.
				for {
					_, _, err := servers[i%2].Record(t.Context(), c)
					mutex.Lock()
					if err == nil {
						acknowledged[c.Receipt] = true
						mutex.Unlock()
						break
					}
					failed++
					mutex.Unlock()
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
	for cut := 1; cut <= 2; cut++ {
		waitFor(t, func() bool {
			mutex.Lock()
			defer mutex.Unlock()
			return len(acknowledged) >= cut*scaled(80)
		})
		if err := s.Kill(); err != nil {
			t.Fatal(err)
		}
		mutex.Lock()
		before := failed
		mutex.Unlock()
		waitFor(t, func() bool {
			mutex.Lock()
			defer mutex.Unlock()
			return failed > before
		})
		if servers[0].Ready(t.Context()) == nil {
			t.Error("without its database, the registry says it is ready")
		}
		if err := s.Restart(); err != nil {
			t.Fatal(err)
		}
	}
	senders.Wait()
	for number := range acknowledged {
		if _, err := servers[0].Find(t.Context(), number); err != nil {
			t.Error(err)
		}
	}
	if report := verified(t, servers[1]); report.Choices != int64(len(acknowledged)) {
		t.Errorf("%d choices, and %d were acknowledged", report.Choices, len(acknowledged))
	}
	if err := servers[0].Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func waitFor(t *testing.T, condition func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !condition(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("waited for a minute")
		}
	}
}

// TestReadOnlyPlace: where nothing can be written the error says so, and what to do.
func TestReadOnlyPlace(t *testing.T) {
	_, err := Open(t.Context(), filepath.Join(t.TempDir(), "nowhere", "temoin.db"), testKey(t), newClock().now)
	if err == nil || !strings.Contains(err.Error(), "hint: ") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
