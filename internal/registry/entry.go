package registry

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/transparency-dev/merkle/rfc6962"
)

// Kind is what an entry tells of.
type Kind string

// The kinds of entries.
const (
	// KindChoice is what a visitor answered, KindCharter that a version began to be served, KindPruned that entries were emptied.
	KindChoice  Kind = "choice"
	KindCharter Kind = "charter"
	KindPruned  Kind = "pruned"
)

// Entry is one leaf of the registry's tree.
type Entry struct {
	Number int64
	Time   time.Time
	Kind   Kind

	// Choice is set for KindChoice, Served for KindCharter, Pruned for KindPruned.
	Choice Choice
	Served Served
	Pruned Pruned

	body string
}

// Served tells that a version began to be served.
type Served struct {
	Portal  string `json:"portal"`
	Charter string `json:"charter"`
	Version string `json:"version"`
}

// Pruned tells which entries were emptied because their retention was over.
type Pruned struct {
	// Entries has the first and the last number of each run of entries.
	Entries [][2]int64 `json:"entries"`
}

// The bodies as they are stored and hashed: the kind, then what the entry tells.
type (
	choiceBody struct {
		Kind Kind `json:"kind"`
		Answer
	}
	servedBody struct {
		Kind Kind `json:"kind"`
		Served
	}
	prunedBody struct {
		Kind Kind `json:"kind"`
		Pruned
	}
)

// encodeBody returns the JSON of a body. Structs of strings and numbers always marshal.
func encodeBody(body any) string {
	data, _ := json.Marshal(body)
	return string(data)
}

// content is what an entry consists of in the database.
type content struct {
	seconds int64
	delay   int64
	receipt *Receipt
	body    string
}

// leafJSON is what an entry's leaf hash is made of, and a line of the export: compact JSON, keys in this order.
func leafJSON(number int64, c content) []byte {
	b := make([]byte, 0, 96+len(c.body))
	b = append(b, `{"number":`...)
	b = strconv.AppendInt(b, number, 10)
	b = append(b, `,"time":"`...)
	b = time.Unix(c.seconds, 0).UTC().AppendFormat(b, time.RFC3339)
	b = append(b, '"')
	if c.receipt != nil {
		b = append(b, `,"receipt":"`...)
		b = append(b, c.receipt.String()...)
		b = append(b, `","delay":`...)
		b = strconv.AppendInt(b, c.delay, 10)
	}
	b = append(b, ',')
	return append(b, c.body[1:]...)
}

// leafHash returns the hash of an entry (RFC 6962, section 2.1).
func leafHash(number int64, c content) []byte {
	return rfc6962.DefaultHasher.HashLeaf(leafJSON(number, c))
}

// decodeEntry reads an entry back. It returns an error if its body is none of ours.
func decodeEntry(number int64, c content) (Entry, error) {
	e := Entry{Number: number, Time: time.Unix(c.seconds, 0).UTC(), body: c.body}
	var body struct {
		Kind Kind `json:"kind"`
		Answer
		Pruned
	}
	if err := json.Unmarshal([]byte(c.body), &body); err != nil {
		return e, fmt.Errorf("read entry %d: %w", number, err)
	}
	e.Kind = body.Kind
	switch {
	case body.Kind == KindChoice && c.receipt != nil:
		e.Choice = Choice{Receipt: *c.receipt, Delay: int(c.delay), Answer: body.Answer}
	case body.Kind == KindCharter && c.receipt == nil:
		e.Served = Served{Portal: body.Portal, Charter: body.Charter, Version: body.Version}
	case body.Kind == KindPruned && c.receipt == nil:
		e.Pruned = body.Pruned
	default:
		return e, fmt.Errorf("read entry %d: its kind is none of ours", number)
	}
	return e, nil
}

// JSON returns the text that the entry's leaf hash is made of: SHA-256 of a zero byte and this text (RFC 6962, section 2.1).
func (e Entry) JSON() []byte {
	c := content{seconds: e.Time.Unix(), body: e.body}
	if e.Kind == KindChoice {
		c.receipt, c.delay = &e.Choice.Receipt, int64(e.Choice.Delay)
	}
	return leafJSON(e.Number, c)
}
