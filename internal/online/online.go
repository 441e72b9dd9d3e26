// Package online looks at a portal's page as it is served, before any script runs, and says whether the banner can do its work there: whether the
// loader is on it and in time, how long browsers keep the choice, what the page's policy forbids, and what would run without consent. It asks the
// page, the loader, its charter and its way of taking choices once each, sends no choice and keeps nothing.
//
// It does not see what scripts add to the page, nor how names are resolved (CNAME) where the visitor is.
package online

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"temoin/internal/portal/portalfile"
)

// The rules of findings about pages that are served.
const (
	RuleReach    portalfile.Rule = "online-reach"    // what could not be fetched
	RuleTag      portalfile.Rule = "online-tag"      // the script tag: there, in time
	RuleLoader   portalfile.Rule = "online-loader"   // what temoin.js answers
	RuleCookie   portalfile.Rule = "online-cookie"   // how long browsers keep the choice
	RulePolicy   portalfile.Rule = "online-policy"   // what the page's Content-Security-Policy forbids
	RuleUnmarked portalfile.Rule = "online-unmarked" // what is called and not marked up
	RuleLinks    portalfile.Rule = "online-links"    // the charter, and "Gérer mes cookies"
)

// What the rules rest on.
const (
	sourceCookie  = "webkit.org/tracking-prevention (script-written cookies: 7 days without interaction)"
	sourceDomain  = "RFC 6265, section 5.3"
	sourcePolicy  = "Content Security Policy Level 3"
	sourceConsent = "loi n° 78-17 du 6 janvier 1978, article 82 ; CNIL, délibération 2020-091"
	sourceManage  = "RGPD, article 7(3) ; CNIL, délibération 2020-092, article 3"
	sourceProof   = "RGPD, article 7(1)"
)

// Kept says who writes the cookie that browsers keep, and so how long Safari does.
type Kept string

// The values of Kept.
const (
	KeptByHeader Kept = "header" // the server sets it: six months everywhere
	KeptByScript Kept = "script" // only the loader writes it: in Safari, seven days without interaction
)

// Expected is a portal as its file describes it.
type Expected struct {
	File, ID    string
	Fingerprint string
	// Site is the portal's address.
	Site *url.URL
	// Loader is the script that this program makes of the file.
	Loader []byte
}

// Report is what was found, besides findings. Its JSON form is documented in docs/fichier-de-portail.md.
type Report struct {
	// Page is the address that answered.
	Page string `json:"page"`
	// Loader is the address of temoin.js, and Portal the id in it; empty where the page has none.
	Loader string `json:"loader,omitempty"`
	Portal string `json:"portal,omitempty"`
	// Blocking is whether the page waits for the loader.
	Blocking bool `json:"blocking"`
	// Cookie is who writes the cookie.
	Cookie Kept `json:"cookie,omitempty"`
	// Charter is the fingerprint of what visitors are asked, and Build the version of what browsers get.
	Charter string `json:"charter,omitempty"`
	Build   string `json:"build,omitempty"`
	// Encoding and Bytes are how the loader came over the line.
	Encoding string `json:"encoding,omitempty"`
	Bytes    int    `json:"bytes,omitempty"`
	// Current is whether the loader is, byte for byte, what this program makes of the portal file; there with a file only.
	Current *bool `json:"current,omitempty"`
}

// checker looks at one page.
type checker struct {
	ctx      context.Context
	client   *http.Client
	page     *page
	expected []Expected
	report   Report
	findings portalfile.Findings
	// silenced is whether the page's policy forbids calls to the server.
	silenced bool
}

// Check looks at the page at address, an absolute URL. expected has the portal files to compare with, or none.
func Check(ctx context.Context, client *http.Client, address string, expected []Expected) (Report, portalfile.Findings, error) {
	c := &checker{ctx: ctx, client: client, expected: expected, report: Report{Page: address}}
	answered, err := c.get(address, "text/html,*/*;q=0.8")
	switch {
	case err != nil:
		hint := "check the address, and that the page can be reached from this machine"
		if errors.Is(err, errElsewhere) {
			hint = "check the address that it leads to instead, if it is your portal's"
		}
		c.fault(RuleReach, "the page cannot be fetched: "+reason(err), hint)
		return c.report, c.findings, nil
	case answered.status != http.StatusOK:
		c.fault(RuleReach, fmt.Sprintf("the page answers %d", answered.status), "name a page that everybody can see; some servers refuse what is no browser")
		return c.report, c.findings, nil
	}
	c.page = readPage(answered)
	c.report.Page = c.page.url.String()
	return c.report, c.findings, c.checkPage()
}

