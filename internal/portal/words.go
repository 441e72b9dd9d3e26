package portal

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Words are a text that visitors read, of the owner's or of the catalogue's, who need not have written it in every language.
type Words struct {
	Text string
	// Language is the BCP 47 tag of the text's where it is another than the portal's (Portal.Language), and empty where it is the same. Names of products have none:
	// they are the same everywhere.
	Language string
}

// String returns the text.
func (w Words) String() string { return w.Text }

// MarshalJSON writes a text and, where it is in another language, under that language, as portal files have it: {"fr": "Vidéos"}.
func (w Words) MarshalJSON() ([]byte, error) {
	var value any = w.Text
	if w.Language != "" {
		value = map[string]string{w.Language: w.Text}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	// Whoever encodes the whole escapes it for HTML, or does not.
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return b.Bytes(), err
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Words) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &w.Text); err == nil {
		w.Language = ""
		return nil
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil || len(texts) != 1 {
		return fmt.Errorf("read words: %s is neither a text nor a text under its language", data)
	}
	for w.Language, w.Text = range texts {
	}
	return nil
}
