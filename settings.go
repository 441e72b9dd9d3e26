package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"path"
	"strings"
)

// usageError is a fault of the command line, the environment or a portal file: the program ends with status 2.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// settings are what "temoin serve" is told.
type settings struct {
	addr    string
	portals string
	// prefix is the path under which a reverse proxy passes requests on, without a slash at its end; empty for none.
	prefix string
	// registry is where choices are recorded: a SQLite file, a postgres:// URL, or noRegistry.
	registry string
	// registryKey is the file of the key that signs the registry's heads.
	registryKey string
	proxies     proxies
}

// parseSettings reads the flags of "temoin serve", whose defaults come from their environment twins, and reports all faults at once.
func parseSettings(args []string, getenv func(string) string, stderr io.Writer) (settings, error) {
	var s settings
	var trusted string
	flags := flag.NewFlagSet("temoin serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	for _, f := range []struct {
		value                *string
		name, fallback, help string
	}{
		{&s.addr, "addr", ":8080", "address to listen on, host:port"},
		{&s.portals, "portals", "portals", "folder of the portal files (*.yaml)"},
		{&s.prefix, "prefix", "", "path under which a reverse proxy passes requests on, such as /temoin"},
		{&s.registry, "registry", defaultRegistry(getenv), registryHelp},
		{&s.registryKey, "registry-key", "", registryKeyHelp},
		{&trusted, "trusted-proxies", "127.0.0.0/8,::1", "addresses whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 10.0.0.0/8,192.0.2.7"},
	} {
		twin := twinOf(f.name)
		value := f.fallback
		if set := getenv(twin); set != "" {
			value = set
		}
		flags.StringVar(f.value, f.name, value, f.help+" (environment: "+twin+")")
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return settings{}, err
	} else if err != nil {
		return settings{}, &usageError{err}
	}
	var faults []error
	if flags.NArg() > 0 {
		faults = append(faults, fmt.Errorf("unexpected argument %q\n    hint: folders are given with --portals", flags.Arg(0)))
	}
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		faults = append(faults, fmt.Errorf("--addr %q is no address\n    hint: write host:port, or :8080 for every interface", s.addr))
	}
	s.prefix = strings.TrimSuffix(s.prefix, "/")
	if s.prefix != "" && s.prefix != path.Clean("/"+s.prefix) {
		faults = append(faults, fmt.Errorf("--prefix %q is no path\n    hint: start with a slash, such as /temoin", s.prefix))
	}
	var err error
	if s.proxies, err = parseProxies(trusted); err != nil {
		faults = append(faults, fmt.Errorf("--trusted-proxies: %w", err))
	}
	s.registryKey = cmp.Or(s.registryKey, defaultKey(s.registry, getenv))
	if len(faults) > 0 {
		return settings{}, &usageError{errors.Join(faults...)}
	}
	return s, nil
}

// twinOf is the environment variable that stands in for a flag.
func twinOf(flag string) string {
	return "TEMOIN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
