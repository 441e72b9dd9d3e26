package main

import "net/http"

// maxBody is the largest request body, in bytes: the charter page's form of a portal with hundreds of services fits.
const maxBody = 64 << 10

// limit refuses bodies that are too large.
func limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// policy is the Content-Security-Policy of the server's own pages: nothing but what this server serves.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src blob:; img-src 'self' data:; frame-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// keepToItself sets the headers that keep a page of the server's own to itself. Assets go without: browsers heed these headers on pages only, and visitors
// would pay for their bytes. The referrer goes to no other site; with "no-referrer", browsers would say Origin: null of the charter page's own form (Fetch,
// "append a request Origin header"), and older ones could not send it.
func keepToItself(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
}

// secure has browsers take every answer for what it says it is.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