// checkPage returns an error only for what is wrong with this program.
func (c *checker) checkPage() error {
	tag, at := c.checkTag()
	var config loaderConfig
	loaded := false
	if at != nil {
		c.report.Loader, c.report.Portal, c.report.Blocking = at.String(), portalOf(at), !tag.waits()
		config, loaded = c.checkLoader(tag, at)
		c.checkPolicies(tag, at)
	}
	if loaded {
		c.checkCookie(tag, at, config)
		c.checkLinks(at, config)
	}
	return c.checkUses(tag, config, loaded)
}

func (c *checker) get(address, accept string) (*answer, error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", accept)
	return fetch(c.ctx, c.client, r)
}

func (c *checker) add(severity portalfile.Severity, rule portalfile.Rule, message, hint string) *portalfile.Finding {
	f := &portalfile.Finding{Severity: severity, Rule: rule, File: c.report.Page, Message: message, Hint: hint}
	c.findings = append(c.findings, f)
	return f
}

func (c *checker) fault(rule portalfile.Rule, message, hint string) *portalfile.Finding {
	return c.add(portalfile.SeverityFault, rule, message, hint)
}

func (c *checker) warn(rule portalfile.Rule, message, hint string) *portalfile.Finding {
	return c.add(portalfile.SeverityWarning, rule, message, hint)
}

func (c *checker) note(rule portalfile.Rule, message string) *portalfile.Finding {
	return c.add(portalfile.SeverityNote, rule, message, "")
}

// checkTag finds the loader's tag: the first counts.
func (c *checker) checkTag() (element, *url.URL) {
	tags := c.page.loaderTags()
	if len(tags) == 0 {
		c.fault(RuleTag, "the page has no script tag of Témoin", `put <script async fetchpriority="high" src="https://…/PORTAL/temoin.js"></script> into <head>; a tag that another script adds comes too late, and is not seen here`)
		return element{}, nil
	}
	tag := tags[0]
	at := c.page.loaderAddress(tag)
	for _, other := range tags[1:] {
		c.page.locate(c.warn(RuleTag, "the loader is on the page twice: the second does nothing", "leave one of the tags out"), other)
	}
	place := func(f *portalfile.Finding) { c.page.locate(f, tag) }
	switch {
	case !tag.runs():
		place(c.fault(RuleTag, fmt.Sprintf("the loader's tag has type=%q: browsers do not run it", tag.attributes["type"]), "leave type out"))
	case tag.has("nomodule"):
		place(c.fault(RuleTag, "the loader's tag has nomodule: today's browsers do not run it", "leave nomodule out"))
	}
	if c.page.url.Scheme == "https" && at.Scheme == "http" {
		place(c.fault(RuleTag, "the page is encrypted, and the loader is not: browsers block it", "write https:// in the tag"))
	}
	if tag.has("integrity") {
		place(c.warn(RuleTag, "the loader's tag has integrity: the loader changes with the portal file, and is blocked from then on", "leave integrity out"))
	}
	if !tag.inHead {
		place(c.warn(RuleTag, "the loader's tag is not in <head>: the banner comes late, and what stands before it is not held back", "put it into <head>"))
	}
	return tag, at
}

