package portalfile

import (
	"slices"
	"strings"
	"testing"

	"temoin/internal/consent"
	"temoin/internal/portal"
	"temoin/internal/portal/catalogue"
)

const minimal = "id: x\nname: X\nsite: https://data.ville.fr\npublisher: { name: Ville, privacy: https://ville.fr/donnees }\nservices:\n"

// TestCatalogueIsSound: every known service can be used as it is, and says what visitors are owed.
func TestCatalogueIsSound(t *testing.T) {
	for _, name := range catalogue.Names() {
		t.Run(name, func(t *testing.T) {
			p, err := Parse("x.yaml", []byte(minimal+"  - use: "+name+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			s, english := p.Services[0], p.In("en").Services[0]
			if slices.ContainsFunc(append(english.Uses, english.Description, english.Name), func(w portal.Words) bool { return w.Language != "" }) {
				t.Errorf("a text is not in English: %q %q %q", english.Name, english.Description, english.Uses)
			}
			if s.Description.Text == "" || s.Provider == "" || s.Controller == "" {
				t.Errorf("%+v: want a description, a provider and a controller", s)
			}
			if s.NeedsConsent() != (name != "matomo-exempt") {
				t.Errorf("needs consent: %t", s.NeedsConsent())
			}
			if len(s.Hosts) == 0 && !strings.HasPrefix(name, "matomo") {
				t.Error("no hosts: nothing unmarked would be held back")
			}
			source, _ := catalogue.Source(name)
			if !strings.HasPrefix(string(source), "# ") {
				t.Error("the file does not say where its facts come from")
			}
		})
	}
}

// TestCatalogueHasWhatPortalsUse: the services that the catalogue was asked for.
func TestCatalogueHasWhatPortalsUse(t *testing.T) {
	for _, name := range strings.Fields(`matomo matomo-exempt ga gtm piano at xiti eulerian hotjar youtube dailymotion vimeo x facebook linkedin disqus hubspot
		openstreetmap mapbox google-maps recaptcha crisp soundcloud spotify calameo flourish datawrapper power-bi`) {
		if _, found := catalogue.Source(name); !found {
			t.Errorf("no %s", name)
		}
	}
}

func TestPortalFileOverridesTheCatalogue(t *testing.T) {
	p, err := Parse("x.yaml", []byte(minimal+`  - use: matomo
    name: Statistiques
    hosts: [stats.ville.fr]
    trackers:
      - { name: _pk_id.*, use: Compter, duration: 6 months }
  - { use: youtube, id: film }
`))
	if err != nil {
		t.Fatal(err)
	}
	matomo, film := p.Services[0], p.Services[1]
	if matomo.ID != "matomo" || matomo.Name.Text != "Statistiques" || len(matomo.Trackers) != 1 || matomo.Provider != "Ville" || matomo.Told != portal.ToldMatomo || matomo.Hosts[0] != "stats.ville.fr" {
		t.Errorf("matomo: %+v", matomo)
	}
	if film.ID != "film" || film.Provider != "Google Ireland Limited" || !film.Trackers[0].ThirdParty {
		t.Errorf("film: %+v", film)
	}
}

// TestTheGateNeverClosesOnThePortal: hosts and names that would hold back what the portal itself needs.
func TestTheGateNeverClosesOnThePortal(t *testing.T) {
	service := func(hosts, tracker string) string {
		return minimal + "  - { id: a, name: A, provider: P, purpose: audience, hosts: [" + hosts + "], trackers: [{ name: \"" + tracker + "\", use: U, duration: session }] }\n"
	}
	for name, test := range map[string]struct{ source, want string }{
		"an address":                  {service("https://stats.fr/", "a"), "no host"},
		"a wildcard":                  {service("'*.stats.fr'", "a"), "no host"},
		"capitals":                    {service("Stats.fr", "a"), "no host"},
		"the portal's host":           {service("data.ville.fr", "a"), "would hold the portal itself"},
		"a parent of it":              {service("ville.fr", "a"), "would hold the portal itself"},
		"a top-level domain":          {service("fr", "a"), "would hold every host"},
		"the platform":                {service("static.opendatasoft.com", "a"), "portal's own data"},
		"a parent of a platform host": {service("cloudflare.com", "a"), "portal's own data"},
		"every cookie":                {service("stats.fr", "*"), "fits nearly every cookie"},
		"the session":                 {service("stats.fr", "session*"), "sessionid"},
		"our own cookie":              {service("stats.fr", "*_preferences"), "cookies_preferences"},
		"an unknown service":          {minimal + "  - use: youtub\n", "did you mean \"youtube\""},
		"nothing to object to":        {minimal + "  - { use: youtube, objection: true }\n", "nothing to object to"},
		"an unknown way of telling":   {minimal + "  - { use: youtube, tell: goggle }\n", "did you mean \"google\""},
		"a third party of no kind":    {minimal + "  - { use: youtube, trackers: [{ name: a, use: U, duration: session, party: thrid }] }\n", "did you mean \"third\""},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse("x.yaml", []byte(test.source)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	for _, hosts := range []string{"data.ville.fr/matomo/", "stats.ville.fr", `"localhost:9000"`, `"data.ville.fr:8443"`, "127.0.0.1", "www.google.com/maps", "api.tiles.mapbox.com"} {
		if _, err := Parse("x.yaml", []byte(service(hosts, "_pk_*"))); err != nil {
			t.Errorf("%s: %v", hosts, err)
		}
	}
}

func TestTrackerPatterns(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"_ga", "_ga", true}, {"_ga", "_gat", false}, {"_ga_*", "_ga_ABC", true}, {"_ga_*", "_ga_", true}, {"_ga_*", "x_ga_A", false},
		{"_pk_id.*", "_pk_id.1.1fff", true}, {"_pk_id.*", "_pk_idx1", false}, {"*_id", "a_id", true}, {"*_id", "a_ids", false},
		{"a*b*c", "a1b2c", true}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false}, {"a*a", "a", false}, {"(x)", "(x)", true},
	} {
		if got := (consent.Tracker{Name: test.pattern}).Matches(test.name); got != test.want {
			t.Errorf("%q fits %q: %t, want %t", test.name, test.pattern, got, test.want)
		}
	}
}
