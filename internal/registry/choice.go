package registry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// How is the act by which a choice was made.
type How string

// The acts.
const (
	// Banner is a button of the first layer, Panel one of the settings, Placeholder the button in the place of one held-back frame.
	Banner      How = "banner"
	Panel       How = "panel"
	Placeholder How = "placeholder"
	// Again is a button of the first layer where only what is new or changed was asked: the other answers are those of an earlier choice.
	Again How = "again"
	// Withdrawal is any act that denies what was granted before.
	Withdrawal How = "withdrawal"
	// Form is the charter page's form, which works without a script.
	Form How = "form"
)

// Hows returns every act there is.
func Hows() []How { return []How{Banner, Again, Panel, Placeholder, Withdrawal, Form} }

// Choice is what a visitor answered. It has nothing that points to a person, and nothing that two choices of one person share.
type Choice struct {
	Receipt Receipt
	// Delay is how many minutes passed between the choice and its arrival, by the visitor's clock: a choice made while the server was down comes later.
	Delay int
	Answer
}

// Answer is the part of a choice that many visitors share.
type Answer struct {
	Portal string `json:"portal"`
	// Charter is the fingerprint of what was asked, Version the hash of what was shown.
	Charter  string   `json:"charter"`
	Version  string   `json:"version"`
	Language string   `json:"language"`
	Granted  []string `json:"granted"`
	Denied   []string `json:"denied"`
	How      How      `json:"how"`
}

// MaxDelay is the longest Delay, in minutes: as long as a choice holds.
const MaxDelay = 182 * 24 * 60

// ErrNotRecordable is what every error about the content of a choice wraps.
var ErrNotRecordable = errors.New("not a choice that can be recorded")

// normal returns the answer in its one form: services sorted. It returns an error if it is not whole.
func (a Answer) normal() (Answer, error) {
	a.Granted, a.Denied = sorted(a.Granted), sorted(a.Denied)
	for _, list := range [][]string{a.Granted, a.Denied} {
		if len(slices.Compact(slices.Clone(list))) != len(list) || slices.Contains(list, "") {
			return a, fmt.Errorf("%w: a service is there twice, or has no name", ErrNotRecordable)
		}
	}
	if slices.ContainsFunc(a.Granted, func(id string) bool { return slices.Contains(a.Denied, id) }) {
		return a, fmt.Errorf("%w: a service is both granted and denied", ErrNotRecordable)
	}
	if !slices.Contains(Hows(), a.How) {
		return a, fmt.Errorf("%w: unknown act", ErrNotRecordable)
	}
	for _, text := range append([]string{a.Portal, a.Charter, a.Version, a.Language}, append(a.Granted, a.Denied...)...) {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
			return a, fmt.Errorf("%w: an id is no plain text", ErrNotRecordable)
		}
	}
	return a, nil
}

func sorted(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}
