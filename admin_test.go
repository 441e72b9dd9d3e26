package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"temoin/internal/registry"
)

const secret = "a-secret-of-twenty-four-characters-at-least"

// admin is a server with a page for owners, and a receipt number in its registry.
func admin(t *testing.T) (h http.Handler, receipt string) {
	t.Helper()
	s, _ := recording(t)
	s.token = token(secret)
	h = routes(s)
	c := choiceFor(t, s, "ville")
	if r := send(h, sentRequest(t, "ville", c)); r.StatusCode != 200 {
		t.Fatal(r.StatusCode)
	}
	return h, c["receipt"].(string)
}

func signIn(t *testing.T, h http.Handler, given string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("POST", "https://temoin.example.fr/admin/entrer", strings.NewReader(url.Values{"jeton": {given}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(h, r, "Sec-Fetch-Site", "same-origin")
}

func TestOwnersPageIsForOwners(t *testing.T) {
	t.Parallel()
	h, receipt := admin(t)
	for _, target := range []string{"/admin/", "/admin/choix?recu=" + receipt, "/admin/versions?avant=a&apres=b", "/admin/export?format=csv"} {
		for name, cookie := range map[string]string{
			"nobody": "", "a made-up session": sessionCookie + "=9999999999.00", "one that ended": sessionCookie + "=" + token(secret).session(time.Now().Add(-time.Second)),
			"another secret's": sessionCookie + "=" + token(secret+"x").session(time.Now().Add(time.Hour)),
		} {
			r := get(t, h, target, "Cookie", cookie)
			if page := body(t, r); r.StatusCode != 401 || strings.Contains(page, receipt) || strings.Contains(page, "matomo") || !strings.Contains(page, `name="jeton"`) {
				t.Errorf("%s for %s: %d", target, name, r.StatusCode)
			}
		}
	}
	r := signIn(t, h, secret[1:])
	if r.StatusCode != 401 || len(r.Cookies()) != 0 {
		t.Errorf("with another secret: %d, %v", r.StatusCode, r.Cookies())
	}
	if page := body(t, r); !strings.Contains(page, `required aria-invalid="true" aria-describedby="faute"`) || !strings.Contains(page, "<title>Erreur – ") {
		t.Errorf("the field is not told of its fault: %s", page)
	}
	other := httptest.NewRequest("POST", "https://temoin.example.fr/admin/verifier", nil)
	if got := send(h, other, "Sec-Fetch-Site", "cross-site").StatusCode; got != 403 {
		t.Errorf("from another site: %d", got)
	}
	closed, _ := recording(t)
	if got := get(t, routes(closed), "/admin/").StatusCode; got != 404 {
		t.Errorf("without a token there is a page: %d", got)
	}
}

func TestOwnersPageShowsTheRegistry(t *testing.T) {
	t.Parallel()
	h, receipt := admin(t)
	r := signIn(t, h, secret+"\n")
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
		t.Fatalf("%d, %v", r.StatusCode, r.Cookies())
	}
	c := r.Cookies()[0]
	if c.Name != "__Host-temoin-admin" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || strings.Contains(c.Value, secret) {
		t.Errorf("the session is %+v", c)
	}
	session := c.Name + "=" + c.Value
	day := today.Local().Format(time.DateOnly)
	span := "du=" + day + "&au=" + day
	page := body(t, get(t, h, "/admin/?"+span, "Cookie", session))
	for _, want := range []string{"<svg ", "1 choix", `<td>ville</td><th scope="row">matomo</th><td>0</td><td>1</td>`, "export?format=csv&amp;du=" + day, "Vérifier maintenant"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, " style=") {
		t.Error("the page has a script or inline styles")
	}
	if broad := strings.Count(page, "<table") + strings.Count(page, "<svg"); broad != strings.Count(page, `<div class="wide" role="region" tabindex="0"`) {
		t.Errorf("of %d tables and charts, one widens the page on a narrow screen, or shrinks with it", broad)
	}
	if radios := strings.Count(page, `type="radio"`); radios == 0 || radios != strings.Count(page, `<td><label><input type="radio"`) {
		t.Errorf("of %d radios, one is no larger than its dot", radios)
	}
	version := page[strings.Index(page, `name="avant" value="`)+len(`name="avant" value="`):][:64]
	for target, wants := range map[string][]string{
		"/admin/choix?recu=" + receipt:                                 {"<title>Le choix " + receipt + " – Le registre", "<dt>Geste</dt><dd>bandeau</dd>", "<dd>rien</dd>", "<dd>matomo, youtube</dd>", "[ Tout refuser ]", `<span lang="fr" dir="auto">Cookies`},
		"/admin/choix?recu=" + strings.Repeat("0", 16):                 {"Le registre n’a pas ce reçu", `value="0000000000000000" aria-invalid="true" aria-describedby="faute"`},
		"/admin/choix?recu=<b>":                                        {"seize lettres et chiffres", "<title>Erreur – Le registre", `id="faute"`},
		"/admin/versions?avant=" + version + "&apres=" + version:       {"<title>Deux versions côte à côte – ", "fr/banner.html", `<td dir="auto" lang="ar">`, `<td dir="auto">portal.yaml<`, `<td dir="auto">id: ville<`},
		"/admin/versions?avant=" + version + "&apres=x":                {"n’a pas cette version"},
		"/admin/export?format=csv&" + span:                             {"number,time,receipt", receipt},
		"/admin/export?format=jsonl&portail=ville&" + span:             {`"receipt":"` + receipt + `"`},
		"/admin/export?format=csv&du=2001-01-01&au=2001-01-02":         {"number,time,receipt"},
		"/admin/export?format=xls&portail=%3Cscript%3Ealert%3C/script": {"Le format est csv ou jsonl"},
	} {
		r := get(t, h, target, "Cookie", session)
		got := body(t, r)
		if r.StatusCode != 200 || strings.Contains(got, "<script") || strings.Contains(got, "<b>") {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in %s", target, want, got)
			}
		}
	}
	verified := send(h, httptest.NewRequest("POST", "/admin/verifier", nil), "Cookie", session, "Sec-Fetch-Site", "same-origin")
	if page := body(t, verified); !strings.Contains(page, "Les 3 entrées sont telles qu’elles ont été enregistrées") {
		t.Errorf("verification: %s", page)
	}
	out := send(h, httptest.NewRequest("POST", "/admin/sortir", nil), "Cookie", session, "Sec-Fetch-Site", "same-origin")
	if cookies := out.Cookies(); len(cookies) != 1 || cookies[0].MaxAge >= 0 {
		t.Errorf("signing out: %v", out.Cookies())
	}
}

func TestEveryActHasWordsForOwners(t *testing.T) {
	for _, how := range registry.Hows() {
		if acts[how] == "" {
			t.Errorf("%s has none", how)
		}
	}
}

func TestTextOfAnotherLanguageStaysInItsSentence(t *testing.T) {
	if got := textOf(`<p>New: <bdi lang="fr">Cartes</bdi>, <bdi lang="fr">Vidéos</bdi>.</p>`); got != "New: Cartes, Vidéos." {
		t.Errorf("got %q", got)
	}
}

func TestTextKeepsNoBreakSpaces(t *testing.T) {
	if got := textOf("<p>Vous  acceptez\n\u00ab\u00a0tout\u00a0\u00bb\u202f?</p>"); got != "Vous acceptez \u00ab\u00a0tout\u00a0\u00bb\u202f?" {
		t.Errorf("got %q", got)
	}
}

func TestWeakSecretsAreRefused(t *testing.T) {
	_, err := parseSettings(nil, func(name string) string { return map[string]string{"TEMOIN_ADMIN_TOKEN": "admin"}[name] }, nil)
	if err == nil || !strings.Contains(err.Error(), "needs 24") || strings.Contains(err.Error(), `"admin"`) {
		t.Errorf("got %v", err)
	}
	_, err = parseSettings([]string{"--admin-token-file", filepath.Join(t.TempDir(), "missing")}, func(string) string { return "" }, nil)
	if err == nil || !strings.Contains(err.Error(), "cannot be read") || strings.Contains(err.Error(), "characters") {
		t.Errorf("a file that is not there: %v", err)
	}
}
