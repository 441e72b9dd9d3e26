package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"temoin/internal/portal/portalfile"
)

// The weights that visitors pay for, in bytes. A budget is lowered when the thing gets lighter, never raised in silence. What is fetched before the first paint is counted as
// it comes out of the socket, headers and all, because that is what a line has to carry: TLS and HTTP/2 frames, which the owner's proxy adds, are not in it.
// The rest is counted after brotli.
const (
	// What brotli makes of it depends by chance on the hash of the modules in it: from 9019 to 9061, over sixty.
	loaderBudget  = 9000 + 64
	noticeBudget  = 4688
	runtimeBudget = 6<<10 + 512
	bundleBudget  = 960 << 10
)

// TestBudget holds what browsers get to its weight: the loader with gate, banner and styles in one request, then what follows when the page is idle.
func TestBudget(t *testing.T) {
	t.Parallel()
	portals, err := portalfile.LoadDir("portals")
	if err != nil {
		t.Fatal(err)
	}
	sites, err := newSites(portals, "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newHandler(t, ""))
	defer server.Close()
	within := func(what string, size, budget int) {
		t.Logf("%s: %d of %d bytes", what, size, budget)
		if size > budget {
			t.Errorf("%s weighs %d bytes, and its budget is %d", what, size, budget)
		}
	}
	for _, site := range sites.all {
		budget := loaderBudget
		if !site.portal.TakesAnswers() {
			budget = noticeBudget
		}
		within("loader of "+site.portal.ID, sizeAtSocket(t, server.Listener.Addr(), "/"+site.portal.ID+"/temoin.js"), budget)
	}
	within("runtime", brotliSize(sites.assets[sites.built["runtime.js"]]), runtimeBudget)
	within("bundle", brotliSize(sites.assets[sites.built["bundle.wasm"]]), bundleBudget)
}

// sizeAtSocket returns how many bytes the server answers with to a browser that takes brotli.
func sizeAtSocket(t *testing.T, server net.Addr, path string) int {
	t.Helper()
	conn, err := net.Dial(server.Network(), server.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: temoin.ville.example\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	var size counter
	response, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &size)), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Encoding") != "br" {
		t.Fatalf("%s: %s, encoded with %q", path, response.Status, response.Header.Get("Content-Encoding"))
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	return int(size)
}

// counter counts the bytes written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func brotliSize(a *asset) int {
	br, _ := a.compressed()
	return len(br)
}
