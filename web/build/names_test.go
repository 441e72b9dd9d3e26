package main

import (
	"strings"
	"testing"
)

func TestNamesFollowTheOrderOfDeclarations(t *testing.T) {
	for _, test := range []struct{ name, script, want string }{
		{"in order", `var portal = 1, script = portal; var text = script;`, `let s = 1, o = s; let i = o;`},
		{"in functions too", `var portal = 1; var read = (given) => given + portal;`, `let s = 1; let o = (given) => { return given + s; };`},
		{"properties stay", `var portal = { portal: 1 }; f(portal.portal, { portal });`, `let s = {portal: 1}; f(s.portal, {portal: s});`},
		{"what a function calls its own is left to it", `var portal = 1; var read = (s, o) => s + o + portal;`, `let i = 1; let a = (s, o) => { return s + o + i; };`},
		{"what a loop and a catch call theirs, too", `var portal = 1; for (const s of f()) { g(portal) } try { f() } catch (o) { g(o, portal) }`,
			`let i = 1; for (const s of f()) { g(i); } try { f(); } catch(o) { g(o, i); }`},
		{"and the browser", `var portal = s + o;`, `let i = s + o;`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := renameInOrder([]byte(test.script))
			if err != nil {
				t.Fatal(err)
			}
			if plain(string(got)) != plain(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// plain leaves out what is no difference.
func plain(script string) string {
	return strings.Join(strings.FieldsFunc(script, func(r rune) bool { return r == ' ' || r == ';' || r == '\n' }), " ")
}

func TestShortNamesAreAllDifferent(t *testing.T) {
	seen := map[string]bool{}
	for n := range 2000 {
		name := shortName(n)
		if seen[name] {
			t.Fatalf("%q comes twice", name)
		}
		seen[name] = true
	}
}
