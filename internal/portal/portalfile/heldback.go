package portalfile

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"temoin/internal/consent"
)

// host is what an entry of hosts looks like: a host name, a port where it has one, and a path's beginning where the host is shared.
var host = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]+)?(/[^\s?#*]*)?$`)

// platformHosts serve the portals themselves: holding them back would leave a page without data, maps or charts.
var platformHosts = []string{"opendatasoft.com", "huwise.com", "code.highcharts.com", "cdnjs.cloudflare.com", "d3js.org", "tiles.jawg.io", "data.geopf.fr"}

// platformCookies keep an Opendatasoft portal working: without them visitors are logged out, and forms fail.
var platformCookies = []string{"sessionid", "csrftoken", "django_language", consent.CookieName}

// checkHeldBack holds a service that may be refused to the rule that its gate never closes on the portal itself.
func (d *document) checkHeldBack(path string, s fileService, site string) {
	for i, entry := range s.Hosts {
		d.checkHost(fmt.Sprintf("%s.hosts[%d]", path, i), entry, site)
	}
	for i, t := range s.Trackers {
		at := fmt.Sprintf("%s.trackers[%d].name", path, i)
		pattern := consent.Tracker{Name: t.Name}
		if t.Party == thirdParty {
			continue
		}
		if strings.Contains(t.Name, "*") && len(strings.Trim(t.Name, "*")) < 2 {
			d.faultAt(at, fmt.Sprintf("the pattern %q fits nearly every cookie", t.Name), "write at least two characters besides the *").under(RuleGate)
			continue
		}
		for _, name := range platformCookies {
			if pattern.Matches(name) {
				d.faultAt(at, fmt.Sprintf("%q fits the portal's own cookie %s", t.Name, name), "the portal needs that cookie: write the tracker's name more exactly").under(RuleGate)
			}
		}
	}
}

func (d *document) checkHost(path, entry, site string) {
	if entry == "" {
		return
	}
	if !host.MatchString(entry) {
		d.faultAt(path, fmt.Sprintf("%q is no host", entry), "write the host in small letters, without https:// and without *, such as youtube.com or www.google.com/maps; subdomains are meant too")
		return
	}
	name, _, hasPath := strings.Cut(entry, "/")
	name, port, _ := strings.Cut(name, ":")
	if hasPath {
		return
	}
	if !strings.Contains(name, ".") && name != "localhost" {
		d.faultAt(path, fmt.Sprintf("%q would hold every host that ends in it", entry), "write the whole host").under(RuleGate)
		return
	}
	within := func(host, parent string) bool { return host == parent || strings.HasSuffix(host, "."+parent) }
	// On another port of the same host there may well be a service.
	if u, err := url.Parse(site); err == nil && within(u.Hostname(), name) && (port == "" || port == u.Port()) {
		d.faultAt(path, fmt.Sprintf("%q would hold the portal itself (%s)", entry, u.Hostname()), "write the path too, such as "+u.Hostname()+"/matomo/, or the exact host of the service").under(RuleGate)
		return
	}
	if slices.ContainsFunc(platformHosts, func(platform string) bool { return within(name, platform) || within(platform, name) }) {
		d.faultAt(path, fmt.Sprintf("%q serves the portal's own data, maps or charts", entry), "leave it out: without it the portal's pages would break").under(RuleGate)
	}
}
