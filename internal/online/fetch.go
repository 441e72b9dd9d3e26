package online

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// What one address may cost.
const (
	patience      = 15 * time.Second
	largestPage   = 8 << 20
	mostRedirects = 5
)

// errElsewhere is returned for a redirect that leaves the host that was named, or the encryption.
var errElsewhere = errors.New("leads to another host, or away from https")

// errTooLarge is returned for an answer of more than largestPage bytes.
var errTooLarge = fmt.Errorf("the answer is larger than %d MB", largestPage>>20)

// answer is what an address answered, decompressed.
type answer struct {
	// url is the address that answered, after redirects.
	url      *url.URL
	status   int
	header   http.Header
	encoding string
	// sent is how many bytes came over the line.
	sent int
	body []byte
}

// fetch asks for one address as a browser does, and no more of it than a page can have.
func fetch(ctx context.Context, client *http.Client, r *http.Request) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r = r.WithContext(ctx)
	r.Header.Set("User-Agent", "temoin-check")
	// Set by hand, so that what the server chose is seen.
	r.Header.Set("Accept-Encoding", "br, gzip")
	careful := *client
	careful.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		if len(via) > mostRedirects {
			return errors.New("redirects without end")
		}
		if !staysNear(via[len(via)-1].URL, next.URL) {
			return fmt.Errorf("%s: %w", next.URL.Redacted(), errElsewhere)
		}
		return nil
	}
	response, err := careful.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	counted := &countingReader{from: io.LimitReader(response.Body, largestPage+1)}
	a := &answer{url: response.Request.URL, status: response.StatusCode, header: response.Header, encoding: response.Header.Get("Content-Encoding")}
	var plain io.Reader = counted
	switch a.encoding {
	case "br":
		plain = brotli.NewReader(counted)
	case "gzip":
		if plain, err = gzip.NewReader(counted); err != nil {
			return nil, fmt.Errorf("read gzip: %w", err)
		}
	}
	if a.body, err = io.ReadAll(io.LimitReader(plain, largestPage+1)); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if a.sent = counted.read; len(a.body) > largestPage {
		return nil, errTooLarge
	}
	return a, nil
}

// staysNear reports whether a redirect keeps the host, but for a leading www., and does not give the encryption up.
func staysNear(from, to *url.URL) bool {
	bare := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	if bare(from) != bare(to) {
		return false
	}
	if from.Scheme == to.Scheme {
		return from.Port() == to.Port()
	}
	return from.Scheme == "http" && to.Scheme == "https"
}

type countingReader struct {
	from io.Reader
	read int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.read += n
	return n, err
}

// reason says in a few words why an address could not be fetched.
func reason(err error) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no host is called " + dns.Name
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %s", patience)
	}
	var asked *url.Error
	if errors.As(err, &asked) {
		return asked.Err.Error()
	}
	return err.Error()
}
