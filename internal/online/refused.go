package online

import (
	"fmt"
	"net/url"
	"strings"

	"temoin/internal/portal/portalfile"
)

// checkPolicies says what the page's policies forbid the loader to do, and what they would have to say.
func (c *checker) checkPolicies(tag element, at *url.URL) {
	origin := at.Scheme + "://" + at.Host
	if strings.EqualFold(at.Host, c.page.url.Host) {
		origin = "'self'"
	}
	module, _ := at.Parse("../assets/module.js")
	choice, _ := at.Parse("choice")
	blob := &url.URL{Scheme: "blob"}
	for _, p := range c.page.policies() {
		found := func(f *portalfile.Finding) {
			f.Source = sourcePolicy
			if p.meta != nil {
				c.page.locate(f, *p.meta)
			}
		}
		add := func(source, directive string) string { return fmt.Sprintf("add %s to %s", source, directive) }
		if directive := p.forbidsScript(tag, at, c.page.url); directive != "" {
			found(c.fault(RulePolicy, "the page's policy forbids the loader ("+directive+"): there is no banner, and what is marked up stays shut", add(origin, directive)+", or put the page's nonce on the tag"))
		} else if directive := p.forbidsModule(tag, module, c.page.url); directive != "" {
			found(c.fault(RulePolicy, "the page's policy forbids what comes after the loader ("+directive+"): nothing that is granted can be let go", add(origin, directive)+", without a path"))
		}
		if directive := p.forbids(choice, c.page.url, connections...); directive != "" {
			message := "the page's policy forbids calls to the server (" + directive + "): choices are not recorded, and there is no panel"
			c.silenced = true
			if origin == "'self'" {
				message += "; nor is the cookie set by header, and Safari deletes what the script wrote"
			}
			found(c.fault(RulePolicy, message, add(origin, directive)))
		}
		if directive := p.forbidsWord(scriptEval, "'wasm-unsafe-eval'", "'unsafe-eval'"); directive != "" {
			found(c.warn(RulePolicy, "the page's policy forbids WebAssembly ("+directive+"): accepting and refusing work, « Personnaliser » leads to the charter page", add("'wasm-unsafe-eval'", directive)))
		}
		if directive := p.forbids(blob, c.page.url, workers...); directive != "" {
			remedy := add("blob:", directive)
			if directive != "worker-src" {
				remedy = "add worker-src blob:, with what " + directive + " allows now"
			}
			found(c.warn(RulePolicy, "the page's policy forbids the Worker that compiles the panel ("+directive+"): it starts later, on the page's own thread", remedy))
		}
		if sources, demands := p.directives["trusted-types"]; demands && !hasWord(sources, "temoin") && !hasWord(sources, "*") && hasWord(p.directives["require-trusted-types-for"], "'script'") {
			found(c.fault(RulePolicy, "the page's policy has no place for the Trusted Types policy of Témoin: what is granted stays shut", add("temoin", "trusted-types")))
		}
	}
}
