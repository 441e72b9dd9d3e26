package online

import (
	"net/url"
	"slices"
	"strings"
)

// policy is one Content-Security-Policy of a page: each of them must allow what is asked (CSP3, section 4.1).
type policy struct {
	directives map[string][]string
	// meta is the element that carries it; nil where the answer's header does.
	meta *element
}

// policies returns those of the page's header and of its <meta> elements.
func (p *page) policies() []policy {
	var all []policy
	for _, value := range p.header["Content-Security-Policy"] {
		for _, text := range strings.Split(value, ",") {
			all = append(all, policy{directives: parsePolicy(text)})
		}
	}
	for i, e := range p.elements {
		if e.name == "meta" && e.inHead && strings.EqualFold(e.attributes["http-equiv"], "content-security-policy") {
			all = append(all, policy{directives: parsePolicy(e.attributes["content"]), meta: &p.elements[i]})
		}
	}
	return slices.DeleteFunc(all, func(p policy) bool { return len(p.directives) == 0 })
}

// parsePolicy reads a serialized policy; of a directive that is there twice, the first counts (CSP3, section 2.2.1).
func parsePolicy(text string) map[string][]string {
	directives := map[string][]string{}
	for _, directive := range strings.Split(text, ";") {
		words := strings.Fields(directive)
		if len(words) == 0 {
			continue
		}
		name := strings.ToLower(words[0])
		if _, twice := directives[name]; !twice {
			directives[name] = words[1:]
		}
	}
	return directives
}

// governing returns the first of the directives that the policy has, in the order in which they fall back; "" where none governs.
func (p policy) governing(names ...string) (string, []string) {
	for _, name := range names {
		if sources, has := p.directives[name]; has {
			return name, sources
		}
	}
	return "", nil
}

// The directives that govern what the loader does, in the order in which they fall back (CSP3, section 6.8.3).
var (
	scriptElements = []string{"script-src-elem", "script-src", "default-src"}
	scriptEval     = []string{"script-src", "default-src"}
	connections    = []string{"connect-src", "default-src"}
	workers        = []string{"worker-src", "child-src", "script-src", "default-src"}
)

// forbids returns the directive by which the policy refuses an address to what the names govern; "" where it allows it.
func (p policy) forbids(at, page *url.URL, names ...string) string {
	name, sources := p.governing(names...)
	if name == "" || slices.ContainsFunc(sources, func(source string) bool { return matches(source, at, page) }) {
		return ""
	}
	return name
}

// forbidsScript is forbids for a script element of the page's own HTML, which a nonce allows too. Where "strict-dynamic" stands, only that does.
func (p policy) forbidsScript(e element, at, page *url.URL) string {
	name, sources := p.governing(scriptElements...)
	if name == "" || e.has("nonce") && hasWord(sources, "'nonce-"+e.attributes["nonce"]+"'") {
		return ""
	}
	if hasWord(sources, "'strict-dynamic'") {
		return name
	}
	return p.forbids(at, page, scriptElements...)
}

// forbidsModule is forbids for what the loader imports: the nonce of its element goes on to that (HTML, "descendant script fetch options").
func (p policy) forbidsModule(loader element, at, page *url.URL) string {
	name, sources := p.governing(scriptElements...)
	if loader.has("nonce") && hasWord(sources, "'nonce-"+loader.attributes["nonce"]+"'") || hasWord(sources, "'strict-dynamic'") {
		return ""
	}
	if name == "" {
		return ""
	}
	return p.forbids(at, page, scriptElements...)
}

// forbidsWord returns the directive that governs and has none of the words; "" where it has one, or nothing governs.
func (p policy) forbidsWord(names []string, words ...string) string {
	name, sources := p.governing(names...)
	if name == "" || slices.ContainsFunc(words, func(word string) bool { return hasWord(sources, word) }) {
		return ""
	}
	return name
}

func hasWord(sources []string, word string) bool {
	return slices.ContainsFunc(sources, func(source string) bool {
		if strings.HasPrefix(word, "'nonce-") {
			return source == word
		}
		return strings.EqualFold(source, word)
	})
}

// matches reports whether a source expression allows an address on a page (CSP3, section 6.7.2.8).
func matches(source string, at, page *url.URL) bool {
	lower := strings.ToLower(source)
	switch {
	case lower == "*":
		return at.Scheme == "https" || at.Scheme == "http"
	case lower == "'self'":
		return strings.EqualFold(at.Hostname(), page.Hostname()) && portOf(at) == portOf(page) && fitsScheme(page.Scheme, at.Scheme) ||
			strings.EqualFold(at.Hostname(), page.Hostname()) && page.Scheme == "http" && at.Scheme == "https" && at.Port() == "" && page.Port() == ""
	case strings.HasPrefix(lower, "'"):
		return false
	case strings.HasSuffix(lower, ":") && !strings.Contains(lower, "/"):
		return fitsScheme(strings.TrimSuffix(lower, ":"), at.Scheme)
	}
	scheme, rest, hasScheme := strings.Cut(source, "://")
	if !hasScheme {
		scheme, rest = page.Scheme, source
	}
	if !fitsScheme(strings.ToLower(scheme), at.Scheme) {
		return false
	}
	hostport, path, hasPath := strings.Cut(rest, "/")
	host, port, hasPort := strings.Cut(hostport, ":")
	if !fitsHost(strings.ToLower(host), strings.ToLower(at.Hostname())) {
		return false
	}
	if hasPort && port != "*" && port != portOf(at) || !hasPort && at.Port() != "" && portOf(at) != defaultPort(at.Scheme) {
		return false
	}
	if !hasPath || path == "" {
		return true
	}
	path = "/" + path
	return at.Path == path || strings.HasSuffix(path, "/") && strings.HasPrefix(at.Path, path)
}

// fitsScheme reports whether an expression's scheme stands for that of an address, which may be encrypted where the expression is not.
func fitsScheme(expressed, scheme string) bool {
	return expressed == scheme || expressed == "http" && scheme == "https"
}

func fitsHost(pattern, host string) bool {
	if pattern == "*" {
		return true
	}
	if suffix, wild := strings.CutPrefix(pattern, "*"); wild {
		return strings.HasPrefix(suffix, ".") && strings.HasSuffix(host, suffix) && host != suffix[1:]
	}
	return pattern == host
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return defaultPort(u.Scheme)
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}
