package main

import (
	"net/http"
	"time"
)

// logged logs requests: method, the route that answered, status, size and how long it took. The route is the pattern and not the address, which may hold a
// receipt number; address, browser and referrer of the visitor are not logged either.
func (s *sites) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		watched := &watchedWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(watched, r)
		s.log.Info("request", "method", r.Method, "route", r.Pattern, "status", watched.status, "bytes", watched.bytes, "took", time.Since(began).Round(time.Microsecond))
	})
}

// watchedWriter remembers what was answered.
type watchedWriter struct {
	http.ResponseWriter
	status, bytes int
}

func (w *watchedWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watchedWriter) Write(data []byte) (int, error) {
	n, err := w.ResponseWriter.Write(data)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
