package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal"
	"temoin/internal/registry"
)

func TestSentChoiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	c := choiceFor(t, s, "ville")
	for range 3 {
		r := send(h, sentRequest(t, "ville", c))
		if r.StatusCode != 200 || r.Header.Get("Access-Control-Allow-Origin") != "*" || r.Header.Get("Set-Cookie") != "" {
			t.Fatalf("%d, %v, %s", r.StatusCode, r.Header, body(t, r))
		}
		if got := body(t, r); got != "{\"recorded\":true}\n" {
			t.Errorf("the answer is %q", got)
		}
	}
	if report := verifies(t, s); report.Choices != 1 || report.Served != int64(len(s.all)) {
		t.Errorf("report %+v", report)
	}
	number, err := registry.ParseReceipt(c["receipt"].(string))
	if err != nil {
		t.Fatal(err)
	}
	entry, err := s.proof.current().Find(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	version, err := s.proof.current().Version(t.Context(), entry.Choice.Version)
	if err != nil {
		t.Fatal(err)
	}
	banner, err := s.proof.current().Document(t.Context(), version.Documents["fr/banner.html"])
	if err != nil || !strings.Contains(string(banner), "Tout refuser") {
		t.Errorf("the banner that was answered is %q, %v", banner, err)
	}
	c["granted"], c["denied"] = c["denied"], c["granted"]
	if r := send(h, sentRequest(t, "ville", c)); r.StatusCode != 409 {
		t.Errorf("another choice with the same receipt number: %d", r.StatusCode)
	}
}

// TestForgedChoicesAreRefused: nothing of them is recorded, and nothing of what was sent comes back.
func TestForgedChoicesAreRefused(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	const marker = "ZZmarkerZZ"
	with := func(key string, value any) map[string]any {
		c := choiceFor(t, s, "ville")
		c[key] = value
		return c
	}
	whole, err := json.Marshal(choiceFor(t, s, "ville"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content any
		headers []string
		want    int
	}{
		"from another site":               {with("age", 1), []string{"Origin", "https://" + marker + ".example"}, 403},
		"from a look-alike":               {with("age", 1), []string{"Origin", portalOrigin + ".evil.example"}, 403},
		"from below the portal's host":    {with("age", 1), []string{"Origin", "https://x.data.ville.example"}, 403},
		"without encryption":              {with("age", 1), []string{"Origin", "http://data.ville.example"}, 403},
		"without an origin":               {with("age", 1), []string{"Origin", ""}, 403},
		"from a sandboxed frame":          {with("age", 1), []string{"Origin", "null"}, 403},
		"origin with a path":              {with("age", 1), []string{"Origin", portalOrigin + "/"}, 403},
		"origin with a user":              {with("age", 1), []string{"Origin", "https://data.ville.example@evil.example"}, 403},
		"typed into the address bar":      {with("age", 1), []string{"Sec-Fetch-Site", "none"}, 403},
		"another type":                    {with("age", 1), []string{"Content-Type", "application/json"}, 415},
		"no type":                         {with("age", 1), []string{"Content-Type", ""}, 415},
		"another portal's fingerprint":    {with("charter", choiceFor(t, s, "demonstration")["charter"]), nil, 422},
		"another portal's texts":          {with("shown", choiceFor(t, s, "demonstration")["shown"]), nil, 422},
		"an invented fingerprint":         {with("charter", marker), nil, 422},
		"a fingerprint and a rest":        {with("charter", choiceFor(t, s, "ville")["charter"].(string)+"x"), nil, 422},
		"an invented service":             {with("denied", []string{marker}), nil, 422},
		"a service more":                  {with("granted", []string{marker}), nil, 422},
		"a service less":                  {with("denied", []string{}), nil, 422},
		"granted and denied":              {with("granted", choiceFor(t, s, "ville")["denied"]), nil, 422},
		"an invented act":                 {with("how", marker), nil, 422},
		"the form's act":                  {with("how", "form"), nil, 400},
		"an invented language":            {with("language", marker), nil, 422},
		"a language with a line break":    {with("language", "fr\r\nX: "+marker), nil, 422},
		"a number that is no receipt":     {with("receipt", marker), nil, 400},
		"a key more":                      {with(marker, 1), nil, 400},
		"an identifier":                   {with("visitor", marker), nil, 400},
		"age that is a text":              {with("age", marker), nil, 400},
		"age without an end":              {strings.Replace(string(whole), `"age":0.4`, `"age":1e999`, 1), nil, 400},
		"nothing":                         {"", nil, 400},
		"no object":                       {"[]", nil, 400},
		"two objects":                     {string(whole) + string(whole), nil, 400},
		"half an object":                  {string(whole)[:40], nil, 400},
		"too large":                       {string(whole) + strings.Repeat(" ", maxSent), nil, 413},
		"much too large":                  {strings.Repeat(" ", 2*maxBody) + string(whole), nil, 413},
		"deeply nested":                   {strings.Repeat("[", 15_000), nil, 400},
		"one that is not UTF-8":           {strings.Replace(string(whole), `"fr"`, "\"\xff\"", 1), nil, 422},
		"a receipt number that is absent": {strings.Replace(string(whole), `"receipt"`, `"recepit"`, 1), nil, 400},
	} {
		t.Run(name, func(t *testing.T) {
			s.pace = newPace(time.Now)
			r := send(h, sentRequest(t, "ville", test.content, test.headers...))
			said := body(t, r)
			if r.StatusCode != test.want || !strings.Contains(said, `"error":`) || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("got %d %s, want %d", r.StatusCode, said, test.want)
			}
			if echoed := said + fmt.Sprint(r.Header); strings.Contains(echoed, marker) || strings.Contains(echoed, "data.ville") {
				t.Errorf("the answer has something of what was sent: %s", echoed)
			}
		})
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		r := sentRequest(t, "ville", choiceFor(t, s, "ville"))
		r.Method = method
		if got := send(h, r).StatusCode; got != 405 && got != 404 {
			t.Errorf("%s: %d", method, got)
		}
	}
	if got := send(h, sentRequest(t, "nobody", choiceFor(t, s, "ville"))).StatusCode; got != 405 && got != 404 {
		t.Errorf("an unknown portal: %d", got)
	}
	if report := verifies(t, s); report.Choices != 0 {
		t.Errorf("%d choices were recorded", report.Choices)
	}
}

