package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"temoin/internal/consent"
	"temoin/internal/registry"
)

// knownPortal is what choices of a portal may be about: the versions that were ever served.
type knownPortal struct {
	// newest is the version that is served.
	newest registry.Version
	// shown has the newest version by the start of its description's hash, which the loader names.
	shown map[string]registry.Version
	// digests has those of all services, by id.
	digests map[string][]string
}

// shownLength is how many characters of a description's SHA-256 stand in its file's name.
const shownLength = 12

// errUnknown is returned for a choice about something that was never asked.
var errUnknown = errors.New("unknown charter or services")

func loadKnown(ctx context.Context, r *registry.Registry) (map[string]*knownPortal, error) {
	served, err := r.Served(ctx)
	if err != nil {
		return nil, err
	}
	versions := map[string]registry.Version{}
	portals := map[string]*knownPortal{}
	for _, s := range served {
		v, read := versions[s.Version]
		if !read {
			if v, err = r.Version(ctx, s.Version); err != nil {
				return nil, fmt.Errorf("load versions: %w", err)
			}
			versions[s.Version] = v
		}
		known := portals[s.Portal]
		if known == nil {
			known = &knownPortal{shown: map[string]registry.Version{}, digests: map[string][]string{}}
			portals[s.Portal] = known
		}
		known.newest = v
		if hash := v.Documents[descriptionDocument]; len(hash) > shownLength {
			known.shown[hash[:shownLength]] = v
		}
		for id, digest := range v.Services {
			if !slices.Contains(known.digests[id], digest) {
				known.digests[id] = append(known.digests[id], digest)
			}
		}
	}
	return portals, nil
}

// reloadAfter is how long what is known stays as it is: another server may have begun to serve a newer version.
const reloadAfter = 2 * time.Second

// recognise returns the answer with the version it is about. a.Version is what the loader said it shows; empty means what is served now.
func (p *proof) recognise(ctx context.Context, r *registry.Registry, a registry.Answer) (registry.Answer, error) {
	p.mutex.Lock()
	known := p.known[a.Portal]
	stale := time.Since(p.reloaded) > reloadAfter
	p.mutex.Unlock()
	recognised, err := known.recognise(a)
	if err == nil || !stale {
		return recognised, err
	}
	portals, loading := loadKnown(ctx, r)
	if loading != nil {
		return a, loading
	}
	p.mutex.Lock()
	p.known, p.reloaded = portals, time.Now()
	p.mutex.Unlock()
	return portals[a.Portal].recognise(a)
}

func (k *knownPortal) recognise(a registry.Answer) (registry.Answer, error) {
	if k == nil {
		return a, errUnknown
	}
	version := k.newest
	if a.Version != "" {
		var found bool
		if version, found = k.shown[a.Version]; !found {
			return a, errUnknown
		}
	}
	a.Version = version.Hash()
	if version.Documents[a.Language+"/"+bannerDocument] == "" {
		return a, errUnknown
	}
	answered := append(slices.Clone(a.Granted), a.Denied...)
	if len(answered) != len(version.Services) || slices.ContainsFunc(answered, func(id string) bool { return version.Services[id] == "" }) {
		return a, errUnknown
	}
	if a.Charter != version.Charter && !k.askedEach(a.Charter) {
		return a, errUnknown
	}
	return a, nil
}

// askedEach reports whether a fingerprint is strung together from digests of the portal's services: a single service may be granted before the others are
// answered (consent.AnswerFor), about what was asked earlier too.
func (k *knownPortal) askedEach(fingerprint string) bool {
	digests := consent.Digests(fingerprint)
	if strings.Join(digests, "") != fingerprint || len(digests) == 0 || len(digests) > len(k.digests) {
		return false
	}
	for _, digest := range digests {
		known := false
		for _, ofService := range k.digests {
			known = known || slices.Contains(ofService, digest)
		}
		if !known {
			return false
		}
	}
	return true
}
