package portal

import "testing"

func TestNamesInsideSentences(t *testing.T) {
	for name, want := range map[string]string{
		"Authentification": "authentification", "API (CSRF)": "API (CSRF)", "Écran": "écran", "": "", "A": "A", "2 semaines": "2 semaines",
	} {
		if got := (Texts{}).Inside(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if got := (Texts{Capitals: true}).Inside("Sitzung"); got != "Sitzung" {
		t.Errorf("got %q: German nouns keep their capital", got)
	}
}
