package consent

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func everything(services []Service) map[string]bool {
	answers := map[string]bool{}
	for _, s := range services {
		answers[s.ID] = true
	}
	return answers
}

func TestZeroChoiceGrantsNothing(t *testing.T) {
	_, services, now := readVectors(t)
	var none Choice
	if none.Holds(now) || none.Settles(services, now) || none.Settles(nil, now) {
		t.Error("the zero choice holds")
	}
	for _, s := range services {
		if none.Grants(s, now) {
			t.Errorf("the zero choice grants %s", s.ID)
		}
	}
}

func TestExemptServiceRunsWithoutChoice(t *testing.T) {
	login := Service{ID: "login", Exemption: ExemptAuthentication}
	if !(Choice{}).Grants(login, time.Now()) {
		t.Error("an exempt service waits for a choice")
	}
}

func TestPortalThatAsksNothingIsSettledByItsNotice(t *testing.T) {
	services := []Service{{ID: "login", Exemption: ExemptAuthentication}}
	now := time.UnixMilli(1795305600000)
	seen := Decide(services, everything(services), now, Choice{})
	if seen.Charter != NothingAsked || len(seen.Granted) != 0 {
		t.Errorf("unexpected choice %+v", seen)
	}
	if !seen.Settles(services, now) || seen.Settles(services, now.Add(Lifetime)) {
		t.Error("the notice must be settled for six months, and no longer")
	}
	asking := append(services, Service{ID: "matomo"})
	if seen.Settles(asking, now) {
		t.Error("a service that came later must be asked about")
	}
}

func TestFingerprintFollowsWhatIsAsked(t *testing.T) {
	base := func() Service {
		return Service{ID: "matomo", Purpose: "audience", Controller: "Ville", Trackers: []Tracker{
			{Name: "_pk_id.*", Duration: Duration{13, Months}}, {Name: "_pk_ses.*", Duration: Duration{30, Minutes}},
		}}
	}
	same := map[string]func(*Service){
		"trackers in another order": func(s *Service) { s.Trackers[0], s.Trackers[1] = s.Trackers[1], s.Trackers[0] },
	}
	changed := map[string]func(*Service){
		"id":         func(s *Service) { s.ID = "piwik" },
		"purpose":    func(s *Service) { s.Purpose = "advertising" },
		"controller": func(s *Service) { s.Controller = "Agence" },
		"tracker":    func(s *Service) { s.Trackers[0].Name = "_pk_uid" },
		"duration":   func(s *Service) { s.Trackers[0].Duration = Duration{14, Months} },
		"fewer":      func(s *Service) { s.Trackers = s.Trackers[:1] },
	}
	want := base().Digest()
	for name, change := range same {
		s := base()
		if change(&s); s.Digest() != want {
			t.Errorf("%s: digest changed", name)
		}
	}
	for name, change := range changed {
		s := base()
		if change(&s); s.Digest() == want {
			t.Errorf("%s: digest did not change", name)
		}
	}
}

func TestForeignEntriesSurviveManyRewrites(t *testing.T) {
	_, services, now := readVectors(t)
	value := encodeURIComponent(`{"xiti":true,"at":false,"note":{"a":"é"},"timestamp":1795305000}`)
	for range 3 {
		previous, err := Decode(value)
		if err != nil {
			t.Fatal(err)
		}
		value = Encode(Decide(services, everything(services), now, previous))
	}
	for _, want := range []string{`"xiti":true`, `"at":false`, `"note":{"a":"é"}`} {
		if !strings.Contains(value, encodeURIComponent(want)) {
			t.Errorf("%s was lost from %s", want, value)
		}
	}
}

func TestForeignEntriesMakeWayForTheChoice(t *testing.T) {
	_, services, now := readVectors(t)
	previous, err := Decode(encodeURIComponent(`{"padding":"` + strings.Repeat("x", 3950) + `","timestamp":1795305000}`))
	if err != nil {
		t.Fatal(err)
	}
	value := Encode(Decide(services, everything(services), now, previous))
	if choice, err := Decode(value); err != nil || !choice.Settles(services, now) {
		t.Errorf("a browser would refuse the choice: %d bytes, %v", len(value), err)
	}
}

func TestFortyServicesFitACookie(t *testing.T) {
	var services []Service
	for i := range 40 {
		services = append(services, Service{ID: strings.Repeat("service-", 2) + string(rune('a'+i%26)) + string(rune('a'+i/26))})
	}
	value := Encode(Decide(services, everything(services), time.Now(), Choice{}))
	if len(value) > maxValue {
		t.Errorf("%d bytes do not fit into a cookie", len(value))
	}
}

