-- What the sealer and those who prove read and write of the log: leaves, tiles, checkpoints.

-- name: turn
-- Lets one seal at a time; SQLite has taken its write lock already.
SELECT 1;

-- name: reached
-- How many leaves there are, and the position of the last one.
SELECT leaf + 1, position FROM leaves ORDER BY leaf DESC LIMIT 1;

-- name: put_leaf
-- A leaf: the salt of its commitment, and the commitment.
INSERT INTO leaves (leaf, position, salt, commitment) VALUES (?, ?, ?, ?);

-- name: put_tile
-- A tile, as far as it is filled.
INSERT INTO tiles (level, number, hashes) VALUES (:level, :number, :hashes)
ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes;

-- name: tile
-- The hashes of a tile.
SELECT hashes FROM tiles WHERE level = :level AND number = :number;

-- name: put_checkpoint
-- A signed checkpoint, counted from 1, and the public key that it is signed with.
INSERT INTO checkpoints (number, size, note, vkey)
VALUES ((SELECT coalesce(max(number), 0) + 1 FROM checkpoints), :size, :note, :vkey);

-- name: newest_checkpoint
-- The checkpoint over the most leaves.
SELECT note, vkey FROM checkpoints ORDER BY size DESC LIMIT 1;

-- name: checkpoint_of
-- The checkpoint over so many leaves.
SELECT note, vkey FROM checkpoints WHERE size = ?;

-- name: checkpoints
-- All checkpoints, the oldest first.
SELECT number, size, note, vkey FROM checkpoints ORDER BY number;

-- name: leaf_of
-- The leaf of a position.
SELECT leaf, position, salt, commitment FROM leaves WHERE position = ?;

-- name: leaves
-- Leaves from one on, before another.
SELECT leaf, position, salt, commitment FROM leaves WHERE leaf >= :first AND leaf < :behind ORDER BY leaf;

-- name: tiles
-- All tiles, level by level.
SELECT level, number, hashes FROM tiles ORDER BY level, number;

-- name: unsealed
-- How many facts lie behind a position.
SELECT count(*) FROM stored_events WHERE rowid > ?;

-- name: erasures
-- The facts that say what was erased.
SELECT rowid, state FROM stored_events WHERE topic = ? ORDER BY rowid;

-- name: position_of
-- The position that a leaf stands for.
SELECT position FROM leaves WHERE leaf = ?;

-- name: commits
-- When each transaction was recorded, and whether by a replay, by its last position: some behind one.
SELECT position, recorded, replayed FROM commits WHERE position > ? ORDER BY position LIMIT 10000;
