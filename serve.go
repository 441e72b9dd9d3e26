package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"temoin/internal/portal/portalfile"
)

// serve serves until ctx is done, then finishes the requests that are under way and what they record.
func serve(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	settings, err := parseSettings(args, getenv, stderr)
	if err != nil {
		return err
	}
	read := fingerprintOf(settings.portals)
	portals, err := portalfile.LoadDir(settings.portals)
	if err != nil {
		return &usageError{fmt.Errorf("read portal files:\n%w", err)}
	}
	sites, err := newSites(portals, settings.prefix, time.Now)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: settings.logLevel}))
	sites.log, sites.token = log, settings.token
	listeners, err := listen(settings, getenv, log)
	if err != nil {
		return err
	}
	var beside sync.WaitGroup
	if settings.registry != noRegistry {
		sites.proof = newProof(settings.registry, settings.registryKey, sites, log, time.Now)
		beside.Go(func() { sites.proof.run(ctx) })
	}
	sites.metrics = newMetrics(sites.ready)
	live := newLive(settings.portals, read, sites, log)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	beside.Go(func() { live.watch(ctx, watchEvery, hangup) })

	listeners.add("", settings.proxies.believe(observed(log, sites.metrics, strict(live))))
	listeners.add(metricsListener, sites.metrics.handler())
	fmt.Fprintf(stdout, "Témoin %s serves %s. Look at %s\n", version(), count(len(portals), "portal", "portals"), listeners.address(settings))
	stopped := listeners.serve(ctx, log)
	beside.Wait()
	// Only now: the requests under way were still to be recorded.
	if sites.proof != nil {
		stopped = errors.Join(stopped, sites.proof.close())
	}
	return stopped
}

// metricsListener and challengeListener are the listeners besides the one that serves.
const (
	metricsListener   = "metrics"
	challengeListener = "challenge"
)

// listeners are the addresses that the server answers on.
type listeners struct {
	open     map[string]net.Listener
	handlers map[string]http.Handler
	tls      func(net.Listener) net.Listener
}

// listen opens the addresses of the settings. With domains, the server ends the encryption itself, and answers the authority's questions and redirects on port 80.
func listen(s settings, getenv func(string) string, log *slog.Logger) (*listeners, error) {
	l := &listeners{open: map[string]net.Listener{}, handlers: map[string]http.Handler{}}
	addresses := map[string]string{"": s.addr}
	if s.metrics != "" {
		addresses[metricsListener] = s.metrics
	}
	if len(s.domains) > 0 {
		addresses[challengeListener] = s.challengeAddr
		manager := certificates(s, getenv)
		l.add(challengeListener, manager.HTTPHandler(nil))
		l.tls = tlsOver(manager)
		log.Info("certificates are obtained at the first visit", "domains", s.domains)
	}
	for name, address := range addresses {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			l.close()
			return nil, fmt.Errorf("listen: %w", err)
		}
		l.open[name] = listener
	}
	return l, nil
}

func (l *listeners) add(name string, handler http.Handler) { l.handlers[name] = handler }

func (l *listeners) close() {
	for _, listener := range l.open {
		_ = listener.Close()
	}
}

// address is where a person finds the server.
func (l *listeners) address(s settings) string {
	if len(s.domains) > 0 {
		return "https://" + s.domains[0] + s.prefix + "/"
	}
	return address(l.open[""], s.prefix)
}

// stopPatience is how long requests under way may take once the server is to stop.
const stopPatience = 10 * time.Second

// serve answers on all addresses until ctx is done, or one of them fails.
func (l *listeners) serve(ctx context.Context, log *slog.Logger) error {
	failed := make(chan error, len(l.open))
	var servers []*http.Server
	for name, listener := range l.open {
		server := &http.Server{
			Handler:           l.handlers[name],
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			WriteTimeout:      60 * time.Second,
			IdleTimeout:       2 * time.Minute,
			MaxHeaderBytes:    32 << 10,
			// What it says names visitors' addresses: kept for those who look for a fault.
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		}
		if name == "" && l.tls != nil {
			listener = l.tls(listener)
		}
		servers = append(servers, server)
		go func() { failed <- server.Serve(listener) }()
	}
	var stopped error
	select {
	case err := <-failed:
		stopped = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		log.Info("stopping")
	}
	// A fresh context: the one that ended must not cut off the requests under way.
	grace, cancel := context.WithTimeout(context.Background(), stopPatience)
	defer cancel()
	for _, server := range servers {
		if err := server.Shutdown(grace); err != nil {
			stopped = errors.Join(stopped, fmt.Errorf("stop: %w", err))
		}
	}
	return stopped
}
