package main

import "fmt"

// count says how many there are of something, in English: count(1, "entry", "entries") is "1 entry".
func count[N int | int64](n N, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
