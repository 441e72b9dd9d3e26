package online

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"temoin/internal/portal/catalogue"
)

// claim is where a service's scripts, frames and calls come from.
type claim struct {
	// service is its id on the portal, or its name in the catalogue.
	service string
	hosts   []string
}

// of reports whether an address is the service's: "youtube.com" with all its subdomains, "www.google.com/maps" for addresses that begin so. The
// gate decides likewise (JavaScript: web/gate/rules.js).
func (c claim) of(u *url.URL) bool {
	own := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	return slices.ContainsFunc(c.hosts, func(entry string) bool {
		host, path, _ := strings.Cut(entry, "/")
		name, port, hasPort := strings.Cut(host, ":")
		return (own == name || strings.HasSuffix(own, "."+name)) && (!hasPort || u.Port() == port) && strings.HasPrefix(cmp.Or(u.Path, "/"), "/"+path)
	})
}

// catalogued returns the services of the catalogue that need consent.
func catalogued() ([]claim, error) {
	var all []claim
	for _, name := range catalogue.Names() {
		source, _ := catalogue.Source(name)
		var service struct {
			Exempt string   `yaml:"exempt"`
			Hosts  []string `yaml:"hosts"`
		}
		if err := yaml.Unmarshal(source, &service); err != nil {
			return nil, fmt.Errorf("read %s of the catalogue: %w", name, err)
		}
		if service.Exempt == "" && len(service.Hosts) > 0 {
			all = append(all, claim{name, service.Hosts})
		}
	}
	return all, nil
}

// use is a service in the page's own HTML that is not marked up.
type use struct {
	element element
	// address is where the element leads, or what an inline script names.
	address *url.URL
	inline  bool
}

// uses returns what the page's own HTML calls, or has an inline script call, on other hosts and on its own.
func (p *page) uses() []use {
	var all []use
	for _, e := range p.elements {
		switch e.name {
		case "script":
			if !e.runs() || p.loaderAddress(e) != nil {
				continue
			}
			if at := p.address(e, "src"); at != nil {
				all = append(all, use{element: e, address: at})
				continue
			}
			for _, at := range named(e.text) {
				all = append(all, use{e, at, true})
			}
		case "iframe", "img", "embed":
			if at := p.address(e, "src"); at != nil {
				all = append(all, use{element: e, address: at})
			}
		}
	}
	return all
}

// inText finds absolute addresses in a script.
var inText = regexp.MustCompile(`(?:https?:)?//[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+(?::\d+)?(?:/[^\s"'<>\\` + "`" + `)]*)?`)

func named(script string) []*url.URL {
	var all []*url.URL
	for _, found := range inText.FindAllString(script, -1) {
		if strings.HasPrefix(found, "//") {
			found = "https:" + found
		}
		if u, err := url.Parse(found); err == nil {
			all = append(all, u)
		}
	}
	return all
}
