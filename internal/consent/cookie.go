package consent

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// CookieName is the cookie that stores the choice. Opendatasoft's own code reads the same one.
const CookieName = "cookies_preferences"

// maxValue is the longest value that is read, in bytes: browsers refuse a cookie whose name and value pass 4096 (RFC 6265bis).
const maxValue = 4096 - len(CookieName)

// The keys of the cookie that are not a service's id.
const (
	functionalKey = "functional_cookies"
	timeKey       = "timestamp"
	charterKey    = "charter"
)

// ErrNoChoice is what every error of Decode wraps: the cookie holds no choice.
var ErrNoChoice = errors.New("no choice")

// Encode returns the cookie's value, stored in the visitor's browser: URI-encoded JSON that Opendatasoft's own code can read.
// functional_cookies, the services by id, the time in milliseconds since the epoch, the fingerprint, then the entries that are not ours,
// unless the browser would refuse a cookie of that size.
func Encode(c Choice) string {
	var b strings.Builder
	b.WriteString(`{"` + functionalKey + `":true`)
	entry := func(key, value string) {
		// A string always marshals.
		name, _ := json.Marshal(key)
		b.WriteString("," + string(name) + ":" + value)
	}
	for _, id := range slices.Sorted(maps.Keys(c.Granted)) {
		entry(id, strconv.FormatBool(c.Granted[id]))
	}
	entry(timeKey, strconv.FormatInt(c.Time.UnixMilli(), 10))
	charter, _ := json.Marshal(c.Charter)
	entry(charterKey, string(charter))
	for _, key := range slices.Sorted(maps.Keys(c.kept)) {
		entry(key, string(c.kept[key]))
	}
	b.WriteString("}")
	value := encodeURIComponent(b.String())
	if len(value) > maxValue && c.kept != nil {
		c.kept = nil
		return Encode(c)
	}
	return value
}

// Decode reads a cookie's value, whoever wrote it. Whatever is not URI-encoded JSON of one object with a usable timestamp is no
// choice: the error wraps ErrNoChoice and the Choice grants nothing.
func Decode(value string) (Choice, error) {
	if len(value) > maxValue {
		return Choice{}, fmt.Errorf("read cookie of %d bytes: %w", len(value), ErrNoChoice)
	}
	text, err := url.PathUnescape(value)
	if err != nil {
		return Choice{}, fmt.Errorf("decode URI component: %w: %w", ErrNoChoice, err)
	}
	if !utf8.ValidString(text) {
		return Choice{}, fmt.Errorf("decode URI component: not UTF-8: %w", ErrNoChoice)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		return Choice{}, fmt.Errorf("read JSON object: %w: %w", ErrNoChoice, err)
	}
	c := Choice{Granted: map[string]bool{}}
	if c.Time, err = decodeTime(entries[timeKey]); err != nil {
		return Choice{}, err
	}
	// A charter that is no string stays empty: it covers nothing.
	_ = json.Unmarshal(entries[charterKey], &c.Charter)
	for key, raw := range entries {
		switch {
		case key == functionalKey || key == timeKey || key == charterKey:
		case string(raw) == "true":
			c.Granted[key] = true
		case string(raw) == "false":
			c.Granted[key] = false
		default:
			if c.kept == nil {
				c.kept = map[string]json.RawMessage{}
			}
			c.kept[key] = raw
		}
	}
	return c, nil
}

// decodeTime reads milliseconds since the epoch, or seconds where the number is too small to be milliseconds:
// the unit Opendatasoft writes is not documented. 1e11 is 1973 as milliseconds and the year 5138 as seconds: a time before
// that is nobody's choice, and refusing it keeps the unit unambiguous when the time is written and read again.
func decodeTime(raw json.RawMessage) (time.Time, error) {
	var number float64
	if err := json.Unmarshal(raw, &number); err != nil || string(raw) == "null" {
		return time.Time{}, fmt.Errorf("read timestamp: %w", ErrNoChoice)
	}
	const smallest = 1e11
	if number < smallest {
		number *= 1000
	}
	// 8.64e15 is the last millisecond a JavaScript Date can hold.
	if number < smallest || number > 8.64e15 {
		return time.Time{}, fmt.Errorf("read timestamp out of range: %w", ErrNoChoice)
	}
	return time.UnixMilli(int64(math.Floor(number))), nil
}

// encodeURIComponent escapes as the JavaScript function of that name does (ECMA-262, encodeURIComponent).
func encodeURIComponent(s string) string {
	const unescaped = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(unescaped, s[i]) >= 0 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

// Attributes returns the cookie's attributes as document.cookie and Set-Cookie take them, from "; Path=/" on: readable by
// script, host-only unless a domain is given, for the whole Lifetime.
func Attributes(domain string, secure bool) string { return AttributesFor(domain, secure, Lifetime) }

// AttributesFor is Attributes for a choice that holds a while longer only.
func AttributesFor(domain string, secure bool, left time.Duration) string {
	s := "; Path=/; Max-Age=" + strconv.Itoa(int(left/time.Second)) + "; SameSite=Lax"
	if domain != "" {
		s += "; Domain=" + domain
	}
	if secure {
		s += "; Secure"
	}
	return s
}