// TestSlowBodiesEnd: who sends a body slowly is cut off, and holds up nobody.
func TestSlowBodiesEnd(t *testing.T) {
	t.Parallel()
	_, h := recording(t)
	server := httptest.NewUnstartedServer(h)
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Start()
	defer server.Close()
	slow, fast := io.Pipe()
	defer fast.Close()
	request, err := http.NewRequest("POST", server.URL+"/ville/choice", slow)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/plain")
	request.Header.Set("Origin", portalOrigin)
	r, err := http.DefaultClient.Do(request)
	if err == nil {
		defer r.Body.Close()
		if r.StatusCode != 400 {
			t.Errorf("got %d", r.StatusCode)
		}
	}
}

func TestPagesOfThePortalMaySend(t *testing.T) {
	t.Parallel()
	s, _ := recording(t)
	at := func(address, domain string) *site {
		return &site{portal: &portal.Portal{Site: address, Domain: domain}, sites: s}
	}
	for _, test := range []struct {
		site   *site
		origin string
		want   bool
	}{
		{at("https://data.ville.fr", ""), "https://data.ville.fr", true},
		{at("https://data.ville.fr", ""), "https://DATA.ville.fr:8443", true},
		{at("https://ville.fr", ""), "https://www.ville.fr", true},
		{at("https://www.ville.fr", ""), "https://ville.fr", true},
		{at("https://data.ville.fr", ""), "https://ville.fr", false},
		{at("https://data.ville.fr", "ville.fr"), "https://carte.ville.fr", true},
		{at("https://data.ville.fr", "ville.fr"), "https://ville.fr", true},
		{at("https://data.ville.fr", "ville.fr"), "https://autreville.fr", false},
		{at("https://data.ville.fr", ""), "https://temoin.example.fr", true}, // the preview, on this server
		{at("https://data.ville.fr", ""), "http://localhost:8080", false},
		{at("http://localhost:8080", ""), "http://portail.localhost:1234", true},
	} {
		if got := test.site.isOurPage(sentRequest(t, "x", "", "Origin", test.origin)); got != test.want {
			t.Errorf("%s for %s (%s): %t", test.origin, test.site.portal.Site, test.site.portal.Domain, got)
		}
	}
}

