package portalfile

import (
	"fmt"
	"math"
	"regexp"

	"temoin/internal/consent"
)

// durationForm is what durations look like, for editors (consent.ParseDuration says whether the units add up).
const durationForm = `^\s*([Ss]ession|[Pp]ermanente?|[Pp]ersistent|[Pp]ersistante?|[Aa]lways|[Tt]oujours|[Uu]nlimited|[Ii]llimitée?|` +
	`[1-9][0-9]*\s*` + durationUnit + `((\s+|\s*,\s*|\s+(et|and)\s+)[1-9][0-9]*\s*` + durationUnit + `)*)\s*$`

const durationUnit = `([Ss]ec(ond(e?s?))?|s|min|mn|[Mm]inutes?|h|[Hh]ours?|[Hh]eures?|d|[Dd]ays?|j|[Jj]ours?|[Ww]eeks?|[Ss]emaines?|[Mm]onths?|[Mm]ois|[Yy]ears?|[Aa]ns?|[Aa]nnées?)`

var durationPattern = regexp.MustCompile(durationForm)

// The longest that trackers may stay, in days: thirteen months for audience measurement, and what browsers keep at all.
const (
	maxAudience = 13 * 30.5
	maxAnything = 400
)

// vendorChoices are trackers in which tools remember the visitor's answer: they measure nothing, and a refusal may be remembered long.
const vendorChoices = "mtm_consent mtm_consent_removed mtm_cookie_consent"

// days returns how long a duration is at most, in days.
func days(d consent.Duration) float64 {
	if d.Unit == consent.Permanent {
		return math.Inf(1)
	}
	return float64(d.Count) * map[consent.Unit]float64{
		consent.Seconds: 1.0 / 24 / 60 / 60, consent.Minutes: 1.0 / 24 / 60, consent.Hours: 1.0 / 24, consent.Days: 1, consent.Weeks: 7, consent.Months: 30.5, consent.Years: 366,
	}[d.Unit]
}

// checkLifetimes holds the trackers of a service to the thirteen months of audience measurement, which are law where it is exempt and good practice where
// it is not, and tells of durations that browsers cut short.
func (d *document) checkLifetimes(path string, s fileService) {
	for i, t := range s.Trackers {
		duration, err := consent.ParseDuration(t.Duration)
		if err != nil || overlapsAny(t.Name, vendorChoices) {
			continue
		}
		at := fmt.Sprintf("%s.trackers[%d].duration", path, i)
		switch long := days(duration); {
		case s.Exempt == string(consent.ExemptAudience) && long > maxAudience:
			d.faultAt(at, fmt.Sprintf("%q stays longer than 13 months, and so is not exempt", t.Name),
				"have the tool keep it 13 months at most, without prolonging it, or leave exempt out").under(RuleDuration, sourceAudience)
		case s.Purpose == "audience" && long > maxAudience:
			d.warnAt(at, fmt.Sprintf("%q stays longer than the 13 months that are good practice for audience measurement", t.Name),
				"set a shorter duration in the tool, and write that one here").under(RuleDuration, sourceAudience)
		// What is stored without an end is no cookie.
		case long > maxAnything && duration.Unit != consent.Permanent && t.Party != thirdParty:
			d.warnAt(at, fmt.Sprintf("%q is said to stay longer than browsers keep any cookie", t.Name),
				"write 400 days, or a shorter duration that is set in the tool; leave it if this is no cookie but stored otherwise").under(RuleDuration, sourceMaxAge)
		}
	}
}
