package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// readiness is whether choices could be recorded when it was last asked: finding out writes to the disk, which strangers should not make us do often.
type readiness struct {
	mutex sync.Mutex
	asked time.Time
	err   error
}

// How long what was found out holds, and how long finding out may take.
const (
	readinessHolds    = 2 * time.Second
	readinessPatience = 3 * time.Second
)

// ready returns an error if choices cannot be recorded now.
func (p *proof) ready(ctx context.Context) error {
	p.readiness.mutex.Lock()
	defer p.readiness.mutex.Unlock()
	if !p.readiness.asked.IsZero() && time.Since(p.readiness.asked) < readinessHolds {
		return p.readiness.err
	}
	ctx, cancel := context.WithTimeout(ctx, readinessPatience)
	defer cancel()
	r, err := p.opened(ctx)
	if err == nil {
		err = r.Ready(ctx)
	}
	p.readiness.asked, p.readiness.err = time.Now(), err
	return err
}

// ready returns an error if choices are to be recorded and cannot be.
func (s *sites) ready(ctx context.Context) error {
	if s.proof == nil {
		return nil
	}
	return s.proof.ready(ctx)
}

// readyz answers 503 while choices cannot be recorded. The banner goes on working all the same: /healthz says whether it does.
func (s *sites) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", uncached)
	if s.proof == nil {
		fmt.Fprintln(w, "ready: choices are not to be recorded")
		return
	}
	if err := s.proof.ready(r.Context()); err != nil {
		// The log says why: the error may name hosts and files.
		s.log.Warn("not ready", "err", err)
		http.Error(w, "not ready: choices cannot be recorded, and the banner goes on working", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}
