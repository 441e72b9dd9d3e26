package registry

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// Proof shows that an entry is in the tree of a head, without showing any other entry (RFC 6962, section 2.1.1).
type Proof struct {
	// Entry is the text that the leaf hash is made of.
	Entry string `json:"entry"`
	// Index is the entry's number, Size the head's.
	Index int64 `json:"index"`
	Size  int64 `json:"size"`
	// Hashes lead from the leaf to the root, in base64.
	Hashes [][]byte `json:"hashes"`
	// Head is the signed head.
	Head string `json:"head"`
}

// Prove returns the proof that an entry is in the tree of the newest head. It reads the leaves of all entries.
func (r *Registry) Prove(ctx context.Context, e Entry) (p Proof, err error) {
	p = Proof{Entry: string(e.JSON()), Index: e.Number}
	err = r.snapshot(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT size, signed FROM head`).Scan(&p.Size, &p.Head); err != nil {
			return fmt.Errorf("read head: %w", err)
		}
		nodes, err := proof.Inclusion(uint64(p.Index), uint64(p.Size))
		if err != nil {
			return fmt.Errorf("prove entry %d: %w", p.Index, err)
		}
		wanted := map[compact.NodeID]int{}
		for i, id := range nodes.IDs {
			wanted[id] = i
		}
		found := make([][]byte, len(nodes.IDs))
		edge := hashes.NewEmptyRange(0)
		rows, err := tx.QueryContext(ctx, `SELECT leaf FROM entries ORDER BY number`)
		if err != nil {
			return fmt.Errorf("read leaves: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var leaf []byte
			if err := rows.Scan(&leaf); err != nil {
				return fmt.Errorf("read leaves: %w", err)
			}
			err := edge.Append(leaf, func(id compact.NodeID, hash []byte) {
				if i, want := wanted[id]; want {
					found[i] = hash
				}
			})
			if err != nil {
				return fmt.Errorf("append leaf: %w", err)
			}
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("read leaves: %w", err)
		}
		p.Hashes, err = nodes.Rehash(found, rfc6962.DefaultHasher.HashChildren)
		if err != nil {
			return fmt.Errorf("prove entry %d: %w", p.Index, err)
		}
		return nil
	})
	return p, err
}

// Holds returns an error unless the proof leads from its entry to the root of a head, which OpenHead has read from its signed form.
func (p Proof) Holds(head Head) error {
	if p.Size != head.Size {
		return fmt.Errorf("check proof: it is for %d entries, and the head for %d", p.Size, head.Size)
	}
	leaf := rfc6962.DefaultHasher.HashLeaf([]byte(p.Entry))
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(p.Index), uint64(p.Size), leaf, p.Hashes, head.Root); err != nil {
		return fmt.Errorf("check proof: %w", err)
	}
	return nil
}
