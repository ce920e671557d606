-- What moves the rows of one generation ({share}) into another ({g}) that has none of them. Sources, timelines, filings and
-- citations are the same in both.

-- name: newest_doc
-- The largest id of a doc: those that are moved get the ids behind it.
SELECT coalesce(max(id), 0) FROM view{g}_docs;

-- name: join_docs
-- Texts.
INSERT INTO view{g}_docs (id, doc, words, voices) SELECT id + :docs, doc, words, voices FROM view{share}_docs ORDER BY id;

-- name: join_incidents
-- Incidents; where one is absent it has no text.
INSERT INTO view{g}_incidents (
    number, p, n, p2, n2, n_to, doc, timeline, slug, sort, latest, status, kind, country, admin1, month, wide, parted
) SELECT number, p, n, p2, n2, n_to, CASE WHEN doc > 0 THEN doc + :docs ELSE 0 END,
    timeline, slug, sort, latest, status, kind, country, admin1, month, wide, parted
FROM view{share}_incidents ORDER BY number, p, n;

-- name: join_reports
-- Reports.
INSERT INTO view{g}_reports (number, p, n, p2, n2, n_to, doc, timeline, published, report_key, source, url, sha256)
SELECT number, p, n, p2, n2, n_to, doc + :docs, timeline, published, report_key, source, url, sha256
FROM view{share}_reports ORDER BY number, p, n;

-- name: join_claims
-- Claims.
INSERT INTO view{g}_claims (
    number, p, n, p2, n2, n_to, doc, claim, timeline, incident, published, report_key, ordinal, slug, kind, stance,
    counted, published_as
) SELECT number, p, n, p2, n2, n_to, doc + :docs, claim, timeline, incident, published, report_key, ordinal, slug, kind, stance,
    counted, published_as
FROM view{share}_claims ORDER BY number, p, n;

-- name: join_words
-- Voices' words.
INSERT INTO view{g}_words (number, part, p, n, p2, n2, n_to, voice, stance, claim, published, report_key, ordinal)
SELECT number, part, p, n, p2, n2, n_to, voice, stance, claim, published, report_key, ordinal
FROM view{share}_words ORDER BY number, part, p, n;

-- name: join_figures
-- Voices' figures.
INSERT INTO view{g}_figures (number, part, p, n, p2, n2, n_to, figure, voice, measure, scope)
SELECT number, part, p, n, p2, n2, n_to, figure, voice, measure, scope
FROM view{share}_figures ORDER BY number, part, p, n;

-- name: join_parts
-- Which parts incidents have.
INSERT INTO view{g}_parts (kind, number, part) SELECT kind, number, part FROM view{share}_parts ORDER BY kind, number, part;

-- name: join_counts
-- Counts: both have some of one cell.
INSERT INTO view{g}_counts (timeline, layer, block, level, bucket, status, kind, country, month, incidents)
SELECT timeline, layer, block, level, bucket, status, kind, country, month, incidents FROM view{share}_counts WHERE true
ON CONFLICT (timeline, layer, block, level, bucket, status, kind, country, month)
DO UPDATE SET incidents = view{g}_counts.incidents + excluded.incidents;
