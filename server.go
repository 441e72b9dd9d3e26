// Temoin serves a consent banner to public portals: one binary, one script tag.
//
//	temoin serve   [--addr :8080] [--portals DIR] [--prefix /temoin]   serve the portals of a folder
//	temoin check   FILE… [--strict] [--format json] [--against OLD]    say what is wrong with portal files, and whether visitors are asked again
//	temoin check   --online URL [FILE…]                                say whether the banner can do its work on a page as it is served
//	temoin check   --schema                                            print the JSON Schema of portal files, for editors
//	temoin charter PORTAL [--format html|md|json] [--lang en]          print a portal's charter, to be pasted into its own page
//	temoin registry verify|head|stats|export|show|prune|backup|rekey   look at what was recorded (temoin registry help)
//	temoin version                                                     print the version
//
// serve reads the portal files again when they change, and on SIGHUP; faulty ones change nothing, and the log says what is wrong.
// Each flag of serve has an environment twin: --addr is TEMOIN_ADDR, --trusted-proxies TEMOIN_TRUSTED_PROXIES.
// Exit status: 0 done, 1 failed while running (or, with check --strict, warnings), 2 wrong use or faulty portal files.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	var misuse *usageError
	var status checkStatus
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.As(err, &status):
		os.Exit(int(status))
	case errors.As(err, &misuse):
		fmt.Fprintln(os.Stderr, "temoin:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "temoin:", err)
		os.Exit(1)
	}
}

const usage = `usage: temoin COMMAND

  serve    serve the portals of a folder (temoin serve -h lists the flags)
  check    say what is wrong with portal files, or (--online URL) with a page that is served
  charter  print the charter of a portal, to be pasted where no script is allowed
  registry look at what was recorded: verify, head, stats, export, show, prune, backup; give it another key: rekey
  version  print the version
`

// run carries out a command line until ctx is done. A *usageError means wrong use or faulty portal files.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return &usageError{errors.New("no command: \"temoin help\" lists them")}
	}
	switch command, args := args[0], args[1:]; command {
	case "serve":
		return serve(ctx, args, getenv, stdout, stderr)
	case "check":
		return check(ctx, args, stdout, stderr)
	case "charter":
		return exportCharter(args, getenv, stdout, stderr)
	case "registry":
		return runRegistry(ctx, args, getenv, stdout, stderr)
	case "version":
		_, err := fmt.Fprintln(stdout, "temoin", version())
		return err
	case "help", "-h", "--help":
		_, err := io.WriteString(stdout, usage)
		return err
	default:
		return &usageError{fmt.Errorf("unknown command %q: \"temoin help\" lists them", command)}
	}
}

// routes is the table of contents of the server: every address that it answers.
func routes(s *sites) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+s.prefix+"/{$}", s.index)
	mux.HandleFunc("GET "+s.prefix+"/healthz", healthz)
	mux.HandleFunc("GET "+s.prefix+"/schema.json", serveSchema)
	mux.HandleFunc("GET "+s.prefix+"/readyz", s.readyz)
	mux.HandleFunc("GET "+s.prefix+"/assets/{file}", s.asset)
	mux.HandleFunc("OPTIONS "+s.prefix+"/assets/{file}", preflight(http.MethodGet))
	for _, site := range s.all {
		at := s.prefix + "/" + site.portal.ID
		mux.HandleFunc("GET "+at+"/temoin.js", site.serveLoader)
		mux.HandleFunc("GET "+at+"/charte", site.serveCharter)
		mux.HandleFunc("POST "+at+"/choice", site.takeChoice)
		mux.HandleFunc("OPTIONS "+at+"/choice", site.preflightChoice)
		mux.Handle("DELETE "+at+"/trackers", http.NewCrossOriginProtection().Handler(http.HandlerFunc(site.expireTrackers)))
		mux.HandleFunc("GET "+at+"/{$}", site.servePreview)
		mux.HandleFunc("GET "+at+"/film", site.serveFilm)
		mux.HandleFunc("GET "+at+"/revoir", site.forgetChoice)
		mux.Handle("GET "+at, http.RedirectHandler(at+"/", http.StatusMovedPermanently))
	}
	s.adminRoutes(mux)
	mux.HandleFunc("GET "+s.prefix+"/", s.notFound)
	if s.prefix != "" {
		mux.Handle("GET "+s.prefix, http.RedirectHandler(s.prefix+"/", http.StatusMovedPermanently))
	}
	return limit(secure(mux))
}

// address is where a person on this machine finds the server.
func address(listener net.Listener, prefix string) string {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if ip := net.ParseIP(host); err == nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		return "http://localhost:" + port + prefix + "/"
	}
	return "http://" + listener.Addr().String() + prefix + "/"
}

// version is what the build recorded of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
