-- The views' tables. Several generations may stand side by side while a rebuild runs; {g} is the generation.
-- Every view has one row shape: number (of the thing), p, n, p2, n2, n_to (where the state is visible: an L-shape
-- over published and position), what lists are filtered by, and doc (the state's JSON text). Of an incident with many claims,
-- what every voice says and its figures are parts of their own: an entry is joined from them, so that none of its rows grows.

-- name: registry
-- Which generation answers, how far each one is, and the format this software gave them.
CREATE TABLE IF NOT EXISTS views (one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tracking (generation INTEGER PRIMARY KEY, position INTEGER NOT NULL, format INTEGER NOT NULL) STRICT;

-- name: tables
-- The tables of one generation, and the indexes that the fold itself reads: what of an incident reaches beyond a moment.
-- counts holds by how many the incidents of a kind change in every day, month and year of the published clock (level and
-- bucket), as the newest position has it, and as every block of positions adds to it (layer and block; see counting.py).
CREATE TABLE IF NOT EXISTS view{g}_docs (
    id INTEGER PRIMARY KEY, doc TEXT NOT NULL, words TEXT NOT NULL, voices TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS view{g}_timelines (
    number INTEGER, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    doc INTEGER NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (number, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_sources (
    number INTEGER, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    doc INTEGER NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (number, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_incidents (
    number INTEGER, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    doc INTEGER NOT NULL, timeline TEXT NOT NULL, slug TEXT NOT NULL, sort INTEGER NOT NULL,
    latest INTEGER NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 TEXT, month TEXT,
    wide INTEGER NOT NULL, parted INTEGER NOT NULL, PRIMARY KEY (number, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_reports (
    number INTEGER, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    doc INTEGER NOT NULL, timeline TEXT NOT NULL, published INTEGER NOT NULL, report_key TEXT NOT NULL, source TEXT NOT NULL,
    url TEXT, sha256 TEXT, PRIMARY KEY (number, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_claims (
    number INTEGER, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    doc INTEGER NOT NULL, claim TEXT NOT NULL, timeline TEXT NOT NULL, incident INTEGER NOT NULL, published INTEGER NOT NULL,
    report_key TEXT NOT NULL, ordinal INTEGER NOT NULL, slug TEXT, kind TEXT NOT NULL, stance TEXT NOT NULL,
    counted INTEGER NOT NULL, published_as TEXT NOT NULL, PRIMARY KEY (number, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_words (
    number INTEGER, part TEXT, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    voice TEXT NOT NULL, stance TEXT NOT NULL, claim TEXT NOT NULL, published INTEGER NOT NULL, report_key TEXT NOT NULL,
    ordinal INTEGER NOT NULL, PRIMARY KEY (number, part, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_figures (
    number INTEGER, part TEXT, p INTEGER, n INTEGER, p2 INTEGER NOT NULL, n2 INTEGER NOT NULL, n_to INTEGER NOT NULL,
    figure TEXT NOT NULL, voice TEXT NOT NULL, measure TEXT NOT NULL, scope TEXT NOT NULL, PRIMARY KEY (number, part, p, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_parts (
    kind TEXT, number INTEGER, part TEXT, PRIMARY KEY (kind, number, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_counts (
    timeline TEXT, layer INTEGER, block INTEGER, level INTEGER, bucket INTEGER, status TEXT, kind TEXT, country TEXT, month TEXT,
    incidents INTEGER NOT NULL, PRIMARY KEY (timeline, layer, block, level, bucket, status, kind, country, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS view{g}_words_reach ON view{g}_words (number, p2);
CREATE INDEX IF NOT EXISTS view{g}_figures_reach ON view{g}_figures (number, p2);
CREATE TABLE IF NOT EXISTS view{g}_filings (incident INTEGER, report INTEGER, PRIMARY KEY (incident, report)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view{g}_citations (source INTEGER, report INTEGER, PRIMARY KEY (source, report)) STRICT, WITHOUT ROWID;

-- name: indexes
-- What pages are read from: in the order of the list, and covering what decides whether a row is visible.
CREATE INDEX IF NOT EXISTS view{g}_incidents_page ON view{g}_incidents (
    timeline, sort, slug, p, n, n_to, p2, n2, latest, parted, number, doc
);
CREATE INDEX IF NOT EXISTS view{g}_incidents_country ON view{g}_incidents (
    timeline, country, sort, slug, p, n, n_to, p2, n2, latest, parted, number, doc
);
CREATE INDEX IF NOT EXISTS view{g}_incidents_admin1 ON view{g}_incidents (
    timeline, admin1, sort, slug, p, n, n_to, p2, n2, latest, parted, number, doc
);
CREATE INDEX IF NOT EXISTS view{g}_incidents_published ON view{g}_incidents (timeline, p, number, n, n_to, p2, n2);
CREATE INDEX IF NOT EXISTS view{g}_incidents_recorded ON view{g}_incidents (timeline, n, number);
CREATE INDEX IF NOT EXISTS view{g}_incidents_parted ON view{g}_incidents (timeline, number) WHERE parted = 1;
CREATE INDEX IF NOT EXISTS view{g}_incidents_wide ON view{g}_incidents (timeline, sort, slug) WHERE wide = 1;
CREATE INDEX IF NOT EXISTS view{g}_reports_page ON view{g}_reports (timeline, published, report_key, p, n, n_to, p2, n2, doc);
CREATE INDEX IF NOT EXISTS view{g}_claims_page ON view{g}_claims (timeline, published, report_key, ordinal);
CREATE INDEX IF NOT EXISTS view{g}_claims_incident ON view{g}_claims (
    incident, published, report_key, ordinal, stance, counted, p, n, n_to, p2, n2, doc
);
CREATE INDEX IF NOT EXISTS view{g}_claims_id ON view{g}_claims (claim);

-- name: drop
-- Takes a generation away.
DROP TABLE IF EXISTS view{g}_docs;
DROP TABLE IF EXISTS view{g}_timelines;
DROP TABLE IF EXISTS view{g}_sources;
DROP TABLE IF EXISTS view{g}_incidents;
DROP TABLE IF EXISTS view{g}_reports;
DROP TABLE IF EXISTS view{g}_claims;
DROP TABLE IF EXISTS view{g}_words;
DROP TABLE IF EXISTS view{g}_figures;
DROP TABLE IF EXISTS view{g}_parts;
DROP TABLE IF EXISTS view{g}_counts;
DROP TABLE IF EXISTS view{g}_filings;
DROP TABLE IF EXISTS view{g}_citations;
DELETE FROM tracking WHERE generation = {g};

-- name: begin
-- A generation that has taken nothing in yet.
INSERT INTO tracking (generation, position, format) VALUES (:generation, 0, :format) ON CONFLICT (generation) DO NOTHING;

-- name: answer
-- Lets a generation answer where none does yet.
INSERT INTO views (one, generation) VALUES (1, :generation) ON CONFLICT (one) DO NOTHING;

-- name: swap
-- Lets another generation answer, once it is no less far than the one that answers now, and holds nothing erased.
UPDATE views SET generation = :generation
WHERE EXISTS (SELECT 1 FROM tracking WHERE generation = :generation AND format <> 0) AND (SELECT position FROM tracking WHERE generation = :generation)
    >= (SELECT t.position FROM tracking AS t WHERE t.generation = views.generation)
RETURNING 1;

-- name: known
-- Whether the registry is set up.
SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tracking');

-- name: current
-- The generation that answers, how far it is, and its format.
SELECT t.generation, t.position, t.format FROM views JOIN tracking AS t ON t.generation = views.generation;

-- name: reached
-- The same, with the newest erasure, and the commit up to which it has taken the ledger in.
SELECT t.generation, t.position, t.format, (SELECT coalesce(max(position), 0) FROM erased),
    c.position, c.recorded, c.replayed
FROM views JOIN tracking AS t ON t.generation = views.generation LEFT JOIN commits AS c ON c.position = t.position;

-- name: generations
-- All generations, the answering one and those being built.
SELECT generation FROM tracking;

-- name: position
-- How far a generation is.
SELECT position FROM tracking WHERE generation = :generation;

-- name: format
-- What format the rows of a generation have.
SELECT format FROM tracking WHERE generation = :generation;

-- name: advance
-- Moves a generation on, if nobody else has: no row means another follower was faster.
UPDATE tracking SET position = :position WHERE generation = :generation AND position = :position_read RETURNING 1;
