package main

import (
	"net/netip"
	"testing"
	"time"
)

func TestPaceSlowsOneSenderDown(t *testing.T) {
	now := time.Now()
	p := newPace(func() time.Time { return now })
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for i := range choicesAtOnce {
		if !p.allows(one) {
			t.Fatalf("choice %d was refused", i)
		}
	}
	if p.allows(one) {
		t.Error("one more was let through")
	}
	if !p.allows(other) {
		t.Error("another sender was refused")
	}
	now = now.Add(time.Second)
	for range choicesPerSecond {
		if !p.allows(one) {
			t.Error("a second later, one was refused")
		}
	}
	if p.allows(one) {
		t.Error("a second later, one more was let through")
	}
}

func TestPaceKnowsALineByItsNetwork(t *testing.T) {
	p := newPace(time.Now)
	p.now = func() time.Time { return today }
	allowed := 0
	for i := range 2 * choicesAtOnce {
		address := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 14: byte(i >> 8), 15: byte(i)})
		if p.allows(address) {
			allowed++
		}
	}
	if allowed != choicesAtOnce {
		t.Errorf("%d choices from one /64, want %d", allowed, choicesAtOnce)
	}
}

func TestPaceIsBounded(t *testing.T) {
	p := newPace(func() time.Time { return today })
	for i := range 3 * mostPaces {
		p.allows(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if len(p.paces) > mostPaces {
		t.Errorf("%d senders are remembered", len(p.paces))
	}
}
