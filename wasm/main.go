// The bundle: the WebAssembly program that takes the banner over in the visitor's browser.
package main

import (
	"log"
	"time"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/app"
)

func main() {
	layers, err := app.Open(time.Now)
	if err != nil {
		log.Fatal(err)
	}
	// The portal's addresses are not ours to tell apart: whatever the page is, the interface is mounted.
	goapp.RouteWithRegexpFunc(".*", func() goapp.Composer {
		layers.AwaitCue()
		return layers
	})
	goapp.RunWhenOnBrowser()
}