// checkLoader fetches the loader, and compares it with the portal file.
func (c *checker) checkLoader(tag element, at *url.URL) (loaderConfig, bool) {
	place := func(f *portalfile.Finding) { c.page.locate(f, tag) }
	answered, err := c.get(at.String(), "*/*")
	if err != nil {
		place(c.fault(RuleLoader, "temoin.js cannot be fetched: "+reason(err), "without it there is no banner, and what is marked up stays shut: see that the server runs, and that its name leads to it"))
		return loaderConfig{}, false
	}
	if answered.status != http.StatusOK {
		place(c.fault(RuleLoader, fmt.Sprintf("temoin.js answers %d", answered.status), fmt.Sprintf("see that the server serves a portal with id %q, and --prefix if the address has a path", portalOf(at))))
		return loaderConfig{}, false
	}
	config, err := readLoader(answered.body)
	if err != nil {
		place(c.fault(RuleLoader, "temoin.js is none of Témoin's loaders: "+err.Error(), "see what answers at "+at.String()))
		return loaderConfig{}, false
	}
	if answered.url.String() != at.String() {
		place(c.warn(RuleLoader, "temoin.js is somewhere else by now, and each page view asks twice", "write "+answered.url.String()))
	}
	c.report.Encoding, c.report.Bytes, c.report.Build = answered.encoding, answered.sent, config.Assets.Version
	c.report.Charter = config.fingerprint()
	switch answered.encoding {
	case "br":
		c.note(RuleLoader, fmt.Sprintf("temoin.js comes with brotli, in %d bytes; charter %s, build %s", answered.sent, shown(c.report.Charter), config.Assets.Version))
	default:
		c.warn(RuleLoader, fmt.Sprintf("temoin.js comes without brotli, in %d bytes", answered.sent),
			"the server has it compressed already: a proxy in between takes the browser's Accept-Encoding away, or decompresses").File = at.String()
	}
	if len(c.expected) > 0 {
		c.compare(at, answered.body, config)
	}
	return config, true
}

func shown(fingerprint string) string {
	if fingerprint == "" {
		return "none (nothing is asked)"
	}
	return fingerprint
}

// compare says whether the loader is that of the portal file.
func (c *checker) compare(at *url.URL, script []byte, config loaderConfig) {
	i := slices.IndexFunc(c.expected, func(e Expected) bool { return e.ID == portalOf(at) })
	if i < 0 {
		c.fault(RuleLoader, fmt.Sprintf("the page carries the loader of %q, and no file given describes that portal", portalOf(at)), "name its file, or change the address in the tag")
		return
	}
	expected := c.expected[i]
	current := bytes.Equal(script, expected.Loader)
	c.report.Current = &current
	switch {
	case current:
		c.note(RuleLoader, fmt.Sprintf("temoin.js is what this program makes of %s", expected.File))
	case c.report.Charter != expected.Fingerprint:
		c.fault(RuleLoader, fmt.Sprintf("visitors are asked about charter %s, and %s is %s", shown(c.report.Charter), expected.File, shown(expected.Fingerprint)),
			"the server has another state of the file: bring it there, and look into its log (a faulty change changes nothing)")
	default:
		c.note(RuleLoader, fmt.Sprintf("temoin.js asks what %s asks; other texts, another look or another version of Témoin make it differ from this program's", expected.File))
	}
	if site := expected.Site; site != nil && !strings.EqualFold(site.Hostname(), c.page.url.Hostname()) {
		c.warn(RuleLoader, fmt.Sprintf("the page is on %s, and \"site\" in %s says %s", c.page.url.Hostname(), expected.File, site.Hostname()),
			"choices are taken from the portal's own pages, and the cookie is set for its own host: write the address that visitors see")
	}
}

// checkLinks notes what scripts may add.
func (c *checker) checkLinks(at *url.URL, config loaderConfig) {
	charter, err := at.Parse(config.Charter)
	if err != nil {
		return
	}
	linked, opens := false, false
	for _, e := range c.page.elements {
		if to := c.page.address(e, "href"); e.name == "a" && to != nil && to.Host == charter.Host && to.Path == charter.Path || e.has("data-temoin-charter") {
			linked = true
		}
		opens = opens || e.has("data-temoin-open")
	}
	if !linked {
		c.note(RuleLinks, "the page's HTML does not link the charter ("+charter.String()+"); a script may add the link").Source = sourceManage
	}
	if !opens {
		c.note(RuleLinks, "the page's HTML has no data-temoin-open (« Gérer mes cookies »); where no script adds one, the loader shows its own button").Source = sourceManage
	}
}
