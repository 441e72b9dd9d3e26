package consent

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is what a Duration counts.
type Unit string

// The units a Duration can count. Session means: until the browser is closed; it has no count.
const (
	Session Unit = "session"
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	Days    Unit = "days"
	Weeks   Unit = "weeks"
	Months  Unit = "months"
	Years   Unit = "years"
)

// Duration is how long a tracker stays, in the unit its charter uses: "13 months" stays 13 months and does not become 395 days.
type Duration struct {
	Count int
	Unit  Unit
}

// ParseDuration reads "session", "13 months", "1 year". It returns an error that says what is understood.
func ParseDuration(s string) (Duration, error) {
	s = strings.TrimSpace(s)
	if s == string(Session) {
		return Duration{Unit: Session}, nil
	}
	count, unit, found := strings.Cut(s, " ")
	n, err := strconv.Atoi(count)
	if !found || err != nil || n < 1 {
		return Duration{}, fmt.Errorf("read duration %q: want \"session\" or a count and a unit", s)
	}
	unit = strings.TrimSuffix(unit, "s") + "s"
	switch u := Unit(unit); u {
	case Minutes, Hours, Days, Weeks, Months, Years:
		return Duration{Count: n, Unit: u}, nil
	}
	return Duration{}, fmt.Errorf("read duration %q: unknown unit, want minutes, hours, days, weeks, months or years", s)
}

// String returns the form that ParseDuration reads.
func (d Duration) String() string {
	if d.Unit == Session || d.Unit == "" {
		return string(d.Unit)
	}
	return strconv.Itoa(d.Count) + " " + string(d.Unit)
}

// MarshalText writes the form that ParseDuration reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDuration(string(text))
	return err
}
