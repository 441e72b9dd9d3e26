package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTamperingIsFound: whoever can write to the database but has not the key cannot change what is proved.
func TestTamperingIsFound(t *testing.T) {
	everywhere(t, func(t *testing.T, location string) {
		clock := newClock()
		r := opened(t, location, testKey(t), clock.now)
		publish(t, r, "ville", 36, "un")
		publish(t, r, "ville", 36, "deux")
		record(t, r, refusal(t), refusal(t))
		clock.set(clock.now().AddDate(3, 0, 1))
		if emptied, err := r.Prune(t.Context(), nil); emptied != 2 || err != nil {
			t.Fatal(emptied, err)
		}
		other := refusal(t)
		other.Granted, other.Denied = other.Denied, nil
		record(t, r, refusal(t), other, refusal(t))
		verified(t, r)
		// Entries 0 and 1 tell of versions, 2 and 3 are empty, 4 tells so, 5 to 7 are choices.
		for name, test := range map[string]struct {
			statements []string
			want       string
		}{
			"an answer was changed":         {[]string{`UPDATE entries SET body = (SELECT body FROM entries WHERE number = 6) WHERE number = 5`}, "entry 5 was changed"},
			"a time was changed":            {[]string{`UPDATE entries SET time = time + 1 WHERE number = 6`}, "entry 6 was changed"},
			"a delay was changed":           {[]string{`UPDATE entries SET delay = 1 WHERE number = 6`}, "entry 6 was changed"},
			"a receipt was taken away":      {[]string{`UPDATE entries SET receipt = NULL WHERE number = 6`}, "entry 6 was changed"},
			"a choice was emptied":          {[]string{`UPDATE entries SET receipt = NULL, time = NULL, delay = NULL, body = NULL WHERE number = 6`}, "entry 6 was emptied, and no pruning tells of it"},
			"a leaf was changed":            {[]string{`UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE number = 7) WHERE number = 6`}, "the first 8 entries are not those of the head"},
			"an empty leaf was changed":     {[]string{`UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE number = 7) WHERE number = 2`}, "the first 8 entries are not those of the head"},
			"an empty entry was half kept":  {[]string{`UPDATE entries SET time = 1 WHERE number = 2`}, "entry 2 is neither whole nor empty"},
			"the last entry was removed":    {[]string{`DELETE FROM entries WHERE number = 7`}, "there are 7 entries, and the head says 8"},
			"an entry between was removed":  {[]string{`DELETE FROM entries WHERE number = 6`}, "entry 7 stands where 6 is expected"},
			"all was removed":               {[]string{`DELETE FROM entries`}, "there are 0 entries"},
			"an entry was added":            {[]string{`INSERT INTO entries (number, leaf, time, delay, body) SELECT 8, leaf, time, NULL, body FROM entries WHERE number = 4`}, "there are 9 entries"},
			"two entries changed places":    {[]string{`UPDATE entries SET number = 99 WHERE number = 6`, `UPDATE entries SET number = 6 WHERE number = 7`, `UPDATE entries SET number = 7 WHERE number = 99`}, "entry 6 was changed"},
			"the size was changed":          {[]string{`DELETE FROM entries WHERE number = 7`, `UPDATE head SET size = 7`}, "the head says 7 entries, and 8 were signed"},
			"the frontier was changed":      {[]string{`UPDATE head SET frontier = (SELECT leaf FROM entries WHERE number = 0)`}, "the head's frontier was changed"},
			"the head was changed":          {[]string{`UPDATE head SET signed = replace(signed, '2029', '2028')`}, "the head was signed with another key, or changed since"},
			"the head was taken away":       {[]string{`UPDATE head SET signed = ''`}, "the head was signed with another key"},
			"an answer that many share":     {[]string{`UPDATE bodies SET body = replace(body, '"granted":["matomo"', '"granted":["piano"')`}, "which entries share, was changed"},
			"a document was removed":        {[]string{`DELETE FROM documents WHERE hash = (SELECT hash FROM documents ORDER BY hash LIMIT 1)`}, "missing"},
			"a document was changed":        {[]string{`UPDATE documents SET content = (SELECT content FROM documents ORDER BY hash DESC LIMIT 1)`}, "was changed"},
			"every version was taken away":  {[]string{`DELETE FROM documents`}, "tells of version"},
			"a pruning was widened in vain": {[]string{`UPDATE bodies SET body = '{"kind":"pruned","entries":[[2,7]]}' WHERE body LIKE '%"pruned"%'`}, "which entries share, was changed"},
		} {
			t.Run(name, func(t *testing.T) {
				tx, err := r.db.write.Begin()
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback()
				for _, statement := range test.statements {
					result, err := tx.Exec(statement)
					if err != nil {
						t.Fatal(err)
					}
					if n, err := result.RowsAffected(); err != nil || n == 0 {
						t.Fatalf("%s changed nothing (%v)", statement, err)
					}
				}
				report := Report{}
				v := verification{tx: tx, report: &report, verifier: r.key.Verifier(), progress: func(int64, int64) {}}
				for _, step := range []func(context.Context) error{v.documents, v.allBodies, v.head, v.entries} {
					if err := step(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if found := strings.Join(report.Faults, "\n"); !strings.Contains(found, test.want) {
					t.Errorf("found %q, want %q", found, test.want)
				}
			})
		}
		verified(t, r)
	})
}

// TestChangedBytesAreFound: one byte of the file is changed, somewhere. Either verifying finds it, or everything that can be read is as before:
// then the byte was in a place that holds nothing.
func TestChangedBytesAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for long, one thing after the other: nothing for the race detector")
	}
	folder := t.TempDir()
	key := testKey(t)
	file := filepath.Join(folder, "temoin.db")
	clock := newClock()
	r, err := Open(t.Context(), file, key, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	const seed = 7
	dice := rand.New(rand.NewPCG(seed, seed))
	banner := make([]byte, 12<<10)
	for i := range banner {
		banner[i] = byte(dice.Uint32())
	}
	publish(t, r, "ville", 36, string(banner))
	var drafts []draft
	for i := range 400 {
		c := refusal(t)
		c.How = Hows()[i%len(Hows())]
		drafts = append(drafts, draft{receipt: &c.Receipt, body: encodeBody(choiceBody{KindChoice, c.Answer})})
	}
	_, err = r.append(t.Context(), drafts)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, err := everything(t, file, key)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(folder, "changed.db")
	found := 0
	tries := scaled(200)
	for range tries {
		place, bit := dice.IntN(len(original)), byte(1)<<dice.IntN(8)
		data := bytes.Clone(original)
		data[place] ^= bit
		if err := os.WriteFile(changed, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if after, err := everything(t, changed, key); err != nil {
			found++
		} else if after != before {
			t.Errorf("byte %d, bit %d: changed, and not found:\n%s", place, bit, difference(before, after))
		}
	}
	t.Logf("%d of %d changes were found, the others changed nothing that can be read", found, tries)
	if found < tries/3 {
		t.Errorf("only %d of %d changes were found: is the file read at all?", found, tries)
	}
}

// everything verifies a registry and returns all that can be read in it. An error means that a fault was found.
func everything(t *testing.T, file string, key Key) (string, error) {
	r, err := OpenReadOnly(t.Context(), file)
	if err != nil {
		return "", err
	}
	defer r.Close()
	report, err := r.Verify(t.Context(), key.Verifier(), nil, nil)
	if err != nil {
		return "", err
	}
	if len(report.Faults) > 0 {
		return "", fmt.Errorf("%q", report.Faults)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", report)
	err = r.Entries(t.Context(), time.Time{}, time.Time{}, func(e Entry) error {
		b.Write(e.JSON())
		b.WriteByte('\n')
		if e.Kind == KindChoice {
			again, err := r.Find(t.Context(), e.Choice.Receipt)
			if err != nil {
				return err
			}
			b.Write(again.JSON())
		}
		if e.Kind != KindCharter {
			return nil
		}
		version, err := r.Version(t.Context(), e.Served.Version)
		if err != nil {
			return err
		}
		for _, hash := range slices.Sorted(maps.Values(version.Documents)) {
			document, err := r.Document(t.Context(), hash)
			if err != nil {
				return err
			}
			b.Write(document)
		}
		return nil
	})
	return b.String(), err
}

func difference(before, after string) string {
	b, a := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range min(len(b), len(a)) {
		if b[i] != a[i] {
			return "before " + b[i] + "\nafter  " + a[i]
		}
	}
	return "of length"
}
