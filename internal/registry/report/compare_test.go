package report

import (
	"slices"
	"testing"
)

func TestCompare(t *testing.T) {
	got := Compare("un\ndeux\ntrois", "un\ntrois\nquatre")
	want := []Line{{"un", "un", false}, {"deux", "", true}, {"trois", "trois", false}, {"", "quatre", true}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := Compare("", ""); !slices.Equal(got, []Line{{}}) {
		t.Errorf("nothing and nothing: %+v", got)
	}
}
