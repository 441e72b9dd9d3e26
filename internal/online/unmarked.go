package online

import (
	"fmt"
	"slices"
	"strings"

	"temoin/internal/portal/portalfile"
)

// checkUses says what the page's own HTML calls without a mark: of the portal's services, and of the catalogue's that the portal does not name. loaded is
// whether there is a loader to hold anything back.
func (c *checker) checkUses(tag element, config loaderConfig, loaded bool) error {
	known, err := catalogued()
	if err != nil {
		return err
	}
	var gated []claim
	for id, s := range config.Gate.Services {
		gated = append(gated, claim{id, s.Hosts})
	}
	slices.SortFunc(gated, func(a, b claim) int { return strings.Compare(a.service, b.service) })
	unmarked := false
	told := map[string]bool{}
	for _, u := range c.page.uses() {
		id, held := claimant(gated, u), true
		if id == "" {
			id, held = claimant(known, u), false
		}
		// What the portal file names without hosts to hold is marked up, or exempt: its owner's to say.
		if _, named := config.Services[id]; id == "" || named && !held || told[id+u.element.name] {
			continue
		}
		unmarked = unmarked || held
		told[id+u.element.name] = true
		c.page.locate(c.unmarked(tag, u, id, held), u.element)
	}
	switch {
	case !loaded || !config.holdsByHost():
	case tag.waits() && !unmarked:
		c.note(RuleTag, "the page goes on while the loader comes (async): nothing in its HTML has to be held back by host name; what scripts add before the loader is there is not held")
	case !tag.waits():
		i := slices.IndexFunc(c.page.elements, func(e element) bool { return e.runs() && e.start < tag.start })
		if i >= 0 {
			c.page.locate(c.warn(RuleTag, "a script stands before the loader's tag: what it adds to the page is not held back", "put the loader's tag first in <head>"), c.page.elements[i])
		} else {
			c.note(RuleTag, "the loader comes before all other scripts, and the page waits for it: what comes from the services' hosts is held back, marked or not")
		}
	}
	return nil
}

// claimant returns the first service that claims what is used, or "".
func claimant(all []claim, u use) string {
	if i := slices.IndexFunc(all, func(c claim) bool { return c.of(u.address) }); i >= 0 {
		return all[i].service
	}
	return ""
}

// unmarked says what becomes of something without a mark: the gate holds it by its host name if the portal names its service and the loader was there first.
func (c *checker) unmarked(tag element, u use, id string, held bool) *portalfile.Finding {
	what := fmt.Sprintf("<%s> of %s", u.element.name, u.address.Host)
	if u.inline {
		what = "an inline <script> that names " + u.address.Host
	}
	mark := fmt.Sprintf(`<template data-temoin=%q>…</template> around it`, id)
	if u.element.name == "script" {
		mark = fmt.Sprintf(`<script type="text/plain" data-temoin=%q …>`, id)
	}
	var f *portalfile.Finding
	switch {
	case !held:
		f = c.warn(RuleUnmarked, what+" runs whatever the visitor answers: no loader on the page knows the service",
			fmt.Sprintf("add - use: %s to the portal file's services, and mark it up: %s", id, mark))
	case tag.waits():
		f = c.fault(RuleUnmarked, fmt.Sprintf("%s (service %s) has no mark, and the loader's tag is async: it may run before the loader is there", what, id),
			"write "+mark+"; or leave async out, and put the tag first in <head>")
	case u.element.start < tag.start:
		f = c.fault(RuleUnmarked, fmt.Sprintf("%s (service %s) has no mark, and stands before the loader's tag: it runs without consent", what, id),
			"put the loader's tag first in <head>, or write "+mark)
	default:
		f = c.note(RuleUnmarked, fmt.Sprintf("%s (service %s) has no mark: it is held back by its host name alone, and the page waits for the loader. With %s, the tag could be async", what, id, mark))
	}
	f.Source = sourceConsent
	return f
}
