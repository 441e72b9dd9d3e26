package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"temoin/internal/portal/portalfile"
)

// watched is a folder of portal files that is served and watched.
type watched struct {
	t      *testing.T
	folder string
	live   *live
	hangup chan os.Signal
	log    *syncBuffer
}

// syncBuffer is a buffer that may be written and read at once.
type syncBuffer struct {
	mutex sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.Buffer.Write(p)
}

func (b *syncBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.Buffer.String()
}

// watch serves a folder and looks at its files again after every.
func watch(t *testing.T, folder string, every time.Duration) *watched {
	t.Helper()
	read := fingerprintOf(folder)
	portals, err := portalfile.LoadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	made, err := allSites()
	if err != nil {
		t.Fatal(err)
	}
	sites, err := made.with(portals)
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{t: t, folder: folder, hangup: make(chan os.Signal), log: &syncBuffer{}}
	w.live = newLive(folder, read, sites, slog.New(slog.NewTextHandler(w.log, nil)))
	ctx, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { w.live.watch(ctx, every, w.hangup) })
	t.Cleanup(func() { stop(); watching.Wait() })
	return w
}

func (w *watched) page(target string) string {
	w.t.Helper()
	return body(w.t, get(w.t, w.live, target))
}

// eventually waits until what was written has come true.
func (w *watched) eventually(what string, holds func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("%s never came true; the log:\n%s", what, w.log)
		}
	}
}

const livePortal = `id: ville
name: Ville
site: https://data.ville.example
languages: [fr]
publisher: { name: Ville, privacy: https://ville.example/donnees }
services:
  - { id: agenda, name: NAME, provider: Ville, purpose: embeds, trackers: [{ name: agenda, use: Retenir le jour, duration: 6 mois }] }
`

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestChangedFilesTakeEffect: without a signal, a new portal too; what loaders that browsers keep may ask for stays.
func TestChangedFilesTakeEffect(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "ville.yaml")
	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Agenda"))
	w := watch(t, folder, 5*time.Millisecond)
	words := func() string {
		return regexp.MustCompile(`"data":"(\w+)"`).FindStringSubmatch(w.page("/ville/temoin.js"))[1] + "-fr-portal.json"
	}
	former := words()

	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Calendrier"))
	w.eventually("the new name", func() bool { return strings.Contains(w.page("/ville/charte"), "Calendrier") })
	if words() == former {
		t.Error("the loader names what it named before")
	}
	for _, name := range []string{former, words()} {
		if r := get(t, w.live, "/assets/"+name); r.StatusCode != 200 {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}

	writeFile(t, filepath.Join(folder, "autre.yaml"), strings.ReplaceAll(strings.Replace(livePortal, "id: ville", "id: autre", 1), "NAME", "Agenda"))
	w.eventually("the new portal", func() bool { return get(t, w.live, "/autre/temoin.js").StatusCode == 200 })
	if err := os.Remove(filepath.Join(folder, "autre.yaml")); err != nil {
		t.Fatal(err)
	}
	w.eventually("the portal's end", func() bool { return get(t, w.live, "/autre/temoin.js").StatusCode == 404 })
	if r := get(t, w.live, "/assets/"+former); r.StatusCode != 200 {
		t.Errorf("after three changes %s: %d", former, r.StatusCode)
	}
}

// TestFaultyFilesChangeNothing, and the log says where the fault is; mending it takes effect.
func TestFaultyFilesChangeNothing(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "ville.yaml")
	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Agenda"))
	w := watch(t, folder, 5*time.Millisecond)
	before := w.page("/ville/temoin.js")
	writeFile(t, file, strings.Replace(livePortal, "purpose: embeds", "purpose: embed", 1))
	w.eventually("a word in the log", func() bool {
		return strings.Contains(w.log.String(), "the earlier state goes on") && strings.Contains(w.log.String(), "ville.yaml:7:")
	})
	if w.page("/ville/temoin.js") != before {
		t.Error("a faulty file changed what is served")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	w.eventually("a word about the empty folder", func() bool { return strings.Contains(w.log.String(), "there is no portal file here") })
	if w.page("/ville/temoin.js") != before {
		t.Error("an empty folder changed what is served")
	}
	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Calendrier")+"  - use: youtube\n")
	w.eventually("the mended file", func() bool { return strings.Contains(w.page("/ville/charte"), "Calendrier") })
	// The log says so once the new state is served.
	w.eventually("what visitors are asked about, in the log", func() bool { return strings.Contains(w.log.String(), "service=youtube what=new asksAgain=true") })
}

// TestHangUpReadsAgain, at once.
func TestHangUpReadsAgain(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "ville.yaml")
	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Agenda"))
	w := watch(t, folder, time.Hour)
	writeFile(t, file, strings.ReplaceAll(livePortal, "NAME", "Calendrier"))
	w.hangup <- os.Interrupt
	w.eventually("the new name", func() bool { return strings.Contains(w.page("/ville/charte"), "Calendrier") })
}

// TestSwappedLinksTakeEffect: Kubernetes puts a new folder beside the old one and swaps the link that the files' own links go through.
func TestSwappedLinksTakeEffect(t *testing.T) {
	folder := t.TempDir()
	for version, name := range map[string]string{"..v1": "Agenda", "..v2": "Calendrier"} {
		if err := os.Mkdir(filepath.Join(folder, version), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(folder, version, "ville.yaml"), strings.ReplaceAll(livePortal, "NAME", name))
	}
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("..v1", "..data")
	link("..data/ville.yaml", "ville.yaml")
	w := watch(t, folder, 5*time.Millisecond)
	if !strings.Contains(w.page("/ville/charte"), "Agenda") {
		t.Fatal("the first state is not served")
	}
	link("..v2", "..new")
	if err := os.Rename(filepath.Join(folder, "..new"), filepath.Join(folder, "..data")); err != nil {
		t.Fatal(err)
	}
	w.eventually("the new name", func() bool { return strings.Contains(w.page("/ville/charte"), "Calendrier") })
}

// TestChangedChartersAreRecorded: a choice about what a changed file asks is recognised.
func TestChangedChartersAreRecorded(t *testing.T) {
	t.Parallel()
	s := recordingSites(t, filepath.Join(t.TempDir(), "temoin.db"))
	portals, err := portalfile.Load("portals/demonstration.yaml", "testdata/ville.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := range portals {
		portals[i].Services[len(portals[i].Services)-1].Controller = "Un autre"
	}
	next, err := s.with(portals)
	if err != nil {
		t.Fatal(err)
	}
	c := choiceFor(t, next, "ville")
	if err := s.proof.follow(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if r := send(routes(next), sentRequest(t, "ville", c)); r.StatusCode != 200 {
		t.Errorf("a choice about the changed charter: %d %s", r.StatusCode, body(t, r))
	}
}
