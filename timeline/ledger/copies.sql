-- What a backup reads of a ledger and a restore writes: all tables but the views, which are made anew.

-- name: read_stored_events
-- Facts behind a position.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events
WHERE rowid > :after_0 ORDER BY rowid LIMIT :limit;

-- name: write_stored_events
-- A fact at its position.
INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?);

-- name: read_clock
-- The recorded clock.
SELECT one, recorded FROM clock WHERE one > :after_0 ORDER BY one LIMIT :limit;

-- name: write_clock
-- The recorded clock.
INSERT INTO clock (one, recorded) VALUES (?, ?);

-- name: read_commits
-- Commits behind a position.
SELECT position, recorded, replayed FROM commits WHERE position > :after_0 ORDER BY position LIMIT :limit;

-- name: write_commits
-- A commit.
INSERT INTO commits (position, recorded, replayed) VALUES (?, ?, ?);

-- name: read_said
-- Digests of lines behind one.
SELECT digest FROM said WHERE digest > :after_0 ORDER BY digest LIMIT :limit;

-- name: write_said
-- The digest of a line.
INSERT INTO said (digest) VALUES (?);

-- name: read_leaves
-- Leaves behind one.
SELECT leaf, position, salt, commitment FROM leaves WHERE leaf > :after_0 ORDER BY leaf LIMIT :limit;

-- name: write_leaves
-- A leaf.
INSERT INTO leaves (leaf, position, salt, commitment) VALUES (?, ?, ?, ?);

-- name: read_tiles
-- Tiles behind one.
SELECT level, number, hashes FROM tiles WHERE (level, number) > (:after_0, :after_1) ORDER BY level, number LIMIT :limit;

-- name: write_tiles
-- A tile.
INSERT INTO tiles (level, number, hashes) VALUES (?, ?, ?);

-- name: read_checkpoints
-- Checkpoints behind one.
SELECT number, size, note, vkey FROM checkpoints WHERE number > :after_0 ORDER BY number LIMIT :limit;

-- name: write_checkpoints
-- A checkpoint.
INSERT INTO checkpoints (number, size, note, vkey) VALUES (?, ?, ?, ?);

-- name: read_requests
-- Answered requests behind one.
SELECT request, asked, answer, recorded FROM requests WHERE request > :after_0 ORDER BY request LIMIT :limit;

-- name: write_requests
-- An answered request.
INSERT INTO requests (request, asked, answer, recorded) VALUES (?, ?, ?, ?);

-- name: read_erased
-- Digests of what was erased, behind one.
SELECT digest, position FROM erased WHERE digest > :after_0 ORDER BY digest LIMIT :limit;

-- name: write_erased
-- The digest of something that was erased.
INSERT INTO erased (digest, position) VALUES (?, ?);

-- name: read_secrets
-- Secrets behind one.
SELECT name, secret FROM secrets WHERE name > :after_0 ORDER BY name LIMIT :limit;

-- name: write_secrets
-- A secret.
INSERT INTO secrets (name, secret) VALUES (?, ?);

-- name: restored
-- Lets the next position come behind the last that was restored; SQLite sees to it by itself.
SELECT 1;
