package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// sessionCookie keeps an owner signed in to /admin/, in the owner's browser. The prefix has browsers take it from https, this host and the root only (RFC 6265bis, 4.1.3.2).
const sessionCookie = "__Host-temoin-admin"

const sessionLasts = 8 * time.Hour

// token is the secret that opens /admin/; nil where there is no such page.
type token []byte

// shortestToken is the least number of characters: it is not to be guessed.
const shortestToken = 24

// readToken reads the secret from a file or, where none is named, takes the given one; without either there is no token.
func readToken(file, given string) (token, error) {
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("--admin-token-file: the secret for /admin/ cannot be read: %w", err)
		}
		given = string(content)
	}
	secret := strings.TrimSpace(given)
	if secret == "" && file == "" {
		return nil, nil
	}
	if len(secret) < shortestToken {
		return nil, fmt.Errorf("the secret for /admin/ has %s, and needs %d\n    hint: head -c 24 /dev/urandom | base64", count(len(secret), "character", "characters"), shortestToken)
	}
	return token(secret), nil
}

// opensWith compares in constant time, whatever the lengths.
func (t token) opensWith(given string) bool {
	mine, theirs := sha256.Sum256(t), sha256.Sum256([]byte(given))
	return len(t) > 0 && subtle.ConstantTimeCompare(mine[:], theirs[:]) == 1
}

// session is a value that holds until a time, on every server with the same token.
func (t token) session(until time.Time) string {
	text := strconv.FormatInt(until.Unix(), 10)
	return text + "." + t.seal(text)
}

func (t token) seal(text string) string {
	mac := hmac.New(sha256.New, t)
	mac.Write([]byte("temoin admin session " + text))
	return hex.EncodeToString(mac.Sum(nil))
}

// holds reports whether the request has a session of ours that did not end.
func (t token) holds(r *http.Request, now time.Time) bool {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || len(t) == 0 {
		return false
	}
	text, seal, _ := strings.Cut(cookie.Value, ".")
	if !hmac.Equal([]byte(seal), []byte(t.seal(text))) {
		return false
	}
	until, err := strconv.ParseInt(text, 10, 64)
	return err == nil && now.Unix() < until
}

// newSession signs an owner in; an empty value signs out.
func newSession(value string) *http.Cookie {
	c := &http.Cookie{Name: sessionCookie, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: int(sessionLasts / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}
