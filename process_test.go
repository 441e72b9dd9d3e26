package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"temoin/internal/registry"
	"temoin/internal/registry/postgrestest"
)

// asProgram has the test's binary be temoin itself, so that tests can start it and pull its plug.
const asProgram = "TEMOIN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// process is a running "temoin serve".
type process struct {
	command *exec.Cmd
	address string
}

func startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{command: exec.Command(os.Args[0], append([]string{"serve", "--addr", "127.0.0.1:0", "--portals", "testdata"}, args...)...)}
	p.command.Env = append(os.Environ(), asProgram+"=1")
	p.command.Stderr = os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p.address = regexp.MustCompile(`http://[^/\s]+`).FindString(lines.Text()); p.address != "" {
			return p
		}
	}
	t.Fatal("temoin ended before it served")
	return nil
}

// kill pulls the plug: kill -9.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// sendChoice sends one choice to an address, and reports whether it was acknowledged.
func sendChoice(t *testing.T, address string, content map[string]any, from string) bool {
	data, err := json.Marshal(content)
	if err != nil {
		t.Error(err)
		return true
	}
	r, err := http.NewRequest("POST", address+"/ville/choice", strings.NewReader(string(data)))
	if err != nil {
		t.Error(err)
		return true
	}
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Set("Origin", "https://data.ville.example")
	// Each sender has an address of its own, or the server would slow this machine down.
	r.Header.Set("X-Forwarded-For", from)
	answered, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer answered.Body.Close()
	if answered.StatusCode != 200 && answered.StatusCode != 503 && answered.StatusCode != 429 {
		t.Errorf("a choice was answered with %d", answered.StatusCode)
		return true
	}
	return answered.StatusCode == 200
}

func scaled(size int) int {
	if factor, err := strconv.Atoi(os.Getenv("TEMOIN_TEST_SCALE")); err == nil && factor > 0 {
		return size * factor
	}
	return size
}

// TestPulledPlug: servers are killed under load and started again, while visitors send their choices until they are acknowledged. Nothing that was acknowledged is lost,
// nothing is there twice, and the tree verifies.
func TestPulledPlug(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { pullPlug(t, filepath.Join(t.TempDir(), "temoin.db"), 1) })
	t.Run("two servers on one postgres", func(t *testing.T) {
		s, err := postgrestest.Start(true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
		})
		pullPlug(t, s.Database(t), 2)
	})
}

func pullPlug(t *testing.T, location string, servers int) {
	made, err := allSites()
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(t.TempDir(), "key")
	start := func() *process { return startProcess(t, "--registry", location, "--registry-key", keyFile) }
	running := make([]*process, servers)
	addresses := make([]atomic.Value, servers)
	for i := range running {
		running[i] = start()
		addresses[i].Store(running[i].address)
	}
	const senders = 8
	each := scaled(30)
	var acknowledged atomic.Int64
	receipts := make([][]string, senders)
	var sending sync.WaitGroup
	for sender := range senders {
		choices := make([]map[string]any, each)
		for i := range choices {
			choices[i] = choiceFor(t, made, "ville")
			receipts[sender] = append(receipts[sender], choices[i]["receipt"].(string))
		}
		sending.Go(func() {
			for i, c := range choices {
				for try := 0; !sendChoice(t, addresses[(sender+try)%servers].Load().(string), c, fmt.Sprintf("10.%d.%d.%d", sender, i, try%250)); try++ {
					time.Sleep(5 * time.Millisecond)
				}
				acknowledged.Add(1)
			}
		})
	}
	for cut := 1; cut <= 2; cut++ {
		for acknowledged.Load() < int64(cut*senders*each/3) {
			time.Sleep(time.Millisecond)
		}
		victim := cut % servers
		running[victim].kill()
		running[victim] = start()
		addresses[victim].Store(running[victim].address)
	}
	sending.Wait()
	for _, p := range running {
		p.kill()
	}

	key, err := registry.LoadKey(keyFile, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.Open(t.Context(), location, key, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, number := range receipts {
		for _, text := range number {
			receipt, err := registry.ParseReceipt(text)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Find(t.Context(), receipt); err != nil {
				t.Error(err)
			}
		}
	}
	report, err := r.Verify(t.Context(), key.Verifier(), nil, nil)
	if err != nil || len(report.Faults) > 0 {
		t.Fatalf("%v, %q", err, report.Faults)
	}
	if report.Choices != int64(senders*each) || report.Served != 1 {
		t.Errorf("%d choices and %d versions, want %d and 1", report.Choices, report.Served, senders*each)
	}
}

// TestStoppingFinishesWhatWasTaken: SIGTERM under load; every choice that was acknowledged is there afterwards.
func TestStoppingFinishesWhatWasTaken(t *testing.T) {
	t.Parallel()
	made, err := allSites()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	location := filepath.Join(folder, "temoin.db")
	p := startProcess(t, "--registry", location)
	var mutex sync.Mutex
	var acknowledged []string
	var sending sync.WaitGroup
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for sender := range 4 {
		sending.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				c := choiceFor(t, made, "ville")
				if !sendChoice(t, p.address, c, fmt.Sprintf("10.%d.%d.1", sender, i%250)) {
					return
				}
				mutex.Lock()
				acknowledged = append(acknowledged, c["receipt"].(string))
				mutex.Unlock()
			}
		})
	}
	for {
		mutex.Lock()
		enough := len(acknowledged) >= scaled(50)
		mutex.Unlock()
		if enough || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.command.Wait(); err != nil {
		t.Errorf("temoin ended with %v", err)
	}
	sending.Wait()
	r, err := registry.OpenReadOnly(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, text := range acknowledged {
		receipt, err := registry.ParseReceipt(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Find(t.Context(), receipt); err != nil {
			t.Error(err)
		}
	}
}
