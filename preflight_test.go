package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestBrowsersMayAskBeforehand: on a portal whose own fetch adds a header to every call, they ask about all that our scripts fetch from other origins.
func TestBrowsersMayAskBeforehand(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	for name, test := range map[string]struct {
		address, method string
		headers         []string
		want            int
	}{
		"the bundle":                  {"/assets/" + s.built["bundle.wasm"], "GET", nil, 204},
		"words":                       {"/assets/" + siteOf(t, s, "demonstration").description.hash + "-ar-words.json", "GET", nil, 204},
		"an asset, from anywhere":     {"/assets/" + s.built["bundle.wasm"], "GET", []string{"Origin", "https://elsewhere.example"}, 204},
		"a choice":                    {"/ville/choice", "POST", nil, 204},
		"a choice with a domain":      {"/ville/choice?domain=ville.example", "POST", nil, 204},
		"a choice, from this server":  {"/ville/choice", "POST", []string{"Origin", "https://temoin.example.fr"}, 204},
		"a choice, from another site": {"/ville/choice", "POST", []string{"Origin", "https://elsewhere.example"}, 403},
		"a choice, from a look-alike": {"/ville/choice", "POST", []string{"Origin", portalOrigin + ".elsewhere.example"}, 403},
		"a choice, in clear":          {"/ville/choice", "POST", []string{"Origin", "http://data.ville.example"}, 403},
		"a choice, from a sandbox":    {"/ville/choice", "POST", []string{"Origin", "null"}, 403},
		"a choice, from nowhere":      {"/ville/choice", "POST", []string{"Origin", ""}, 403},
		"trackers":                    {"/ville/trackers", "DELETE", nil, 405},
		"the charter page":            {"/ville/charte", "GET", nil, 405},
	} {
		t.Run(name, func(t *testing.T) {
			r := sentRequest(t, "ville", "", test.headers...)
			r.Method = "OPTIONS"
			r.URL.Path, r.URL.RawQuery, _ = strings.Cut(test.address, "?")
			r.Header.Set("Access-Control-Request-Method", test.method)
			r.Header.Set("Access-Control-Request-Headers", "x-marker")
			got := send(h, r)
			want := map[string]string{"Access-Control-Allow-Methods": "", "Access-Control-Allow-Headers": "", "Access-Control-Max-Age": ""}
			if test.want == 204 {
				// As the answers themselves have it.
				want["Access-Control-Allow-Origin"] = "*"
				want["Access-Control-Allow-Methods"], want["Access-Control-Allow-Headers"], want["Access-Control-Max-Age"] = test.method, "*, Authorization", "86400"
			}
			if got.StatusCode != test.want {
				t.Errorf("got %d, want %d", got.StatusCode, test.want)
			}
			for header, want := range want {
				if got := got.Header.Get(header); got != want {
					t.Errorf("%s is %q, want %q", header, got, want)
				}
			}
			if said := strings.ToLower(body(t, got) + fmt.Sprint(got.Header)); strings.Contains(said, "marker") || strings.Contains(said, "elsewhere") {
				t.Errorf("the answer has something of what was sent: %s", said)
			}
			if got.Header.Get("Access-Control-Allow-Credentials") != "" || got.Header.Get("Set-Cookie") != "" {
				t.Errorf("credentials are taken, or given: %v", got.Header)
			}
		})
	}
	if report := verifies(t, s); report.Choices != 0 {
		t.Errorf("%d choices were recorded", report.Choices)
	}
}
