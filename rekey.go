package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"temoin/internal/registry"
)

// rekey makes a new key for the registry, and prints what to keep of the old one.
func (c *registryCommand) rekey(ctx context.Context, args []string) error {
	verifiers, err := c.verifiers()
	if err != nil {
		return err
	}
	var old *registry.Key
	if len(c.public) == 0 {
		key, err := c.key()
		if err != nil {
			return err
		}
		old = &key
	}
	// It must be there already: looking at it makes none.
	if err := c.look(ctx, func(*registry.Registry) error { return nil }); err != nil {
		return err
	}
	h, err := registry.Rekey(ctx, c.location, verifiers[0], old, args[0], rand.Reader, time.Now, c.progress.of)
	c.progress.end()
	if err != nil {
		return err
	}
	vouched := "The same entries, signed with both keys: who trusts the old one can trust the new one."
	if old == nil {
		vouched = "The same entries, signed with the new key. The old one cannot vouch for it: whoever kept a head of before can see that it is continued."
	}
	_, err = fmt.Fprintf(c.stdout, "The last head under the old key. Keep it, and the old public key.\n\n%s\n%s Publish this one.\n\n%s\nThe new public key:\n\n%s\n\n"+
		"%s has the new key. Start every server with it (--registry-key): those that run with the old one record nothing any more, and browsers keep their choices until then.\n",
		h.Before, vouched, h.After, h.Key.Public(), args[0])
	return err
}
