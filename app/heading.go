package app

import goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

// heading returns a heading of the given level, 1 to 6: the same text stands at other levels in the panel and on the charter page.
func heading(level int, content ...goapp.UI) goapp.HTMLElem {
	tags := [...]string{"h1", "h2", "h3", "h4", "h5", "h6"}
	return goapp.Elem(tags[min(max(level, 1), len(tags))-1]).Body(content...)
}
