package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// live serves the portals as their files say now: a changed file takes effect within seconds, a faulty one changes nothing.
type live struct {
	folder string
	log    *slog.Logger
	state  atomic.Pointer[liveState]
	// served is the fingerprint of the files that were read last.
	served []byte
}

// liveState is what is served until the next change. It never changes itself: a request that began with it ends with it.
type liveState struct {
	sites   *sites
	handler http.Handler
}

// newLive begins with sites that were made from files with a fingerprint (fingerprintOf), taken before they were read.
func newLive(folder string, read []byte, s *sites, log *slog.Logger) *live {
	l := &live{folder: folder, log: log, served: read}
	l.state.Store(&liveState{s, routes(s)})
	return l
}

func (l *live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.state.Load().handler.ServeHTTP(w, r)
}

// watchEvery is how often the files are looked at. They are read, not only asked for their time: editors put new files in the place of old ones, Kubernetes swaps
// a link above them, and notifications of the system come through neither network file systems nor many mounts of containers.
const watchEvery = time.Second

// watch serves what the files say, on every change and on each value from now, until ctx is done.
func (l *live) watch(ctx context.Context, every time.Duration, now <-chan os.Signal) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	last := l.served
	for {
		select {
		case <-ctx.Done():
			return
		case <-now:
			l.served = fingerprintOf(l.folder)
			last = l.served
			l.reload(ctx)
		case <-ticker.C:
			seen := fingerprintOf(l.folder)
			// A file that is being written differs from one look to the next.
			settled := bytes.Equal(seen, last)
			last = seen
			if settled && !bytes.Equal(seen, l.served) {
				l.served = seen
				l.reload(ctx)
			}
		}
	}
}

// fingerprintOf returns a hash of the portal files of a folder, names and contents.
func fingerprintOf(folder string) []byte {
	sum := sha256.New()
	paths, err := portalfile.Paths(folder)
	if err != nil {
		fmt.Fprint(sum, err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		fmt.Fprintf(sum, "%q %x %v\n", path, sha256.Sum256(content), err)
	}
	return sum.Sum(nil)
}

// reload serves what the files say, or goes on as before and says what is wrong with them.
func (l *live) reload(ctx context.Context) {
	portals, err := portalfile.LoadDir(l.folder)
	if err != nil {
		l.log.Error("the portal files are at fault: the earlier state goes on", "faults", tellFaults(l.log, err))
		return
	}
	before := l.state.Load().sites
	next, err := before.with(portals)
	if err != nil {
		l.log.Error("the changed portals cannot be shown: the earlier state goes on", "err", err)
		return
	}
	if next.proof != nil {
		if err := next.proof.follow(ctx, next); err != nil {
			l.log.Error("the changed charters cannot be recorded yet: the banner goes on", "err", err)
		}
	}
	l.state.Store(&liveState{next, routes(next)})
	l.log.Info("the portal files changed", "portals", len(portals))
	l.tellChanges(before, next)
}

// tellFaults logs each fault with its place, and returns how many there are.
func tellFaults(log *slog.Logger, err error) int {
	var faults portalfile.Faults
	if !errors.As(err, &faults) {
		log.Error(err.Error())
		return 1
	}
	for _, f := range faults {
		log.Error(f.Message, "at", fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column), "hint", f.Hint)
	}
	return len(faults)
}

// tellChanges logs what visitors are asked again about.
func (l *live) tellChanges(before, after *sites) {
	for _, s := range after.all {
		i := slices.IndexFunc(before.all, func(earlier *site) bool { return earlier.portal.ID == s.portal.ID })
		if i < 0 {
			l.log.Info("a new portal is served", "portal", s.portal.ID)
			continue
		}
		for _, change := range portal.Changes(*before.all[i].portal, *s.portal) {
			l.log.Info("a service changed", "portal", s.portal.ID, "service", change.Service, "what", strings.Join(change.What, "; "), "asksAgain", change.AsksAgain)
		}
	}
}
