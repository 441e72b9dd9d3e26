package portalfile

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"temoin/internal/consent"
)

// checkSubstance holds a file to what the law, the regulators and browsers ask.
func (d *document) checkSubstance(f file) {
	for i, s := range f.Services {
		path := fmt.Sprintf("services[%d]", i)
		d.checkExempt(path, s)
		d.checkLifetimes(path, s)
		d.checkIdentity(path, s, f.Publisher)
	}
	d.checkRegimes(f.Services)
	d.checkWording(f)
	d.checkLanguages(f)
	d.checkTheme(f.Theme)
	d.checkCookieSize(f)
	d.checkDomain(f)
}

// checkIdentity wants to know of a service that visitors are asked about who answers for it, and where that one says what becomes of the data.
func (d *document) checkIdentity(path string, s fileService, publisher filePublisher) {
	if s.Exempt != "" || s.ID == "" {
		return
	}
	provider := cmp.Or(s.Provider, publisher.Name)
	if s.Controller == "" && s.Use == "" && provider != publisher.Name && provider != "" {
		d.warnAt(path+".controller", fmt.Sprintf("%q does not say who answers for the data", s.ID),
			fmt.Sprintf("write controller: %s, or controller: %s if it only acts on your behalf", provider, publisher.Name)).under(RuleUnidentified, sourceControllers)
	}
	ownPage := cmp.Or(s.Controller, publisher.Name) == publisher.Name && publisher.Privacy != ""
	if s.Privacy == "" && !ownPage {
		d.warnAt(path+".privacy", fmt.Sprintf("%q leads to no privacy page", s.ID),
			"write the page of its controller: privacy: https://…; for what the publisher answers for, publisher.privacy is enough").under(RuleUnidentified, sourceControllers)
	}
}

// checkCookieSize holds the cookie of a visitor who refuses everything, the longest there is, to what browsers store.
func (d *document) checkCookieSize(f file) {
	const most = 4096
	var services []consent.Service
	for _, s := range f.Services {
		services = append(services, consent.Service{ID: s.ID, Exemption: consent.Exemption(s.Exempt), Objection: s.Objection})
	}
	choice := consent.Decide(services, nil, time.UnixMilli(1e12), consent.Choice{})
	for id := range choice.Granted {
		choice.Granted[id] = false
	}
	if size := len(consent.CookieName) + len(consent.Encode(choice)); size > most {
		d.faultAt("services", fmt.Sprintf("the visitor's choice about %d services would take %d bytes, and browsers drop a cookie of more than %d", len(choice.Granted), size, most),
			"give the services shorter ids, or describe what one provider does as one service").under(RuleCookieSize, sourceCookieSize)
	}
}

// platforms are domains under which strangers have their portals.
var platforms = []string{"opendatasoft.com", "huwise.com"}

// checkDomain holds the cookie's domain to what a browser would accept, and to what belongs to the publisher alone.
func (d *document) checkDomain(f file) {
	domain := strings.ToLower(f.Domain)
	u, err := url.Parse(f.Site)
	if domain == "" || err != nil || u.Hostname() == "" {
		return
	}
	host := strings.ToLower(u.Hostname())
	suffix, _ := publicsuffix.PublicSuffix(domain)
	switch {
	case strings.HasPrefix(domain, "."):
		d.faultAt("domain", fmt.Sprintf("%q begins with a dot", f.Domain), "write the domain without it: subdomains are meant anyway").under(RuleDomain, sourceDomain)
	case slices.Contains(platforms, domain):
		d.faultAt("domain", fmt.Sprintf("%q is shared by the portals of others", f.Domain),
			"leave domain out: their portals would read your visitors' choices, and you theirs").under(RuleDomain, sourceDomain)
	case host != domain && !strings.HasSuffix(host, "."+domain):
		d.faultAt("domain", fmt.Sprintf("%q is not the site's host (%s) nor a parent of it", f.Domain, host),
			"browsers would refuse the cookie: leave domain out, or give a parent of the site's host").under(RuleDomain, sourceDomain)
	case !strings.Contains(domain, ".") && domain != host:
		d.faultAt("domain", fmt.Sprintf("%q is a top-level domain", f.Domain), "browsers would refuse the cookie: leave domain out").under(RuleDomain, sourceDomain)
	case suffix == domain && domain != host:
		d.faultAt("domain", fmt.Sprintf("%q is a public suffix: strangers have their sites below it", f.Domain),
			"browsers would refuse the cookie: leave domain out, or give the part that is yours").under(RuleDomain, sourceDomain)
	}
}
