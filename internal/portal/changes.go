package portal

import (
	"fmt"
	"slices"
	"strings"

	"temoin/internal/consent"
)

// Change is how a service differs between two states of a portal, as far as consent is concerned. Wording is not.
type Change struct {
	// Service is its id, Name what visitors call it.
	Service string `json:"service"`
	Name    string `json:"name"`
	// AsksAgain is whether visitors who answered before are asked about the service.
	AsksAgain bool `json:"asksAgain"`
	// What says what changed, in English: "new", "controller: A → B".
	What []string `json:"what"`
}

// Changes returns what visitors would notice of a new state of a portal: services that are new, gone or described differently, in the order of the
// new state, then those that are gone. It compares what the digests cover (consent.Service.Digest), and says in words what differs.
func Changes(before, after Portal) []Change {
	find := func(p Portal, id string) (Service, bool) {
		i := slices.IndexFunc(p.Services, func(s Service) bool { return s.ID == id })
		if i < 0 {
			return Service{}, false
		}
		return p.Services[i], true
	}
	var changes []Change
	for _, s := range after.Services {
		old, existed := find(before, s.ID)
		change := Change{Service: s.ID, Name: s.Name.Text}
		switch {
		case !existed:
			change.AsksAgain, change.What = s.NeedsConsent(), []string{"new"}
			if !s.NeedsConsent() {
				change.What = []string{"new, and exempt"}
			}
		case !s.NeedsConsent() && !old.NeedsConsent():
			continue
		case s.NeedsConsent() != old.NeedsConsent():
			change.AsksAgain, change.What = s.NeedsConsent(), []string{"needs consent now, and was exempt"}
			if !s.NeedsConsent() {
				change.What = []string{"exempt now, and needed consent"}
			}
		case s.Digest() != old.Digest():
			change.AsksAgain, change.What = true, differences(old.Service, s.Service)
		default:
			continue
		}
		changes = append(changes, change)
	}
	for _, s := range before.Services {
		if _, stays := find(after, s.ID); !stays {
			changes = append(changes, Change{Service: s.ID, Name: s.Name.Text, What: []string{"gone"}})
		}
	}
	return changes
}

// differences says what the digest sees of two descriptions of a service.
func differences(before, after consent.Service) []string {
	var what []string
	if before.Purpose != after.Purpose {
		what = append(what, fmt.Sprintf("purpose: %s → %s", before.Purpose, after.Purpose))
	}
	if before.Controller != after.Controller {
		what = append(what, fmt.Sprintf("controller: %s → %s", before.Controller, after.Controller))
	}
	was, is := trackers(before), trackers(after)
	var lost, won []string
	for _, t := range was {
		if !slices.Contains(is, t) {
			lost = append(lost, t)
		}
	}
	for _, t := range is {
		if !slices.Contains(was, t) {
			won = append(won, t)
		}
	}
	if won != nil {
		what = append(what, "trackers added: "+strings.Join(won, ", "))
	}
	if lost != nil {
		what = append(what, "trackers gone: "+strings.Join(lost, ", "))
	}
	return what
}

func trackers(s consent.Service) []string {
	var all []string
	for _, t := range s.Trackers {
		all = append(all, fmt.Sprintf("%s (%s)", t.Name, t.Duration))
	}
	return all
}
