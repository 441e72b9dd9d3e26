package main

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How fast one address may send choices: many visitors may share one, behind the gateway of a school or a town hall.
const (
	choicesPerSecond = 5
	choicesAtOnce    = 60
	// mostPaces bounds the memory that addresses take.
	mostPaces = 20_000
)

// pace slows senders down by address. It is in memory only and forgets addresses as soon as they are back to rest.
type pace struct {
	now   func() time.Time
	mutex sync.Mutex
	paces map[netip.Prefix]*rate.Limiter
}

func newPace(now func() time.Time) *pace {
	return &pace{now: now, paces: map[netip.Prefix]*rate.Limiter{}}
}

// allows reports whether the address may send one more choice now.
func (p *pace) allows(address netip.Addr) bool {
	sender := senderOf(address)
	now := p.now()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	limiter, known := p.paces[sender]
	if !known {
		if len(p.paces) >= mostPaces {
			p.forget(now)
		}
		limiter = rate.NewLimiter(choicesPerSecond, choicesAtOnce)
		p.paces[sender] = limiter
	}
	return limiter.AllowN(now, 1)
}

// forget drops the addresses that are at rest, and where there are none, half of the others.
func (p *pace) forget(now time.Time) {
	for sender, limiter := range p.paces {
		if limiter.TokensAt(now) >= choicesAtOnce {
			delete(p.paces, sender)
		}
	}
	for sender := range p.paces {
		if len(p.paces) <= mostPaces/2 {
			return
		}
		delete(p.paces, sender)
	}
}

// senderOf is the network that one sender has: an IPv4 address, or the /64 that an IPv6 line is given.
func senderOf(address netip.Addr) netip.Prefix {
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	return netip.PrefixFrom(address, bits).Masked()
}
