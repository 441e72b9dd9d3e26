package main

import "net/http"

// preflightAge is how long browsers may keep the answer, in seconds; they keep it for less (Chromium two hours, Firefox a day).
const preflightAge = "86400"

// preflight answers what browsers ask before they send a request that a plain page could not (Fetch, "CORS-preflight fetch"). None of ours is one: it becomes
// one on a portal whose own fetch adds a header to every call, such as a token against forgery or a trace. Any header may come, and none of them is read.
// Credentials are never taken along, which makes "*" stand for all headers but Authorization (Fetch, "CORS non-wildcard request-header name").
func preflight(method string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Allow-Methods", method)
		h.Set("Access-Control-Allow-Headers", "*, Authorization")
		h.Set("Access-Control-Max-Age", preflightAge)
		w.WriteHeader(http.StatusNoContent)
	}
}

// preflightChoice answers as preflight does, and only the pages whose choices are taken.
func (s *site) preflightChoice(w http.ResponseWriter, r *http.Request) {
	if s.admits(w, r) {
		preflight(http.MethodPost)(w, r)
	}
}
