-- What the registry stores about choices: nothing that points to a person. See the package's documentation.

-- What many entries have in common: portal, charter, answers, as the JSON that is hashed. Written once.
CREATE TABLE bodies (
  id   INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE, -- SHA-256 of body
  body TEXT NOT NULL
) STRICT;

-- The leaves of the Merkle tree, in order. Pruning empties time, receipt and body, and keeps number and leaf.
CREATE TABLE entries (
  number  INTEGER PRIMARY KEY,   -- from 0, without a gap
  leaf    BLOB NOT NULL,         -- RFC 6962 leaf hash of the entry's JSON
  time    INTEGER,               -- seconds since the epoch, the server's clock
  delay   INTEGER,               -- minutes between the choice and its arrival
  receipt BLOB,                  -- ten random bytes; none for entries that are no choice
  body    INTEGER REFERENCES bodies (id)
) STRICT;

CREATE UNIQUE INDEX entries_receipt ON entries (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX entries_other ON entries (number) WHERE receipt IS NULL AND body IS NOT NULL;

-- What was served: portal files, rendered HTML, and the list of them that makes a version.
CREATE TABLE documents (
  hash    BLOB PRIMARY KEY, -- SHA-256 of the content
  content BLOB NOT NULL     -- gzip
) STRICT, WITHOUT ROWID;

-- The one row has the tree's size, the hashes from which its root follows, and the signed head.
CREATE TABLE head (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  size     INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  signed   TEXT NOT NULL
) STRICT;

INSERT INTO head (id, size, frontier, signed) VALUES (1, 0, x'', '');

-- Written to find out whether the registry can be written to.
CREATE TABLE probe (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

INSERT INTO probe (id, at) VALUES (1, 0);
