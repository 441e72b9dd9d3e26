package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal/portalfile"
)

// TestTrackersOfDeniedServicesExpire: what a script cannot delete, and nothing else.
func TestTrackersOfDeniedServicesExpire(t *testing.T) {
	h := newHandler(t, "")
	p, err := portalfile.Load("portals/demonstration.yaml")
	if err != nil {
		t.Fatal(err)
	}
	stored := func(answers map[string]bool, made time.Time) string {
		return consent.CookieName + "=" + consent.Encode(consent.Decide(p[0].ConsentServices(), answers, made, consent.Choice{}))
	}
	const jar = "; _pk_id.1.1fff=1; _pk_id.1.1fff=2; _pcid=1; sessionid=1; foreign=1; v1st=1"
	for name, test := range map[string]struct {
		cookies string
		want    []string
	}{
		"all refused":   {stored(nil, today.Add(-time.Hour)), []string{"_pcid", "_pk_id.1.1fff"}},
		"one granted":   {stored(map[string]bool{"matomo": true}, today.Add(-time.Hour)), []string{"_pcid"}},
		"no choice":     {"other=1", nil},
		"a stale one":   {stored(nil, today.Add(-200*24*time.Hour)), nil},
		"not readable":  {consent.CookieName + "=%7B", nil},
		"of the future": {stored(nil, today.Add(time.Hour)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("DELETE", "http://data.ville.fr/demonstration/trackers", nil)
			r.Header.Set("Cookie", test.cookies+jar)
			answer := send(h, r, "Sec-Fetch-Site", "same-origin")
			var expired []string
			for _, c := range answer.Cookies() {
				if c.MaxAge >= 0 || c.Path != "/" {
					t.Errorf("%s does not expire it", c.Raw)
				}
				if c.Domain == "" {
					expired = append(expired, c.Name)
				} else if c.Domain != "data.ville.fr" && c.Domain != "ville.fr" {
					t.Errorf("%s: no browser takes that domain", c.Raw)
				}
			}
			slices.Sort(expired)
			if answer.StatusCode != http.StatusNoContent || !slices.Equal(expired, test.want) {
				t.Errorf("%d, expired %q, want %q", answer.StatusCode, expired, test.want)
			}
		})
	}
}

func TestTrackersAreExpiredForThePagesOwnOriginOnly(t *testing.T) {
	r := httptest.NewRequest("DELETE", "http://localhost/demonstration/trackers", nil)
	if got := send(newHandler(t, ""), r, "Sec-Fetch-Site", "cross-site").StatusCode; got != http.StatusForbidden {
		t.Errorf("another site's page gets %d", got)
	}
}

// TestFormExpiresTrackersToo: without a script, the form's answer is all there is.
func TestFormExpiresTrackersToo(t *testing.T) {
	r := post(nil, "localhost")
	r.Header.Set("Cookie", "_pk_id.1.1fff=1; sessionid=1")
	all := strings.Join(send(newHandler(t, ""), r).Header.Values("Set-Cookie"), "\n")
	if !strings.Contains(all, "_pk_id.1.1fff=; Path=/; Max-Age=0") || strings.Contains(all, "sessionid") {
		t.Errorf("set %s", all)
	}
}
