package portal

import (
	"encoding/json"
	"testing"
)

// TestWordsTravelAsInPortalFiles: in the layer's language they are a text and weigh no more, in another they stand under it.
func TestWordsTravelAsInPortalFiles(t *testing.T) {
	for want, words := range map[string]Words{
		`"Vidéos \u0026 \"films\""`: {Text: `Vidéos & "films"`},
		`{"fr":"Vidéos"}`:           {"Vidéos", "fr"},
		`""`:                        {},
	} {
		got, err := json.Marshal(words)
		if err != nil || string(got) != want {
			t.Errorf("%+v: got %s, %v; want %s", words, got, err, want)
		}
		// Nothing of what was there before stays.
		read := Words{"x", "de"}
		if err := json.Unmarshal(got, &read); err != nil || read != words {
			t.Errorf("%s: got %+v, %v; want %+v", got, read, err, words)
		}
	}
	for _, wrong := range []string{`1`, `{}`, `{"fr":"a","en":"b"}`, `{"fr":1}`, `["fr"]`} {
		if err := json.Unmarshal([]byte(wrong), new(Words)); err == nil {
			t.Errorf("%s was read as words", wrong)
		}
	}
}
