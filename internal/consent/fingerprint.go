package consent

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// digestLength is the length of one service's digest, in characters: 36⁶ values, about 31 bits.
const digestLength = 6

// NothingAsked is the fingerprint of a portal whose services are all exempt: it informs, and asks nothing.
const NothingAsked = "exempt"

// Digest returns six characters (a-z, 0-9) that stand for what the visitor is asked about s: its id, purpose, controller
// and trackers. Wording is not part of it, so that mending a typo, or "12 months" in the place of "1 year", asks nobody again.
func (s Service) Digest() string {
	trackers := make([]string, 0, len(s.Trackers))
	for _, t := range s.Trackers {
		trackers = append(trackers, t.Name+"\x00"+t.Duration.same().String())
	}
	slices.Sort(trackers)
	// Strings and slices of strings always marshal.
	facts, _ := json.Marshal([]any{s.ID, s.Purpose, s.Controller, trackers})
	// No secret is kept by it, and of a cryptographic hash no more would be left than of this one, which adds nothing to the bundle. It never fails.
	hash := fnv.New64a()
	_, _ = hash.Write(facts)
	const values = 36 * 36 * 36 * 36 * 36 * 36
	digits := strconv.FormatUint(hash.Sum64()%values, 36)
	return strings.Repeat("0", digestLength-len(digits)) + digits
}

// Fingerprint returns what the cookie's "charter" holds: the digests of all services that need consent, sorted and strung
// together. Because each service keeps its own digest, a changed charter asks again only for the services that changed.
func Fingerprint(services []Service) string {
	var digests []string
	for _, s := range Asked(services) {
		digests = append(digests, s.Digest())
	}
	return FingerprintOf(digests)
}

// FingerprintOf returns the fingerprint of what has these digests.
func FingerprintOf(digests []string) string {
	if len(digests) == 0 {
		return NothingAsked
	}
	return strings.Join(slices.Sorted(slices.Values(digests)), "")
}

// Digests splits a fingerprint into the digests of its services. What is left over at the end is none.
func Digests(fingerprint string) []string {
	var digests []string
	for ; len(fingerprint) >= digestLength; fingerprint = fingerprint[digestLength:] {
		digests = append(digests, fingerprint[:digestLength])
	}
	return digests
}

// covers reports whether the fingerprint contains the digest at a digest's place.
func covers(fingerprint, digest string) bool { return slices.Contains(Digests(fingerprint), digest) }

// ObjectionMark stands in the place of a digest in a loader, where the visitor may object to an exempt service (JavaScript: web/loader/cookie.js).
const ObjectionMark = "-"
