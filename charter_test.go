package main

import (
	"net/url"
	"strings"
	"testing"
)

func TestCharterIsKeptForThoseWhoHaveNotChosen(t *testing.T) {
	t.Parallel()
	h := freshHandler(t, "")
	set := send(h, post(url.Values{"youtube": {"accept"}}, "localhost")).Header.Get("Set-Cookie")
	cookie, _, _ := strings.Cut(set, ";")
	const page = "http://localhost/demonstration/charte"
	blank := body(t, get(t, h, page))
	chosen := body(t, get(t, h, page, "Cookie", cookie))
	if !strings.Contains(chosen, "checked") {
		t.Error("a visitor who chose sees the page of one who did not")
	}
	if again := body(t, get(t, h, page)); again != blank || strings.Contains(again, "checked") {
		t.Error("a visitor's choice stays on the page of the next")
	}
	others := map[string]string{
		"another language": page + "?lang=en", "after the form was sent": page + "?" + savedQuery + "=", "another host": "http://temoin.example/demonstration/charte",
	}
	for what, address := range others {
		first := body(t, get(t, h, address))
		if first == blank {
			t.Errorf("%s: the page is the one that was kept before", what)
		}
		if fresh := body(t, get(t, freshHandler(t, ""), address)); first != fresh || body(t, get(t, h, address)) != fresh {
			t.Errorf("%s: the page that is kept is not the one that is made", what)
		}
	}
}

func TestCharterIsCompressed(t *testing.T) {
	t.Parallel()
	r := get(t, newHandler(t, ""), "/demonstration/charte", "Accept-Encoding", "gzip, br")
	for header, want := range map[string]string{
		"Content-Encoding": "br", "Content-Type": "text/html; charset=utf-8", "Content-Language": "fr", "Cache-Control": "no-store",
		"Access-Control-Allow-Origin": "", "Cross-Origin-Resource-Policy": "",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
}

func TestAssetsCarryNoHeadersForPages(t *testing.T) {
	r := get(t, newHandler(t, ""), "/demonstration/temoin.js")
	for header, want := range map[string]string{
		"Content-Security-Policy": "", "Permissions-Policy": "", "Referrer-Policy": "", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
}
