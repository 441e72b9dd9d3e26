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
	Allow []struct {
		Name, Previous, ID, Value string
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

func TestAllowVectors(t *testing.T) {
	v, services, now := readVectors(t)
	for _, test := range v.Allow {
		t.Run(test.Name, func(t *testing.T) {
			previous, _ := Decode(test.Previous)
			if got := Encode(Allow(services, test.ID, now, previous)); got != test.Value {
				t.Errorf("got  %s\nwant %s", got, test.Value)
			}
		})
	}
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
