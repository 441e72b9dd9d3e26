package main

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what Prometheus can ask for, on an address of its own. They say nothing about visitors.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	choices  *prometheus.CounterVec
}

// newMetrics returns metrics that ask ready whether choices can be recorded.
func newMetrics(ready func(ctx context.Context) error) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "temoin_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "temoin_request_seconds", Help: "How long requests took.", Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5},
		}, []string{"route"}),
		choices: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "temoin_choices_total", Help: "Choices that arrived, by portal and what became of them: recorded, refused, failed or unrecorded.",
		}, []string{"portal", "outcome"}),
	}
	ok := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "temoin_registry_ready", Help: "1 while choices can be recorded."}, func() float64 {
		if ready(context.Background()) != nil {
			return 0
		}
		return 1
	})
	m.registry.MustRegister(m.requests, m.duration, m.choices, ok, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) answered(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	m.requests.WithLabelValues(known(method), route, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
}

// choice counts a choice by the status that answered it.
func (m *metrics) choice(portal string, status int, recorded bool) {
	if m == nil {
		return
	}
	outcome := "recorded"
	switch {
	case status >= http.StatusInternalServerError:
		outcome = "failed"
	case status >= http.StatusBadRequest:
		outcome = "refused"
	case !recorded:
		outcome = "unrecorded"
	}
	m.choices.WithLabelValues(portal, outcome).Inc()
}

// handler answers GET /metrics.
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
