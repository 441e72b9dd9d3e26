package main

import (
	"log/slog"
	"net/http"
	"time"
)

// observed logs and counts requests: method, the route that answered, status, size and how long it took. The route is the pattern and not the address, which may hold a
// receipt number; address, browser and referrer of the visitor are in neither. Requests are logged at the level debug, faults of the server at warn.
func observed(log *slog.Logger, m *metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		watched := &watchedWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(watched, r)
		took := time.Since(began)
		m.answered(r.Method, r.Pattern, watched.status, took)
		level := slog.LevelDebug
		if watched.status >= http.StatusInternalServerError {
			level = slog.LevelWarn
		}
		log.Log(r.Context(), level, "request", "method", known(r.Method), "route", r.Pattern, "status", watched.status, "bytes", watched.bytes, "took", took.Round(time.Microsecond))
	})
}

// known is the method, where it is one of HTTP's: anybody may send any word.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodOptions, http.MethodPut, http.MethodPatch:
		return method
	default:
		return "other"
	}
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
