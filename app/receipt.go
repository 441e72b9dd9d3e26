package app

import (
	"time"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Receipt shows the receipt number of the visitor's last choice, under which the registry has it, and copies it.
type Receipt struct {
	goapp.Compo

	Portal *portal.Portal
	Number string
	// OnCopy puts the number on the clipboard, and calls copied once it is there: never, where the page may not.
	OnCopy func(number string, copied func())

	copied bool
}

// Render returns a line. The number can be selected too: not every page may use the clipboard.
func (r *Receipt) Render() goapp.UI {
	texts := r.Portal.Texts.Panel
	said := ""
	if r.copied {
		said = texts.Copied
	}
	return goapp.P().Class("temoin-receipt").Body(
		goapp.Text(texts.Receipt+" "),
		goapp.Code().ID("temoin-receipt").Text(r.Number),
		goapp.Button().ID("temoin-copy").Type("button").Class("temoin-secondary").Text(texts.Copy).OnClick(r.copyNumber),
		goapp.Span().Role("status").Text(said),
	)
}

// silence is how long the message is gone before it says the same again: assistive technology is not told of what stays as it is.
const silence = 100 * time.Millisecond

func (r *Receipt) copyNumber(ctx goapp.Context, _ goapp.Event) {
	r.copied = false
	r.OnCopy(r.Number, func() {
		ctx.After(silence, func(goapp.Context) { r.copied = true })
	})
}
