package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// proxies are the addresses whose word about a request is believed.
type proxies []netip.Prefix

// parseProxies reads addresses and networks, with commas between them.
func parseProxies(text string) (proxies, error) {
	var all proxies
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			address, single := netip.ParseAddr(entry)
			if single != nil {
				return nil, fmt.Errorf("%q is neither an address nor a network\n    hint: write 192.0.2.7 or 10.0.0.0/8, with commas between them", entry)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func (p proxies) trust(address netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

// believe lets only what trusted proxies say about a request through: it puts the visitor's address into the place of the proxy's, and takes the
// X-Forwarded headers of everybody else away.
func (p proxies) believe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if address := remoteAddress(r); p.trust(address) {
			r.RemoteAddr = netip.AddrPortFrom(p.visitor(address, r.Header.Values("X-Forwarded-For")), 0).String()
		} else {
			r.Header.Del("X-Forwarded-Proto")
		}
		r.Header.Del("X-Forwarded-For")
		r.Header.Del("X-Forwarded-Host")
		r.Header.Del("Forwarded")
		next.ServeHTTP(w, r)
	})
}

// visitor is the last address in the list that is no proxy of ours: what stands before it, anybody may have written.
func (p proxies) visitor(proxy netip.Addr, forwarded []string) netip.Addr {
	list := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(list) - 1; i >= 0; i-- {
		text := strings.TrimSpace(list[i])
		address, err := netip.ParseAddr(text)
		if err != nil {
			withPort, err := netip.ParseAddrPort(text)
			if err != nil {
				return proxy
			}
			address = withPort.Addr()
		}
		proxy = address.Unmap().WithZone("")
		if !p.trust(proxy) {
			break
		}
	}
	return proxy
}

// remoteAddress is who sent the request; the zero address where that is unknown.
func remoteAddress(r *http.Request) netip.Addr {
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return address.Addr().Unmap().WithZone("")
}
