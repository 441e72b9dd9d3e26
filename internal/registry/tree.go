package registry

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

// tree is a Merkle tree (RFC 6962, section 2.1) of which only the hashes on its right edge are kept: enough to append, and to know the root.
type tree struct{ edge *compact.Range }

var hashes = compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}

const hashSize = 32

// newTree returns a tree of a size with the frontier that frontier() returned. It returns an error if the two do not fit.
func newTree(size int64, frontier []byte) (tree, error) {
	if size < 0 || len(frontier)%hashSize != 0 {
		return tree{}, errors.New("read tree: the frontier is damaged")
	}
	var nodes [][]byte
	for rest := frontier; len(rest) > 0; rest = rest[hashSize:] {
		nodes = append(nodes, bytes.Clone(rest[:hashSize]))
	}
	edge, err := hashes.NewRange(0, uint64(size), nodes)
	if err != nil {
		return tree{}, fmt.Errorf("read tree: %w", err)
	}
	return tree{edge}, nil
}

func (t tree) size() int64 { return int64(t.edge.End()) }

func (t tree) frontier() []byte { return bytes.Join(t.edge.Hashes(), nil) }

func (t tree) append(leaf []byte) error {
	if err := t.edge.Append(leaf, nil); err != nil {
		return fmt.Errorf("append leaf: %w", err)
	}
	return nil
}

func (t tree) root() ([]byte, error) {
	if t.size() == 0 {
		return rfc6962.DefaultHasher.EmptyRoot(), nil
	}
	root, err := t.edge.GetRootHash(nil)
	if err != nil {
		return nil, fmt.Errorf("compute root: %w", err)
	}
	return root, nil
}
