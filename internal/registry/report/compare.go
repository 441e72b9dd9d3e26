package report

import "strings"

// Line is a line of two texts side by side; Before or After is empty where only the other has it.
type Line struct {
	Before, After string
	Changed       bool
}

// Compare puts two texts side by side, by their longest common subsequence of lines. It takes time and memory by the product of their lengths: a few hundred lines.
func Compare(before, after string) []Line {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []Line
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, Line{Before: a[i], After: b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, Line{Before: a[i], Changed: true})
			i++
		default:
			lines = append(lines, Line{After: b[j], Changed: true})
			j++
		}
	}
	return lines
}
