package consent

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Lifetime is how long a choice holds, refusal like acceptance: six months.
// Source: CNIL, délibération 2020-092 (recommandation), §§ 38-39.
const Lifetime = 182 * 24 * time.Hour

// Choice is one decision of a visitor. The zero Choice is no choice at all: it grants nothing and does not hold.
type Choice struct {
	// Granted has one entry per service that was answered, by id.
	Granted map[string]bool
	// Time is when the choice was made, to the millisecond.
	Time time.Time
	// Charter is the fingerprint of what was asked.
	Charter string

	// kept are the cookie's entries that are not ours (another consent manager's, by the same cookie name).
	kept map[string]json.RawMessage
}

// Decide returns the choice of a visitor who was asked about the given services and answered by id. A service that needs consent and
// got no answer is denied; one that can be objected to and got none goes on. Entries of the previous cookie that are not Témoin's are
// carried over.
func Decide(services []Service, answers map[string]bool, now time.Time, previous Choice) Choice {
	c := Choice{
		Granted: map[string]bool{},
		Time:    now.Truncate(time.Millisecond),
		Charter: Fingerprint(services),
		kept:    maps.Clone(previous.kept),
	}
	c.keepOthers(services, previous)
	for _, s := range services {
		if s.TakesAnswer() {
			granted, answered := answers[s.ID]
			c.Granted[s.ID] = granted || !answered && !s.NeedsConsent()
		}
	}
	return c
}

// keepOthers carries the answers about services over that this portal does not have: they may belong to another reader of the cookie.
func (c *Choice) keepOthers(services []Service, previous Choice) {
	for id, granted := range previous.Granted {
		if !slices.ContainsFunc(services, func(s Service) bool { return s.ID == id && s.TakesAnswer() }) {
			c.keep(id, granted)
		}
	}
	for _, s := range services {
		if s.TakesAnswer() {
			delete(c.kept, s.ID)
		}
	}
}

func (c *Choice) keep(id string, granted bool) {
	if c.kept == nil {
		c.kept = map[string]json.RawMessage{}
	}
	c.kept[id] = json.RawMessage("false")
	if granted {
		c.kept[id] = json.RawMessage("true")
	}
}

// Holds reports whether the choice is neither stale nor from the future. The age counts from the moment of the choice and
// is never prolonged.
func (c Choice) Holds(now time.Time) bool {
	age := now.Sub(c.Time)
	return !c.Time.IsZero() && age >= 0 && age < Lifetime
}

// Answers reports whether the visitor answered for s as it is described today.
func (c Choice) Answers(s Service, now time.Time) bool {
	_, answered := c.Granted[s.ID]
	return answered && c.Holds(now) && covers(c.Charter, s.Digest())
}

// Grants reports whether s may run: the visitor granted it as it is described today, or it is exempt and the visitor does not object.
func (c Choice) Grants(s Service, now time.Time) bool {
	if s.NeedsConsent() {
		return c.Answers(s, now) && c.Granted[s.ID]
	}
	granted, answered := c.Granted[s.ID]
	return !s.Objection || !answered || granted || !c.Holds(now)
}

// Settles reports whether nothing is left to ask or to tell about the services.
func (c Choice) Settles(services []Service, now time.Time) bool {
	if !c.Holds(now) || c.Charter == "" {
		return false
	}
	for _, s := range Asked(services) {
		if !c.Answers(s, now) {
			return false
		}
	}
	return true
}
