package registry

import (
	"strings"
	"testing"
)

func TestReceiptIsReadAsPeopleWriteIt(t *testing.T) {
	number := Receipt{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0xff}
	written := number.String()
	if written != "008J-4CT4-ANK7-F27Z" {
		t.Errorf("written %q", written)
	}
	for _, text := range []string{written, strings.ToLower(written), strings.ReplaceAll(written, "-", ""), strings.ReplaceAll(written, "-", " "), "oO8J-4CT4-ANK7-F27Z"} {
		if got, err := ParseReceipt(text); err != nil || got != number {
			t.Errorf("%q is read as %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "0089", written + "0", strings.Replace(written, "8", "U", 1), strings.Repeat("-", 100), "008J-4CT4-ANK7-F27é"} {
		if got, err := ParseReceipt(text); err == nil {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func FuzzParseReceipt(f *testing.F) {
	f.Add("7Q2M-XK4D-0V9T-3HJB")
	f.Add("oil")
	f.Fuzz(func(t *testing.T, text string) {
		number, err := ParseReceipt(text)
		if err != nil {
			return
		}
		if again, err := ParseReceipt(number.String()); err != nil || again != number {
			t.Errorf("%q is read as %s, which is read as %s, %v", text, number, again, err)
		}
	})
}
