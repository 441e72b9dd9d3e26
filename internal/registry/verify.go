package registry

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// Report is what Verify found.
type Report struct {
	Head    Head
	Entries int64
	Choices int64
	Served  int64
	// Emptied is how many entries were pruned.
	Emptied int64
	// SetBack is how many entries are earlier than the one before: the server's clock was set back. It is no fault.
	SetBack int64
	// Foreign is whether the key did not sign the head: it may be an earlier or another registry's.
	Foreign bool
	// Documents is how many documents there are.
	Documents int64
	// Faults has the first faults, at most mostFaults, each a sentence.
	Faults []string
	// More is how many faults there are besides.
	More int
}

const mostFaults = 20

func (r *Report) fault(format string, args ...any) {
	if len(r.Faults) == mostFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// Verify looks at everything that is stored, as it is at one moment: that each entry and document is what was hashed, that the tree of all entries has
// the root of the signed head, that the head was signed with the key, and that earlier heads, which somebody kept, were heads of the same tree.
// What does not hold is in the report; an error means that the database could not be read. progress is called now and then and may be nil.
func (r *Registry) Verify(ctx context.Context, verifier note.Verifier, earlier []Head, progress func(done, total int64)) (report Report, err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	err = r.snapshot(ctx, func(tx *sql.Tx) error {
		v := verification{tx: tx, report: &report, verifier: verifier, earlier: slices.Clone(earlier), progress: progress}
		// A damaged file may break any of the steps: what was found before is told with the error.
		for _, step := range []func(context.Context) error{v.file(r.db), v.documents, v.allBodies, v.head, v.entries} {
			if err := step(ctx); err != nil {
				if len(report.Faults) == 0 {
					return err
				}
				report.fault("%v", err)
				return nil
			}
		}
		return nil
	})
	return report, err
}

// verification is one run of Verify.
type verification struct {
	tx       *sql.Tx
	report   *Report
	verifier note.Verifier
	earlier  []Head
	progress func(done, total int64)

	size     int64
	frontier []byte
	versions map[string]bool
	bodies   map[int64]string
	emptied  []int64
	pruned   [][2]int64
	last     int64
}

func (v *verification) file(db *database) func(context.Context) error {
	return func(ctx context.Context) error {
		faults, err := db.check(ctx, v.tx)
		for _, fault := range faults {
			v.report.fault("the database's file is damaged: %s", fault)
		}
		return err
	}
}

func (v *verification) documents(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, `SELECT hash, content FROM documents ORDER BY hash`)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	defer rows.Close()
	v.versions = map[string]bool{}
	named := map[string]bool{}
	stored := map[string]bool{}
	for rows.Next() {
		var hash, content []byte
		if err := rows.Scan(&hash, &content); err != nil {
			return fmt.Errorf("read documents: %w", err)
		}
		v.report.Documents++
		name := hex.EncodeToString(hash)
		document, err := decompress(content)
		if err != nil || hashOf(document) != name {
			v.report.fault("document %s was changed", name)
			continue
		}
		stored[name] = true
		if version, err := decodeVersion(document); err == nil && version.Hash() == name {
			v.versions[name] = true
			for _, hash := range version.Documents {
				named[hash] = true
			}
		}
	}
	for hash := range named {
		if !stored[hash] {
			v.report.fault("document %s is missing", hash)
		}
	}
	return rows.Err()
}

func (v *verification) allBodies(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, `SELECT id, hash, body FROM bodies ORDER BY id`)
	if err != nil {
		return fmt.Errorf("read bodies: %w", err)
	}
	defer rows.Close()
	v.bodies = map[int64]string{}
	for rows.Next() {
		var id int64
		var hash []byte
		var body string
		if err := rows.Scan(&id, &hash, &body); err != nil {
			return fmt.Errorf("read bodies: %w", err)
		}
		if sum := sha256.Sum256([]byte(body)); !bytes.Equal(sum[:], hash) || len(body) < 2 {
			v.report.fault("body %d, which entries share, was changed", id)
			continue
		}
		v.bodies[id] = body
	}
	return rows.Err()
}

func (v *verification) head(ctx context.Context) error {
	var signed string
	if err := v.tx.QueryRowContext(ctx, `SELECT size, frontier, signed FROM head`).Scan(&v.size, &v.frontier, &signed); err != nil {
		return fmt.Errorf("read head: %w", err)
	}
	if signed == "" && v.size == 0 {
		return nil
	}
	head, err := OpenHead(signed, v.verifier)
	if err != nil {
		v.report.Foreign = errors.Is(err, ErrForeignHead)
		v.report.fault("%v", err)
		return nil
	}
	v.report.Head = head
	v.earlier = append(v.earlier, head)
	if head.Size != v.size {
		v.report.fault("the head says %d entries, and %d were signed", v.size, head.Size)
	}
	return nil
}

