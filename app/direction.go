package app

import "temoin/internal/portal"

// foreign is the direction of what may be in another script than the language's and tells no language of its own: names of cookies, of products and of providers.
// From right to left, "_pk_id.*" would read "*.pk_id_".
func foreign(p *portal.Portal) string {
	if p.Texts.Direction == "rtl" {
		return "auto"
	}
	return ""
}

// isolate keeps a name in the middle of a text of another direction together (Unicode, annex 9: first strong isolate).
func isolate(p *portal.Portal, name string) string {
	if foreign(p) == "" {
		return name
	}
	return "\u2068" + name + "\u2069"
}