// TestAnotherServersVersionIsKnown: while a new version is rolled out, a visitor may get the page from one server and send the choice to another.
func TestAnotherServersVersionIsKnown(t *testing.T) {
	t.Parallel()
	location := filepath.Join(t.TempDir(), "temoin.db")
	old := recordingSites(t, location)
	c := choiceFor(t, old, "ville")
	c["shown"] = "0123456789ab"
	if r := send(routes(old), sentRequest(t, "ville", c)); r.StatusCode != 422 {
		t.Fatalf("an unknown version: %d", r.StatusCode)
	}
	v, documents, err := siteOf(t, old, "ville").version()
	if err != nil {
		t.Fatal(err)
	}
	documents[descriptionDocument] = append(documents[descriptionDocument], ' ')
	if _, err := old.proof.current().Publish(t.Context(), v, documents); err != nil {
		t.Fatal(err)
	}
	c["shown"] = sha256Hex(documents[descriptionDocument])[:shownLength]
	old.proof.reloaded = time.Time{}
	if r := send(routes(old), sentRequest(t, "ville", c)); r.StatusCode != 200 {
		t.Errorf("another server's version: %d %s", r.StatusCode, body(t, r))
	}
}

func TestSingleGrantIsRecorded(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	c := choiceFor(t, s, "demonstration")
	choice := consent.AnswerFor(siteOf(t, s, "demonstration").portal.ConsentServices(), []string{"youtube"}, true, today, consent.Choice{})
	c["charter"], c["how"], c["granted"] = choice.Charter, "placeholder", []string{"youtube"}
	denied := []string{}
	for id, granted := range choice.Granted {
		if !granted {
			denied = append(denied, id)
		}
	}
	c["denied"] = denied
	if r := send(h, sentRequest(t, "demonstration", c, "Origin", "http://localhost:8080")); r.StatusCode != 200 {
		t.Errorf("%d %s", r.StatusCode, body(t, r))
	}
}

func FuzzSentChoice(f *testing.F) {
	f.Add([]byte(`{"receipt":"7Q2M-XK4D-0V9T-3HJB","shown":"0123456789ab","charter":"abcdef","language":"fr","granted":["youtube"],"denied":[],"how":"banner","age":1}`))
	f.Add([]byte(`{"receipt":"","age":-1e308}`))
	f.Add([]byte("\xff\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sent, err := decodeSent(strings.NewReader(string(data)))
		if err != nil {
			if !errors.Is(err, errNotReadable) && !errors.Is(err, errTooLarge) {
				t.Errorf("the error says more than it may: %v", err)
			}
			return
		}
		c := sent.choice("ville")
		if c.Delay < 0 || c.Delay > registry.MaxDelay {
			t.Errorf("delay %d", c.Delay)
		}
		known := &knownPortal{shown: map[string]registry.Version{"0123456789ab": {
			Services: map[string]string{"youtube": "abcdef"}, Documents: map[string]string{"fr/" + bannerDocument: "00"},
		}}, digests: map[string][]string{"youtube": {"abcdef"}}}
		if a, err := known.recognise(c.Answer); err == nil && (len(a.Granted)+len(a.Denied) != 1 || a.Charter != "abcdef" || a.Language != "fr") {
			t.Errorf("recognised %+v", a)
		}
	})
}
