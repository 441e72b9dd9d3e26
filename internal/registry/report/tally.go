// Package report turns what the registry holds into what owners read: tables, charts and exports.
package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"temoin/internal/registry"
)

// Tally is how visitors answered, by day, by service and by act.
type Tally struct {
	Choices  int64     `json:"choices"`
	Days     []Day     `json:"days"`
	Services []Service `json:"services"`
	Acts     []Act     `json:"acts"`
}

// Day is how many choices were made on a day.
type Day struct {
	// Day is the date, 2026-11-25.
	Day string `json:"day"`
	Answers
}

// Answers counts choices by what they grant.
type Answers struct {
	All  int64 `json:"all"`
	Some int64 `json:"some"`
	None int64 `json:"none"`
}

// Sum is the number of choices.
func (a Answers) Sum() int64 { return a.All + a.Some + a.None }

// Service is how often a service of a portal was granted.
type Service struct {
	Portal  string `json:"portal"`
	Service string `json:"service"`
	Granted int64  `json:"granted"`
	Denied  int64  `json:"denied"`
}

// Rate is the share of visitors who granted, 0 to 1.
func (s Service) Rate() float64 {
	if s.Granted+s.Denied == 0 {
		return 0
	}
	return float64(s.Granted) / float64(s.Granted+s.Denied)
}

// Percent is the rate in percent, as French writes it: 66,7.
func (s Service) Percent() string {
	return strings.Replace(strconv.FormatFloat(100*s.Rate(), 'f', 1, 64), ".", ",", 1)
}

// Act is how many choices were made in a way.
type Act struct {
	How     registry.How `json:"how"`
	Choices int64        `json:"choices"`
}

// Of adds counts up; those of one portal, or of all where portal is empty. Days without a choice between the first and the last are there too.
func Of(counts []registry.Count, portal string) Tally {
	t := Tally{Days: []Day{}, Services: []Service{}, Acts: []Act{}}
	days := map[string]*Answers{}
	services := map[[2]string]*Service{}
	acts := map[registry.How]int64{}
	var first, last time.Time
	for _, c := range counts {
		if portal != "" && c.Portal != portal {
			continue
		}
		t.Choices += c.Choices
		acts[c.How] += c.Choices
		day := c.Day.Format(time.DateOnly)
		if days[day] == nil {
			days[day] = &Answers{}
		}
		switch {
		case len(c.Denied) == 0:
			days[day].All += c.Choices
		case len(c.Granted) == 0:
			days[day].None += c.Choices
		default:
			days[day].Some += c.Choices
		}
		for granted, ids := range map[bool][]string{true: c.Granted, false: c.Denied} {
			for _, id := range ids {
				key := [2]string{c.Portal, id}
				if services[key] == nil {
					services[key] = &Service{Portal: c.Portal, Service: id}
				}
				if granted {
					services[key].Granted += c.Choices
				} else {
					services[key].Denied += c.Choices
				}
			}
		}
		if first.IsZero() || c.Day.Before(first) {
			first = c.Day
		}
		if c.Day.After(last) {
			last = c.Day
		}
	}
	if t.Choices > 0 {
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
			text := day.Format(time.DateOnly)
			d := Day{Day: text}
			if days[text] != nil {
				d.Answers = *days[text]
			}
			t.Days = append(t.Days, d)
		}
	}
	for _, s := range services {
		t.Services = append(t.Services, *s)
	}
	slices.SortFunc(t.Services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(a.Portal, b.Portal), cmp.Compare(a.Service, b.Service))
	})
	for _, how := range registry.Hows() {
		if acts[how] > 0 {
			t.Acts = append(t.Acts, Act{how, acts[how]})
		}
	}
	return t
}
