package main

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0 entries are", 1: "1 entry is", 2: "2 entries are"} {
		if got := count(n, "entry is", "entries are"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
