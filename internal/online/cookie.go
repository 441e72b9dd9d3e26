package online

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// checkCookie says who writes the cookie, and so how long browsers keep it. What decides is whether the page and the server that takes choices have one
// origin: then the answer to the choice sets the cookie once more by header, and WebKit keeps that as the page's own.
func (c *checker) checkCookie(tag element, at *url.URL, config loaderConfig) {
	host := strings.ToLower(c.page.url.Hostname())
	domain := strings.ToLower(strings.TrimPrefix(config.Domain, "."))
	if tag.has("data-domain") {
		domain = strings.ToLower(strings.TrimPrefix(tag.attributes["data-domain"], "."))
	}
	if domain != "" && host != domain && !strings.HasSuffix(host, "."+domain) {
		f := c.fault(RuleCookie, fmt.Sprintf("the cookie's domain is %s, and the page is on %s: browsers refuse the cookie, and ask on each page", domain, host), "leave the domain out, or write one that the page is under")
		f.Source = sourceDomain
		c.page.locate(f, tag)
	}
	c.report.Cookie = KeptByScript
	if !config.asks() {
		c.note(RuleCookie, "nothing is asked on this portal: the cookie remembers that the notice was read, is written by script, and nothing is recorded. Safari may show the notice again after seven days").Source = sourceCookie
		return
	}
	taken := c.takesChoices(at)
	if origin(at) != origin(c.page.url) {
		f := c.warn(RuleCookie, fmt.Sprintf("the loader comes from %s, not from the page's own host %s: only a script can write the cookie, and Safari deletes it after seven days without a click or a key on the portal; "+
			"the loader writes it anew on each visit, for the time that is left", origin(at), origin(c.page.url)),
			"pass a path of the portal's own host on to the server (a reverse proxy, temoin serve --prefix /temoin; docs/installer.md), and load temoin.js from there: then it is set by header, and kept six months. "+
				"A CNAME does not help: what counts is the name in the page's address")
		f.Source = sourceCookie
		return
	}
	if taken && c.seesHost(at, config) && !c.silenced {
		c.report.Cookie = KeptByHeader
		c.note(RuleCookie, fmt.Sprintf("the page and the server share the host %s: the cookie is set by header, and kept six months, in Safari too", host)).Source = sourceCookie
	}
}

// origin is what browsers compare: they take cookies of answers to a script's calls from the page's own only (Fetch, credentials mode "same-origin").
func origin(u *url.URL) string {
	if u.Port() == defaultPort(u.Scheme) {
		return u.Scheme + "://" + strings.ToLower(u.Hostname())
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// takesChoices sends what is no choice as if from the page, and reports whether the server would take one. It refuses either, but not for the same reason.
func (c *checker) takesChoices(at *url.URL) bool {
	choice, err := at.Parse("choice")
	if err != nil {
		return false
	}
	r, err := http.NewRequest(http.MethodPost, choice.String(), strings.NewReader("{}"))
	if err != nil {
		return false
	}
	page := origin(c.page.url)
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	r.Header.Set("Origin", page)
	answered, err := fetch(c.ctx, c.client, r)
	switch {
	case err != nil:
		c.fault(RuleCookie, "choices cannot be sent: "+reason(err), "see that POST "+choice.String()+" reaches the server").Source = sourceProof
		return false
	case answered.status == http.StatusBadRequest:
		return true
	case answered.status == http.StatusForbidden:
		c.fault(RuleCookie, fmt.Sprintf("the server takes no choices from %s: they are not recorded", page),
			"write this address as \"site\" in the portal file; behind a proxy, pass the Host header on").Source = sourceProof
	case answered.status == http.StatusTooManyRequests:
		c.warn(RuleCookie, "the server takes no more choices from this machine just now", "wait a minute and check again")
	default:
		c.fault(RuleCookie, fmt.Sprintf("choices cannot be sent: POST %s answers %d", choice, answered.status), "let the proxy, or the firewall, pass POST on").Source = sourceProof
	}
	return false
}

// seesHost reports whether the server knows that it shares the portal's host: then its charter has a form.
func (c *checker) seesHost(at *url.URL, config loaderConfig) bool {
	charter, err := at.Parse(cmp.Or(config.Charter, "charte"))
	if err != nil {
		return false
	}
	answered, err := c.get(charter.String(), "text/html")
	switch {
	case err != nil:
		c.fault(RuleCookie, "the charter cannot be fetched: "+reason(err), "see what answers at "+charter.String())
	case answered.status != http.StatusOK:
		c.fault(RuleCookie, fmt.Sprintf("the charter answers %d", answered.status), "see what answers at "+charter.String())
	case bytes.Contains(answered.body, []byte("<form")):
		return true
	default:
		c.warn(RuleCookie, "the page and the loader share a host, but the server does not know: it sets no cookie, and Safari deletes what the script wrote after seven days without interaction",
			"let the proxy pass the Host header on (nginx: proxy_set_header Host $host), and write the page's address as \"site\" in the portal file").Source = sourceCookie
	}
	return false
}
