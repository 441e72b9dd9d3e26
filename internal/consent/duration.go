package consent

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Unit is what a Duration counts.
type Unit string

// The units a Duration can count. Session means until the browser is closed, Permanent until somebody deletes the tracker; they have no count.
const (
	Session   Unit = "session"
	Permanent Unit = "permanent"

	Seconds Unit = "seconds"
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	Days    Unit = "days"
	Weeks   Unit = "weeks"
	Months  Unit = "months"
	Years   Unit = "years"
)

// Duration is how long a tracker stays, in the unit its charter uses: "13 months" stays 13 months and does not become 395 days.
// In cookies it is only part of a digest; charters show it.
type Duration struct {
	Count int
	Unit  Unit
}

// unitWords are the words for units that portal files and published charters use, in English and French.
var unitWords = map[string]Unit{
	"s": Seconds, "sec": Seconds, "second": Seconds, "seconds": Seconds, "seconde": Seconds, "secondes": Seconds,
	"min": Minutes, "mn": Minutes, "minute": Minutes, "minutes": Minutes,
	"h": Hours, "hour": Hours, "hours": Hours, "heure": Hours, "heures": Hours,
	"d": Days, "day": Days, "days": Days, "j": Days, "jour": Days, "jours": Days,
	"week": Weeks, "weeks": Weeks, "semaine": Weeks, "semaines": Weeks,
	"month": Months, "months": Months, "mois": Months,
	"year": Years, "years": Years, "an": Years, "ans": Years, "année": Years, "années": Years,
}

// smaller says how many of which unit make one of a unit, where that is a whole number everywhere in the calendar.
var smaller = map[Unit]Duration{Years: {12, Months}, Weeks: {7, Days}, Days: {24, Hours}, Hours: {60, Minutes}, Minutes: {60, Seconds}}

// uncounted are the words for durations without a count.
var uncounted = map[string]Unit{
	"session":   Session,
	"permanent": Permanent, "permanente": Permanent, "persistent": Permanent, "persistant": Permanent, "persistante": Permanent, "always": Permanent, "toujours": Permanent,
	"unlimited": Permanent, "illimité": Permanent, "illimitée": Permanent,
}

// maxCount keeps sums of several units from overflowing, in the units of the smallest.
const maxCount = 1_000_000

// ParseDuration reads "session", "permanent", "13 months", "50 min", "1 an 1 mois". Several units become one: "1 year 1 month" is 13 months, and
// "1 year 2 days" nothing, because a year has no whole number of days. It returns an error that says what is understood.
func ParseDuration(s string) (Duration, error) {
	words := durationWords(s)
	if len(words) == 1 && uncounted[words[0]] != "" {
		return Duration{Unit: uncounted[words[0]]}, nil
	}
	var sum Duration
	for len(words) >= 2 {
		n, err := strconv.Atoi(words[0])
		unit, known := unitWords[words[1]]
		if err != nil || n < 1 || n > maxCount || !known {
			break
		}
		words = words[2:]
		if sum.Unit == "" {
			sum = Duration{n, unit}
			continue
		}
		for sum.Unit != unit {
			part, divides := smaller[sum.Unit]
			if !divides {
				return Duration{}, fmt.Errorf("read duration %q: units that do not add up, or not from the largest on", s)
			}
			sum = Duration{sum.Count * part.Count, part.Unit}
		}
		sum.Count += n
	}
	if len(words) > 0 || sum.Unit == "" || sum.Count > maxCount {
		return Duration{}, fmt.Errorf("read duration %q: want \"session\", \"permanent\", or counts and units such as \"13 months\"", s)
	}
	return sum, nil
}

// durationWords returns the counts and units of a duration in small letters: "1 an et 1 mois" and "1an 1mois" alike.
func durationWords(s string) []string {
	var spaced strings.Builder
	var last rune
	for _, r := range strings.ToLower(s) {
		if r == ',' || last >= '0' && last <= '9' && unicode.IsLetter(r) {
			spaced.WriteByte(' ')
		}
		if r != ',' {
			spaced.WriteRune(r)
		}
		last = r
	}
	return slices.DeleteFunc(strings.Fields(spaced.String()), func(word string) bool { return word == "et" || word == "and" })
}

// same returns one form for durations that charters write in two ways: twelve months for a year, seven days for a week.
func (d Duration) same() Duration {
	if d.Unit == Years || d.Unit == Weeks {
		return Duration{d.Count * smaller[d.Unit].Count, smaller[d.Unit].Unit}
	}
	return d
}

// String returns the form that ParseDuration reads.
func (d Duration) String() string {
	if d.Count == 0 {
		return string(d.Unit)
	}
	unit := string(d.Unit)
	if d.Count == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return strconv.Itoa(d.Count) + " " + unit
}

// MarshalText writes the form that ParseDuration reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDuration(string(text))
	return err
}
