-- The ledger's tables and statements. A position is the rowid of a stored event.

-- name: create
-- Everything a new ledger needs; no rows.
CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
);
CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), recorded INTEGER NOT NULL) STRICT;
CREATE TABLE commits (position INTEGER PRIMARY KEY, recorded INTEGER NOT NULL UNIQUE, replayed INTEGER NOT NULL) STRICT;
CREATE TABLE said (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- name: create_2
-- What version 2 of the tables adds: leaves and tiles of the log's tree, its signed checkpoints, the requests that were
-- answered under a key of their own, digests of what was erased, and the secrets that key them.
CREATE TABLE leaves (leaf INTEGER PRIMARY KEY, position INTEGER NOT NULL UNIQUE, salt BLOB, commitment BLOB NOT NULL) STRICT;
CREATE TABLE tiles (level INTEGER, number INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT;
CREATE TABLE checkpoints (
    number INTEGER PRIMARY KEY, size INTEGER NOT NULL UNIQUE, note TEXT NOT NULL, vkey TEXT NOT NULL
) STRICT;
CREATE TABLE requests (
    request BLOB PRIMARY KEY, asked BLOB NOT NULL, answer BLOB NOT NULL, recorded INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_age ON requests (recorded);
CREATE TABLE erased (digest BLOB PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- name: tick
-- Takes the write lock, and gives the transaction its recorded time: later than every one before, whatever the machine's clock says.
INSERT INTO clock (one, recorded) VALUES (1, :now)
ON CONFLICT (one) DO UPDATE SET recorded = max(clock.recorded + 1, excluded.recorded)
RETURNING recorded;

-- name: replay
-- Takes the write lock for a transaction whose recorded time comes from a replay; no row means that the clock is past it.
INSERT INTO clock (one, recorded) VALUES (1, :recorded)
ON CONFLICT (one) DO UPDATE SET recorded = excluded.recorded WHERE clock.recorded < excluded.recorded
RETURNING recorded;

-- name: recorded_live
-- Whether anything was recorded live.
SELECT EXISTS (SELECT 1 FROM commits WHERE replayed = 0);

-- name: insert
-- One fact.
INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?);

-- name: commit
-- Notes the position of the fact inserted last as the end of a transaction, when it was recorded, and how.
INSERT INTO commits (position, recorded, replayed) VALUES (last_insert_rowid(), :recorded, :replayed) RETURNING position;

-- name: say
-- Remembers that a line of this content was recorded.
INSERT INTO said (digest) VALUES (?) ON CONFLICT (digest) DO NOTHING;

-- name: said
-- Whether a line of this content was recorded.
SELECT EXISTS (SELECT 1 FROM said WHERE digest = ?);

-- name: kept
-- What a request asked and was answered, unless that is too long ago.
SELECT asked, answer FROM requests WHERE request = :request AND recorded >= :since;

-- name: keep
-- Keeps the answer to a request; no row means that it has one, which is not too old.
INSERT INTO requests (request, asked, answer, recorded) VALUES (:request, :asked, :answer, :now)
ON CONFLICT (request) DO UPDATE SET asked = excluded.asked, answer = excluded.answer, recorded = excluded.recorded
WHERE requests.recorded < :since
RETURNING recorded;

-- name: thin
-- Lets the oldest answers go that are too old, a few at a time.
DELETE FROM requests
WHERE request IN (SELECT request FROM requests WHERE recorded < :since ORDER BY recorded LIMIT :most);

-- name: has
-- Whether a stream holds a fact.
SELECT EXISTS (SELECT 1 FROM stored_events WHERE originator_id = ?);

-- name: facts
-- Facts in ledger order.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events
WHERE rowid > :after AND rowid <= :upto ORDER BY rowid LIMIT :limit;

-- name: facts_of_stream
-- The facts of one stream in order, up to a position.
SELECT rowid, originator_id, topic, state FROM stored_events
WHERE originator_id = ? AND rowid <= ? ORDER BY originator_version;

-- name: facts_of_number
-- The facts of the stream that begins at a position, up to a position.
SELECT rowid, originator_id, topic, state FROM stored_events
WHERE originator_id = (SELECT originator_id FROM stored_events WHERE rowid = ?) AND rowid <= ? ORDER BY originator_version;

-- name: number
-- The position of the first fact of a stream.
SELECT rowid FROM stored_events WHERE originator_id = ? AND originator_version = 1;

-- name: newest
-- The newest commit.
SELECT position, recorded, replayed FROM commits ORDER BY position DESC LIMIT 1;

-- name: commit_by_time
-- The last commit recorded by a moment, among those up to a position.
SELECT position, recorded, replayed FROM commits
WHERE recorded <= :recorded AND position <= :upto ORDER BY recorded DESC LIMIT 1;

-- name: commit_by_position
-- The last commit at or before a position.
SELECT position, recorded, replayed FROM commits WHERE position <= ? ORDER BY position DESC LIMIT 1;

-- name: commit_behind
-- The first commit behind a position, among those up to another.
SELECT position FROM commits WHERE position > :after AND position <= :upto ORDER BY position LIMIT 1;

-- name: newest_erasure
-- The position of the newest erasure; 0 before the first.
SELECT coalesce(max(position), 0) FROM erased;

-- name: erased
-- The digests of what was erased, each with the position of the fact that says so.
SELECT digest, position FROM erased;

-- name: erase_digest
-- Remembers that a text was erased; what was erased twice counts from the first time.
INSERT INTO erased (digest, position) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING;

-- name: secret
-- A secret of this ledger.
SELECT secret FROM secrets WHERE name = ?;

-- name: keep_secret
-- A new secret of this ledger.
INSERT INTO secrets (name, secret) VALUES (?, ?);

-- name: stored_of_stream
-- The facts of one stream in order, as they are stored.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE originator_id = ? ORDER BY originator_version;

-- name: stored_with
-- The facts whose stored bytes hold others.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE instr(state, ?) > 0 ORDER BY rowid;

-- name: stored_reports
-- The first facts of all reports, as they are stored.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE topic = 'report-recorded.1' ORDER BY rowid;

-- name: stored_openings
-- The facts by which sealed reports were opened, as they are stored.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE topic = 'report-opened.1' ORDER BY rowid;

-- name: overwrite
-- Puts other bytes in the place of a fact's.
UPDATE stored_events SET state = ? WHERE rowid = ?;

-- name: forget_salt
-- Without its salt, a commitment tells nothing of what was committed to.
UPDATE leaves SET salt = NULL WHERE position = ?;

-- name: forget_requests
-- Forgets which requests were answered how: answers may hold wording.
DELETE FROM requests;

-- name: unsay
-- Forgets that a line of this content was recorded.
DELETE FROM said WHERE digest = ?;

-- name: outdate
-- Lets no generation of the views answer any longer, be it finished or not: they hold what was erased.
UPDATE tracking SET format = 0;
