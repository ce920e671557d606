-- The statements of ledger.sql that PostgreSQL wants in another shape.

-- name: create
-- Everything a new ledger needs. A position is the notification_id of a stored event; asknown marks the schema as ours.
CREATE TABLE stored_events (
    originator_id UUID NOT NULL,
    originator_version BIGINT NOT NULL,
    topic TEXT NOT NULL,
    state BYTEA NOT NULL,
    notification_id BIGSERIAL NOT NULL UNIQUE,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE TABLE clock (one BIGINT PRIMARY KEY CHECK (one = 1), recorded BIGINT NOT NULL);
CREATE TABLE commits (position BIGINT PRIMARY KEY, recorded BIGINT NOT NULL UNIQUE, replayed BIGINT NOT NULL);
CREATE TABLE said (digest BYTEA PRIMARY KEY);
CREATE TABLE asknown (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);

-- name: create_2
-- What version 2 of the tables adds: leaves and tiles of the log's tree, its signed checkpoints, the requests that were
-- answered under a key of their own, digests of what was erased, and the secrets that key them.
CREATE TABLE leaves (leaf BIGINT PRIMARY KEY, position BIGINT NOT NULL UNIQUE, salt BYTEA, commitment BYTEA NOT NULL);
CREATE TABLE tiles (level BIGINT, number BIGINT, hashes BYTEA NOT NULL, PRIMARY KEY (level, number));
CREATE TABLE checkpoints (number BIGINT PRIMARY KEY, size BIGINT NOT NULL UNIQUE, note TEXT NOT NULL, vkey TEXT NOT NULL);
CREATE TABLE requests (request BYTEA PRIMARY KEY, asked BYTEA NOT NULL, answer BYTEA NOT NULL, recorded BIGINT NOT NULL);
CREATE INDEX requests_by_age ON requests (recorded);
CREATE TABLE erased (digest BYTEA PRIMARY KEY, position BIGINT NOT NULL);
CREATE TABLE secrets (name TEXT PRIMARY KEY, secret BYTEA NOT NULL);

-- name: mark
-- Says of which version the tables are.
INSERT INTO asknown (one, version) VALUES (1, :version) ON CONFLICT (one) DO UPDATE SET version = excluded.version;

-- name: forgetful
-- What is off in this session, so that a crash may take back what was acknowledged.
SELECT name FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name;

-- name: setting_up
-- Lets one at a time set a schema up, before there is a table to lock.
SELECT pg_advisory_xact_lock(hashtext('asknown ' || current_schema()));

-- name: marked
-- Whether the schema is marked as ours, and how many tables it holds.
SELECT to_regclass('asknown') IS NOT NULL, (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema());

-- name: version
-- The version of the tables.
SELECT version FROM asknown;

-- name: begin_reading
-- One snapshot for all that follows; the lock, which must come before it, holds off who would exchange tables meanwhile.
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE clock IN ACCESS SHARE MODE;

-- name: restructure
-- Waits until nobody reads, and lets nobody begin to; not for long, since those who come later wait behind it.
BEGIN; SET LOCAL lock_timeout = '200ms'; LOCK TABLE clock IN ACCESS EXCLUSIVE MODE;

-- name: begin_appending
-- One writer at a time, so that positions become visible in their order.
BEGIN; LOCK TABLE stored_events IN EXCLUSIVE MODE;

-- name: begin_erasing
-- The same, when nobody seals: who does has read what is to be overwritten, and would keep a salt of it.
BEGIN; LOCK TABLE checkpoints IN EXCLUSIVE MODE; LOCK TABLE stored_events IN EXCLUSIVE MODE;

-- name: tick
-- Gives the transaction its recorded time: later than every one before, whatever the machine's clock says.
INSERT INTO clock (one, recorded) VALUES (1, :now)
ON CONFLICT (one) DO UPDATE SET recorded = greatest(clock.recorded + 1, excluded.recorded)
RETURNING recorded;

-- name: commit
-- Notes the position of the fact inserted last as the end of a transaction; who listens is told when it commits.
INSERT INTO commits (position, recorded, replayed)
SELECT currval(pg_get_serial_sequence('stored_events', 'notification_id')), :recorded, :replayed
FROM pg_notify('asknown', '') RETURNING position;

-- name: say
-- Remembers that lines of these contents were recorded.
INSERT INTO said (digest) SELECT * FROM unnest(?::BYTEA[]) ON CONFLICT (digest) DO NOTHING;

-- name: lead
-- Whether this connection is the one that follows.
SELECT pg_try_advisory_lock(hashtext('asknown follower ' || current_schema()));

-- name: listen
-- Be told of commits from now on.
LISTEN asknown;

-- name: stored_with
-- The facts whose stored bytes hold others.
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events
WHERE position(?::BYTEA IN state) > 0 ORDER BY rowid;

-- name: overwrite
-- Puts other bytes in the place of facts'.
UPDATE stored_events AS s SET state = w.state FROM unnest(?::BYTEA[], ?::BIGINT[]) AS w (state, number)
WHERE s.rowid = w.number;

-- name: forget_salt
-- Without its salt, a commitment tells nothing of what was committed to.
UPDATE leaves SET salt = NULL WHERE position = ANY (?::BIGINT[]);

-- name: erase_digest
-- Remembers that texts were erased; what was erased twice counts from the first time.
INSERT INTO erased (digest, position) SELECT * FROM unnest(?::BYTEA[], ?::BIGINT[]) ON CONFLICT (digest) DO NOTHING;

-- name: unsay
-- Forgets that lines of these contents were recorded.
DELETE FROM said WHERE digest = ANY (?::BYTEA[]);
