package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"temoin/internal/registry"
)

func TestFormIsRecordedWithAReceipt(t *testing.T) {
	t.Parallel()
	s, h := recording(t)
	granted := send(h, post(url.Values{"youtube": {"accept"}}, "localhost"))
	location, err := url.Parse(granted.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string) registry.Choice {
		t.Helper()
		number, err := registry.ParseReceipt(text)
		if err != nil {
			t.Fatal(err)
		}
		entry, err := s.proof.current().Find(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		return entry.Choice
	}
	text := location.Query().Get(savedQuery)
	if c := find(text); c.How != registry.Form || fmt.Sprint(c.Granted) != "[youtube]" || len(c.Denied) != 3 {
		t.Errorf("recorded %+v", c)
	}
	if page := body(t, get(t, h, "http://localhost/demonstration/charte?"+location.RawQuery)); !strings.Contains(page, "<code>"+text+"</code>") {
		t.Error("the page does not show the receipt number")
	} else if confirmed := strings.Index(page, `id="`+location.Fragment+`" class="temoin-saved"`); confirmed < 0 || confirmed > strings.Index(page, text) {
		t.Errorf("the form leads to %q, from where the confirmation and the receipt number are not in sight", location.Fragment)
	}
	if page := body(t, get(t, h, "http://localhost/demonstration/charte?enregistre=<b>")); strings.Contains(page, "<b>") || strings.Contains(page, "temoin-receipt") {
		t.Error("the page shows what is no receipt number")
	}
	cookie, _, _ := strings.Cut(granted.Header.Get("Set-Cookie"), ";")
	again := post(url.Values{}, "localhost")
	again.Header.Set("Cookie", cookie)
	location, err = url.Parse(send(h, again).Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if c := find(location.Query().Get(savedQuery)); c.How != registry.Withdrawal {
		t.Errorf("recorded %+v", c)
	}
}