func (v *verification) entries(ctx context.Context) error {
	rows, err := v.tx.QueryContext(ctx, `SELECT number, leaf, time, delay, receipt, body FROM entries ORDER BY number`)
	if err != nil {
		return fmt.Errorf("read entries: %w", err)
	}
	defer rows.Close()
	t, err := newTree(0, nil)
	if err != nil {
		return err
	}
	// Heads are compared when the tree has their size, the smallest first.
	slices.SortFunc(v.earlier, func(a, b Head) int { return int(a.Size - b.Size) })
	for rows.Next() {
		if err := v.compare(t); err != nil {
			return err
		}
		if err := v.entry(rows, t); err != nil {
			return err
		}
		const often = 1 << 14
		if t.size()%often == 0 {
			v.progress(t.size(), v.size)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read entries: %w", err)
	}
	if err := v.compare(t); err != nil {
		return err
	}
	v.progress(t.size(), v.size)
	v.report.Entries = t.size()
	if t.size() != v.size {
		v.report.fault("there are %d entries, and the head says %d: some were removed or added", t.size(), v.size)
	} else if !bytes.Equal(t.frontier(), v.frontier) {
		v.report.fault("the head's frontier was changed")
	}
	for _, head := range v.earlier {
		v.report.fault("a head signed %s says %d entries, and there are %d: entries were removed", head.Time.Format("2006-01-02 15:04"), head.Size, t.size())
	}
	v.checkEmptied()
	return nil
}

// compare holds the tree against the heads of its size.
func (v *verification) compare(t tree) error {
	for len(v.earlier) > 0 && v.earlier[0].Size <= t.size() {
		head := v.earlier[0]
		v.earlier = v.earlier[1:]
		root, err := t.root()
		if err != nil {
			return err
		}
		if head.Size < t.size() || !bytes.Equal(root, head.Root) {
			v.report.fault("the first %d entries are not those of the head signed %s: entries were changed, removed or put in another place",
				head.Size, head.Time.Format("2006-01-02 15:04"))
		}
	}
	return nil
}

func (v *verification) entry(rows *sql.Rows, t tree) error {
	var number int64
	var leaf, receipt []byte
	var seconds, delay, body sql.NullInt64
	if err := rows.Scan(&number, &leaf, &seconds, &delay, &receipt, &body); err != nil {
		return fmt.Errorf("read entries: %w", err)
	}
	if number != t.size() {
		v.report.fault("entry %d stands where %d is expected", number, t.size())
	}
	if err := t.append(leaf); err != nil {
		return err
	}
	if !body.Valid {
		if seconds.Valid || delay.Valid || receipt != nil {
			v.report.fault("entry %d is neither whole nor empty", number)
		}
		v.report.Emptied++
		v.emptied = append(v.emptied, number)
		return nil
	}
	text, known := v.bodies[body.Int64]
	c := content{seconds: seconds.Int64, delay: delay.Int64, body: text}
	var err error
	c.receipt, err = readReceipt(receipt)
	if !known || err != nil || !seconds.Valid || delay.Valid != (receipt != nil) || !bytes.Equal(leafHash(number, c), leaf) {
		v.report.fault("entry %d was changed: it is not what was hashed", number)
		return nil
	}
	if c.seconds < v.last {
		v.report.SetBack++
	}
	v.last = c.seconds
	if c.receipt != nil {
		v.report.Choices++
		return nil
	}
	entry, err := decodeEntry(number, c)
	if err != nil {
		v.report.fault("%v", err)
		return nil
	}
	switch entry.Kind {
	case KindCharter:
		v.report.Served++
		if !v.versions[entry.Served.Version] {
			v.report.fault("entry %d tells of version %s, which is missing or was changed", number, entry.Served.Version)
		}
	case KindPruned:
		v.pruned = append(v.pruned, entry.Pruned.Entries...)
	}
	return nil
}

// checkEmptied reports entries that are empty although no entry of the tree tells that they were pruned.
func (v *verification) checkEmptied() {
	slices.SortFunc(v.pruned, func(a, b [2]int64) int { return int(a[0] - b[0]) })
	run := 0
	for _, number := range v.emptied {
		for run < len(v.pruned) && v.pruned[run][1] < number {
			run++
		}
		if run == len(v.pruned) || number < v.pruned[run][0] {
			v.report.fault("entry %d was emptied, and no pruning tells of it", number)
		}
	}
}
