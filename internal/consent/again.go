package consent

import (
	"slices"
	"strings"
	"time"
)

// Again is what a visitor who chose before is asked again, in the order of the portal's services. It is empty where the choice settles everything, and where
// everything is to be asked.
type Again struct {
	// New came since, Changed were answered as they were described before.
	New, Changed []Service
}

// AskedAgain returns what a choice that holds leaves to ask, where some of its answers stand. Where none does, or where a service was never asked (the visitor
// granted a single one before answering the banner), all is asked as on the first visit.
func AskedAgain(services []Service, choice Choice, now time.Time) Again {
	var again Again
	stands := false
	for _, s := range Asked(services) {
		_, entry := choice.Granted[s.ID]
		switch {
		case choice.Answers(s, now):
			stands = true
		case entry:
			again.Changed = append(again.Changed, s)
		default:
			again.New = append(again.New, s)
		}
	}
	// A service that was answered has left its former digest; one that was never asked has an entry only.
	if !stands || len(again.Changed) > len(former(services, choice)) {
		return Again{}
	}
	return again
}

// IDs returns the services' ids.
func (a Again) IDs() []string {
	var ids []string
	for _, s := range slices.Concat(a.New, a.Changed) {
		ids = append(ids, s.ID)
	}
	return ids
}

// AnswerFor returns the previous choice with an answer about some services only, by id: what is asked again, or the one whose placeholder the visitor pressed. What
// was answered before stays answered and keeps its age, so that no answer is prolonged: the new ones are asked again a little early rather than the old ones late. What
// was not is not granted, and is still to be asked.
func AnswerFor(services []Service, ids []string, granted bool, now time.Time, previous Choice) Choice {
	held := previous.Holds(now)
	c := Decide(services, nil, now, previous)
	if held {
		c.Time = previous.Time
	}
	var answered []Service
	pending := false
	for _, s := range services {
		_, entry := previous.Granted[s.ID]
		switch {
		case !s.TakesAnswer():
		case slices.Contains(ids, s.ID):
			c.Granted[s.ID] = granted
			answered = append(answered, s)
		case previous.Answers(s, now) || !s.NeedsConsent():
			c.Granted[s.ID] = previous.Grants(s, now)
			answered = append(answered, s)
		case held && !entry:
			// It came since: without an entry it is known for new.
			delete(c.Granted, s.ID)
		default:
			c.Granted[s.ID] = false
			pending = true
		}
	}
	c.Charter = Fingerprint(answered)
	if held && pending {
		c.Charter = withFormer(c.Charter, former(services, previous))
	}
	return c
}

// former returns the digests in the choice's fingerprint that none of the services has: those of services as they were described before, or that are gone.
func former(services []Service, choice Choice) []string {
	if choice.Charter == NothingAsked {
		return nil
	}
	current := Digests(Fingerprint(services))
	return slices.DeleteFunc(Digests(choice.Charter), func(digest string) bool { return slices.Contains(current, digest) })
}

// withFormer adds digests to a fingerprint.
func withFormer(fingerprint string, digests []string) string {
	if fingerprint != NothingAsked {
		digests = append(digests, Digests(fingerprint)...)
	}
	if len(digests) == 0 {
		return NothingAsked
	}
	slices.Sort(digests)
	return strings.Join(digests, "")
}
