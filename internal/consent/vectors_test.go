package consent

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"
)

// vectors is testdata/cookie-vectors.json, which the browser tests read too.
type vectors struct {
	Now      int64
	Services []struct {
		Service
		Digest string
	}
	Fingerprint string
	Decode      []struct {
		Name, Value string
		Settled     bool
		Granted     []string
	}
	Encode []struct {
		Name, Previous, Value string
		Grant                 []string
	}
	AnswerFor []struct {
		Name, Previous, Value string
		IDs                   []string
		Granted               bool
	}
	Again []struct {
		Name, Value  string
		New, Changed []string
	}
	Objection struct {
		Service Service
		Cases   []struct {
			Name, Value string
			Granted     bool
		}
	}
}

func readVectors(t testing.TB) (v vectors, services []Service, now time.Time) {
	t.Helper()
	data, err := os.ReadFile("testdata/cookie-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for _, s := range v.Services {
		services = append(services, s.Service)
	}
	return v, services, time.UnixMilli(v.Now)
}

func TestFingerprintVectors(t *testing.T) {
	v, services, _ := readVectors(t)
	for _, s := range v.Services {
		if got := s.Service.Digest(); got != s.Digest {
			t.Errorf("digest of %s: got %q, want %q", s.ID, got, s.Digest)
		}
	}
	if got := Fingerprint(services); got != v.Fingerprint {
		t.Errorf("fingerprint: got %q, want %q", got, v.Fingerprint)
	}
}

func TestDecodeVectors(t *testing.T) {
	v, services, now := readVectors(t)
	for _, test := range v.Decode {
		t.Run(test.Name, func(t *testing.T) {
			c, err := Decode(test.Value)
			if err != nil && (len(c.Granted) > 0 || !c.Time.IsZero()) {
				t.Errorf("a choice came with the error %v", err)
			}
			if got := c.Settles(services, now); got != test.Settled {
				t.Errorf("settled: got %t, want %t (%v)", got, test.Settled, err)
			}
			var granted []string
			for _, s := range services {
				if c.Grants(s, now) {
					granted = append(granted, s.ID)
				}
			}
			if !slices.Equal(granted, test.Granted) {
				t.Errorf("granted: got %q, want %q", granted, test.Granted)
			}
		})
	}
}

func TestEncodeVectors(t *testing.T) {
	v, services, now := readVectors(t)
	for _, test := range v.Encode {
		t.Run(test.Name, func(t *testing.T) {
			previous, _ := Decode(test.Previous)
			answers := map[string]bool{}
			for _, id := range test.Grant {
				answers[id] = true
			}
			if got := Encode(Decide(services, answers, now, previous)); got != test.Value {
				t.Errorf("got  %s\nwant %s", got, test.Value)
			}
		})
	}
}

func TestAnswerForVectors(t *testing.T) {
	v, services, now := readVectors(t)
	for _, test := range v.AnswerFor {
		t.Run(test.Name, func(t *testing.T) {
			previous, _ := Decode(test.Previous)
			if got := Encode(AnswerFor(services, test.IDs, test.Granted, now, previous)); got != test.Value {
				t.Errorf("got  %s\nwant %s", got, test.Value)
			}
		})
	}
}

func TestAgainVectors(t *testing.T) {
	v, services, now := readVectors(t)
	for _, test := range v.Again {
		t.Run(test.Name, func(t *testing.T) {
			choice, _ := Decode(test.Value)
			again := AskedAgain(services, choice, now)
			if added, changed := ids(again.New), ids(again.Changed); !slices.Equal(added, test.New) || !slices.Equal(changed, test.Changed) {
				t.Errorf("got new %q and changed %q, want %q and %q", added, changed, test.New, test.Changed)
			}
			if len(again.IDs()) == 0 {
				return
			}
			for _, granted := range []bool{false, true} {
				answered := AnswerFor(services, again.IDs(), granted, now, choice)
				if !answered.Settles(services, now) || answered.Charter != Fingerprint(services) || !answered.Time.Equal(choice.Time) {
					t.Errorf("an answer to what is asked again leaves something to ask, or changes its age: %+v", answered)
				}
				for _, s := range services {
					if choice.Answers(s, now) && answered.Grants(s, now) != choice.Grants(s, now) {
						t.Errorf("the earlier answer about %s changed", s.ID)
					}
				}
			}
		})
	}
}

func ids(services []Service) []string {
	all := []string{}
	for _, s := range services {
		all = append(all, s.ID)
	}
	return all
}

func TestObjectionVectors(t *testing.T) {
	v, _, now := readVectors(t)
	for _, test := range v.Objection.Cases {
		choice, _ := Decode(test.Value)
		if got := choice.Grants(v.Objection.Service, now); got != test.Granted {
			t.Errorf("%s: granted %t, want %t", test.Name, got, test.Granted)
		}
	}
}
