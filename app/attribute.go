package app

import (
	"html"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"
)

// attribute prepares an attribute's value. On the server go-app writes values as Go string literals, without escaping them for HTML,
// and drops the value "true"; in the browser it sets them as they are. What is prepared here means the same on both sides.
func attribute(value string) string {
	if goapp.IsClient {
		return value
	}
	if value == "true" {
		return "&#116;rue"
	}
	value = html.EscapeString(value)
	return strings.NewReplacer(`\`, "&#92;", "\u00a0", "&nbsp;").Replace(value)
}