func TestAttributes(t *testing.T) {
	for _, test := range []struct {
		domain string
		secure bool
		want   string
	}{
		{"", false, "; Path=/; Max-Age=15724800; SameSite=Lax"},
		{"", true, "; Path=/; Max-Age=15724800; SameSite=Lax; Secure"},
		{"ville.fr", true, "; Path=/; Max-Age=15724800; SameSite=Lax; Domain=ville.fr; Secure"},
	} {
		if got := Attributes(test.domain, test.secure); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]Duration{
		"session": {Unit: Session}, " Session ": {Unit: Session}, "permanent": {Unit: Permanent}, "Always": {Unit: Permanent}, "illimitée": {Unit: Permanent},
		"13 months": {13, Months}, "1 year": {1, Years}, "30 minutes": {30, Minutes}, "2 weeks": {2, Weeks}, "1 day": {1, Days}, "12 hours": {12, Hours},
		// As charters of real portals have it.
		"1 an 1 mois": {13, Months}, "1 an et 1 mois": {13, Months}, "1 year, 1 month": {13, Months}, "13 mois": {13, Months}, "2 semaines": {2, Weeks},
		"50 min": {50, Minutes}, "50min": {50, Minutes}, "1h30": {}, "1 h 30 min": {90, Minutes}, "2 ans": {2, Years}, "1 Année": {1, Years}, "6 Mois": {6, Months},
		"24 heures": {24, Hours}, "1 jour": {1, Days}, "30 s": {30, Seconds}, "1 min 30 s": {90, Seconds}, "30j": {30, Days}, "1 semaine 2 jours": {9, Days}, "1 day 1 hour": {25, Hours},
		"": {}, "months": {}, "0 days": {}, "-1 days": {}, "13": {}, "13 moons": {}, "13 months ago": {}, "1 year 2 days": {}, "1 month 1 year": {},
		"six mois": {}, "1.5 years": {}, "99999999999 years": {}, "1000000 years 1 month": {}, "session 1 day": {}, "1 month 1": {},
	} {
		got, err := ParseDuration(text)
		if got != want || (err == nil) != (want != Duration{}) {
			t.Errorf("%q: got %v (%v), want %v", text, got, err, want)
		}
		if again, err := ParseDuration(got.String()); want != (Duration{}) && (err != nil || again != got) {
			t.Errorf("%q: %q is not read again: %v", text, got, err)
		}
	}
}

// FuzzDecode holds Decode to its promise: whatever a browser holds, no panic, an error is never a grant, and what was
// read survives being written and read again.
func FuzzDecode(f *testing.F) {
	v, services, now := readVectors(f)
	for _, test := range v.Decode {
		f.Add(test.Value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		c, err := Decode(value)
		if err != nil {
			if !errors.Is(err, ErrNoChoice) || len(c.Granted) > 0 || c.Settles(services, now) {
				t.Fatalf("%q: error %v came with the choice %+v", value, err, c)
			}
			return
		}
		again, err := Decode(Encode(c))
		if err != nil {
			// Escaping may push a long value past the limit; nothing else may fail.
			if len(Encode(c)) <= maxValue {
				t.Fatalf("%q: cannot read back %q: %v", value, Encode(c), err)
			}
			return
		}
		for _, s := range services {
			if c.Grants(s, now) != again.Grants(s, now) {
				t.Fatalf("%q: the answer about %s changed on the way", value, s.ID)
			}
		}
		if refused := Decide(services, nil, now, c); refused.Grants(services[0], now) {
			t.Fatalf("%q: a refusal grants", value)
		}
	})
}

func TestUnansweredObjectionIsNone(t *testing.T) {
	services := []Service{{ID: "matomo", Exemption: ExemptAudience, Objection: true}, {ID: "youtube"}}
	now := time.UnixMilli(1795305600000)
	c := Decide(services, nil, now, Choice{})
	if !c.Grants(services[0], now) || c.Grants(services[1], now) {
		t.Errorf("granted %v: want the exempt service to go on, the other to be denied", c.Granted)
	}
	if c = Decide(services, map[string]bool{"matomo": false}, now, c); c.Grants(services[0], now) {
		t.Error("the objection counts for nothing")
	}
	if c = AnswerFor(services, []string{"youtube"}, true, now, c); c.Grants(services[0], now) || !c.Grants(services[1], now) {
		t.Errorf("granted %v after allowing youtube: want the objection kept", c.Granted)
	}
}
