package registry

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
)

// Publish records that a version is served from now on, unless it is the newest of its portal already. documents has the documents that it names,
// by name; their hashes are set here. It returns the version's hash.
func (r *Registry) Publish(ctx context.Context, v Version, documents map[string][]byte) (hash string, err error) {
	v.Documents = map[string]string{}
	contents := map[string][]byte{}
	for name, document := range documents {
		v.Documents[name] = hashOf(document)
		contents[v.Documents[name]] = document
	}
	hash = v.Hash()
	contents[hash] = v.encode()
	err = r.change(ctx, func(tx *sql.Tx, t tree) error {
		served, err := servedVersions(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range served {
			if s.Portal == v.Portal && s.To.IsZero() && s.Version == hash {
				return nil
			}
		}
		for hash, document := range contents {
			if err := storeDocument(ctx, tx, hash, document); err != nil {
				return err
			}
		}
		_, err = r.appendTo(ctx, tx, t, []draft{{body: encodeBody(servedBody{KindCharter, Served{v.Portal, v.Charter, hash}})}})
		return err
	})
	return hash, err
}

func storeDocument(ctx context.Context, tx *sql.Tx, hash string, document []byte) error {
	key, err := hex.DecodeString(hash)
	if err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO documents (hash, content) VALUES ($1, $2) ON CONFLICT DO NOTHING`, key, compress(document)); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}
