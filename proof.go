package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"temoin/internal/registry"
)

// proof is the registry as the server uses it. It is opened beside the serving and opened again until that succeeds: the banner waits for no database.
type proof struct {
	location, keyFile string
	log               *slog.Logger
	now               func() time.Time

	// tried is closed when the registry was opened, or could not be, for the first time.
	tried chan struct{}

	mutex sync.Mutex
	// sites are those that are served now.
	sites    *sites
	registry *registry.Registry
	// known has what choices may be about, by portal.
	known    map[string]*knownPortal
	reloaded time.Time

	readiness readiness
	// pending has choices made by form while the registry took none.
	pending pending
}

// errNotOpen is returned while the registry could not be opened yet.
var errNotOpen = errors.New("the registry could not be opened yet")

func newProof(location, keyFile string, s *sites, log *slog.Logger, now func() time.Time) *proof {
	return &proof{location: location, keyFile: keyFile, pending: pending{strings.TrimSuffix(keyFile, ".key") + ".pending"}, sites: s, log: log, now: now, tried: make(chan struct{}), known: map[string]*knownPortal{}}
}

// How often opening is tried, and how often what ran out is pruned.
const (
	retryAfter = 3 * time.Second
	pruneEvery = 24 * time.Hour
	// openPatience is how long opening may take.
	openPatience = 30 * time.Second
)

// run opens the registry, records what is served and prunes, until ctx is done.
func (p *proof) run(ctx context.Context) {
	var told string
	for {
		err := p.open(ctx)
		if err == nil {
			break
		}
		if ctx.Err() == nil && err.Error() != told {
			told = err.Error()
			p.log.Error("the registry cannot be opened: choices are not recorded for now, the banner goes on", "err", err)
		}
		p.markTried()
		if !sleep(ctx, retryAfter) {
			return
		}
	}
	p.markTried()
	p.log.Info("choices are recorded")
	var handing sync.WaitGroup
	defer handing.Wait()
	handing.Go(func() { p.handOver(ctx) })
	for {
		if emptied, err := p.current().Prune(ctx, nil); err != nil && ctx.Err() == nil {
			p.log.Error("choices that ran out cannot be pruned", "err", err)
		} else if emptied > 0 {
			p.log.Info("pruned choices whose retention is over", "choices", emptied)
		}
		if !sleep(ctx, pruneEvery) {
			return
		}
	}
}

// handOver records what waits in the folder, until ctx is done.
func (p *proof) handOver(ctx context.Context) {
	var told string
	for {
		recorded, err := p.pending.handOver(ctx, p.now(), p.record)
		if recorded > 0 {
			p.log.Info("recorded choices that had waited", "choices", recorded)
		}
		if err == nil {
			told = ""
		} else if ctx.Err() == nil && err.Error() != told {
			told = err.Error()
			p.log.Error("choices made by form wait to be recorded", "err", err)
		}
		if !sleep(ctx, retryAfter) {
			return
		}
	}
}

func (p *proof) markTried() {
	select {
	case <-p.tried:
	default:
		close(p.tried)
	}
}

// sleep waits, and reports whether ctx let it.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// open opens the registry and records the versions that are served from now on.
func (p *proof) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	if err := p.missesKey(ctx); err != nil {
		return err
	}
	key, err := registry.LoadKey(p.keyFile, rand.Reader)
	if err != nil {
		return err
	}
	r, err := registry.Open(ctx, p.location, key, p.now)
	if err != nil {
		return err
	}
	// Other sites may come to be served meanwhile.
	for served := p.serving(); ; served = p.serving() {
		if err := p.publish(ctx, r, served); err != nil {
			return errors.Join(err, r.Close())
		}
		if p.serving() == served {
			return nil
		}
	}
}

// missesKey returns an error where the registry was signed and its key's file is not there: a new one would be another's, and hide that the right one is missing.
func (p *proof) missesKey(ctx context.Context) error {
	if _, err := os.Stat(p.keyFile); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r, err := registry.OpenReadOnly(ctx, p.location)
	if errors.Is(err, registry.ErrNoRegistry) {
		return nil
	}
	if err != nil {
		return err
	}
	_, signed, err := r.Head(ctx)
	if err = errors.Join(err, r.Close()); err != nil || signed == "" {
		return err
	}
	return fmt.Errorf("the registry is signed, and its key is missing: there is no %s\n    hint: put the key file back, or name it with --registry-key; where it is lost, see \"temoin registry rekey\"", p.keyFile)
}

func (p *proof) serving() *sites {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.sites
}

// publish records the versions that are served, and recognises choices about them from now on.
func (p *proof) publish(ctx context.Context, r *registry.Registry, served *sites) error {
	for _, s := range served.all {
		v, documents, err := s.version()
		if err == nil {
			_, err = r.Publish(ctx, v, documents)
		}
		if err != nil {
			return err
		}
	}
	known, err := loadKnown(ctx, r)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.registry, p.known, p.reloaded = r, known, time.Now()
	return nil
}

// follow records the versions of other sites that are about to be served; where the registry is not open, opening it will.
func (p *proof) follow(ctx context.Context, served *sites) error {
	p.mutex.Lock()
	p.sites = served
	r := p.registry
	p.mutex.Unlock()
	if r == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	return p.publish(ctx, r, served)
}

// close finishes what was handed over.
func (p *proof) close() error {
	if r := p.current(); r != nil {
		return r.Close()
	}
	return nil
}

// current returns the registry, or nil while it is not open.
func (p *proof) current() *registry.Registry {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.registry
}

// opened returns the registry; right after the start it waits for the first try.
func (p *proof) opened(ctx context.Context) (*registry.Registry, error) {
	select {
	case <-p.tried:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if r := p.current(); r != nil {
		return r, nil
	}
	return nil, errNotOpen
}

// record appends a choice about what was asked; it returns once the choice is on disk. The error wraps errUnknown where the choice is about something that
// the portal never asked.
func (p *proof) record(ctx context.Context, c registry.Choice) error {
	r, err := p.opened(ctx)
	if err != nil {
		return err
	}
	if c.Answer, err = p.recognise(ctx, r, c.Answer); err != nil {
		return err
	}
	_, _, err = r.Record(ctx, c)
	return err
}
