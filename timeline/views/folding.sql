-- What the follower reads and writes while it folds facts into one generation of the views ({g}).

-- name: newest_doc
-- The largest id of a doc.
SELECT coalesce(max(id), 0) FROM view{g}_docs;

-- name: put_docs
-- A state's JSON text, the words it is found by, and the voices that speak on it.
INSERT INTO view{g}_docs (id, doc, words, voices) VALUES (?, ?, ?, ?);

-- name: put_timelines
-- A row of a timeline.
INSERT INTO view{g}_timelines (number, p, n, p2, n2, n_to, doc, slug) VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_sources
-- A row of a source.
INSERT INTO view{g}_sources (number, p, n, p2, n2, n_to, doc, slug) VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_incidents
-- A row of an incident.
INSERT INTO view{g}_incidents (
    number, p, n, p2, n2, n_to, doc, timeline, slug, sort, latest, status, kind, country, admin1, month, wide,
    parted
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_reports
-- A row of a report.
INSERT INTO view{g}_reports (
    number, p, n, p2, n2, n_to, doc, timeline, published, report_key, source, url, sha256
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_claims
-- A row of a claim.
INSERT INTO view{g}_claims (
    number, p, n, p2, n2, n_to, doc, claim, timeline, incident, published, report_key, ordinal, slug, kind, stance,
    counted, published_as
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_words
-- A row of a voice's word on an incident.
INSERT INTO view{g}_words (
    number, part, p, n, p2, n2, n_to, voice, stance, claim, published, report_key, ordinal
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: put_figures
-- A row of a voice's figure on an incident.
INSERT INTO view{g}_figures (
    number, part, p, n, p2, n2, n_to, figure, voice, measure, scope
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: end
-- Another end of a row of {view}.
UPDATE view{g}_{view} SET p2 = ?, n2 = ?, n_to = ? WHERE number = ? AND p = ? AND n = ?;

-- name: end_part
-- Another end of a row of {view}, which have parts.
UPDATE view{g}_{view} SET p2 = ?, n2 = ?, n_to = ? WHERE number = ? AND p = ? AND n = ? AND part = ?;

-- name: put_parts
-- A part that an incident has: a voice that ever had a word on it, or a figure.
INSERT INTO view{g}_parts (kind, number, part) VALUES (?, ?, ?) ON CONFLICT (kind, number, part) DO NOTHING;

-- name: put_counts
-- How a number of incidents changes.
INSERT INTO view{g}_counts (timeline, layer, block, level, bucket, status, kind, country, month, incidents)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (timeline, layer, block, level, bucket, status, kind, country, month)
DO UPDATE SET incidents = view{g}_counts.incidents + excluded.incidents;

-- name: put_filings
-- A report that has a claim filed under an incident; it may have had one before.
INSERT INTO view{g}_filings (incident, report) VALUES (?, ?) ON CONFLICT (incident, report) DO NOTHING;

-- name: put_citations
-- A report that names a source; it may have done so before.
INSERT INTO view{g}_citations (source, report) VALUES (?, ?) ON CONFLICT (source, report) DO NOTHING;

-- name: wanted
-- The things whose rows are asked for, each from when on.
(SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS since FROM json_each(:wanted)) AS w;

-- name: live_timelines
-- The rows of timelines in force that reach beyond a moment.
SELECT r.number, '', r.p, r.n, r.p2, r.n2, d.id, d.doc, d.words, d.voices, r.slug
FROM {wanted} JOIN view{g}_timelines AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since
JOIN view{g}_docs AS d ON d.id = r.doc;

-- name: live_sources
-- The rows of sources in force that reach beyond a moment.
SELECT r.number, '', r.p, r.n, r.p2, r.n2, d.id, d.doc, d.words, d.voices, r.slug
FROM {wanted} JOIN view{g}_sources AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since
JOIN view{g}_docs AS d ON d.id = r.doc;

-- name: live_incidents
-- The rows of incidents in force that reach beyond a moment; where it is absent, without a text.
SELECT r.number, '', r.p, r.n, r.p2, r.n2, r.doc, coalesce(d.doc, ''), coalesce(d.words, ''), coalesce(d.voices, ''),
    r.timeline, r.slug, r.sort, r.latest, r.status, r.kind, r.country, r.admin1, r.month, r.wide, r.parted
FROM {wanted} JOIN view{g}_incidents AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since
LEFT JOIN view{g}_docs AS d ON d.id = r.doc;

-- name: live_reports
-- The rows of reports in force that reach beyond a moment.
SELECT r.number, '', r.p, r.n, r.p2, r.n2, d.id, d.doc, d.words, d.voices,
    r.timeline, r.published, r.report_key, r.source, r.url, r.sha256
FROM {wanted} JOIN view{g}_reports AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since
JOIN view{g}_docs AS d ON d.id = r.doc;

-- name: live_claims
-- The rows of claims in force that reach beyond a moment.
SELECT r.number, '', r.p, r.n, r.p2, r.n2, d.id, d.doc, d.words, d.voices,
    r.claim, r.timeline, r.incident, r.published, r.report_key, r.ordinal, r.slug, r.kind, r.stance,
    r.counted, r.published_as
FROM {wanted} JOIN view{g}_claims AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since
JOIN view{g}_docs AS d ON d.id = r.doc;

-- name: live_words
-- The rows of all voices' words on incidents in force that reach beyond a moment.
SELECT r.number, r.part, r.p, r.n, r.p2, r.n2, 0, '', '', '', r.voice, r.stance, r.claim, r.published, r.report_key, r.ordinal
FROM {wanted} JOIN view{g}_words AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since;

-- name: live_figures
-- The rows of all voices' figures on incidents in force that reach beyond a moment.
SELECT r.number, r.part, r.p, r.n, r.p2, r.n2, 0, r.figure, '', '', r.voice, r.measure, r.scope
FROM {wanted} JOIN view{g}_figures AS r ON r.number = w.number AND r.n_to = :ever AND r.p2 > w.since;

-- name: source_numbers
-- Every source.
SELECT DISTINCT number FROM view{g}_sources;

-- name: filed
-- The reports that have, or had, a claim filed under an incident.
SELECT report FROM view{g}_filings WHERE incident = ?;

-- name: citing
-- The reports that name, or named, a source.
SELECT report FROM view{g}_citations WHERE source = ?;

-- name: rows_timelines
-- All rows of all timelines, to compare two generations.
SELECT r.number, r.p, r.n, r.p2, r.n2, r.n_to, d.doc, d.words, d.voices, r.slug
FROM view{g}_timelines AS r JOIN view{g}_docs AS d ON d.id = r.doc ORDER BY r.number, r.p, r.n;

-- name: rows_sources
-- All rows of all sources, to compare two generations.
SELECT r.number, r.p, r.n, r.p2, r.n2, r.n_to, d.doc, d.words, d.voices, r.slug
FROM view{g}_sources AS r JOIN view{g}_docs AS d ON d.id = r.doc ORDER BY r.number, r.p, r.n;

-- name: rows_incidents
-- All rows of all incidents, to compare two generations.
SELECT r.number, r.p, r.n, r.p2, r.n2, r.n_to, d.doc, d.words, d.voices,
    r.timeline, r.slug, r.sort, r.latest, r.status, r.kind, r.country, r.admin1, r.month, r.wide, r.parted
FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc ORDER BY r.number, r.p, r.n;

-- name: rows_reports
-- All rows of all reports, to compare two generations.
SELECT r.number, r.p, r.n, r.p2, r.n2, r.n_to, d.doc, d.words, d.voices,
    r.timeline, r.published, r.report_key, r.source, r.url, r.sha256
FROM view{g}_reports AS r JOIN view{g}_docs AS d ON d.id = r.doc ORDER BY r.number, r.p, r.n;

-- name: rows_claims
-- All rows of all claims, to compare two generations.
SELECT r.number, r.p, r.n, r.p2, r.n2, r.n_to, d.doc, d.words, d.voices,
    r.claim, r.timeline, r.incident, r.published, r.report_key, r.ordinal, r.slug, r.kind, r.stance,
    r.counted, r.published_as
FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc ORDER BY r.number, r.p, r.n;

-- name: rows_words
-- All rows of all words, to compare two generations.
SELECT number, p, n, p2, n2, n_to, '', part, voice, stance, claim, published, report_key, ordinal
FROM view{g}_words ORDER BY number, part, p, n;

-- name: rows_figures
-- All rows of all figures, to compare two generations.
SELECT number, p, n, p2, n2, n_to, figure, part, voice, measure, scope
FROM view{g}_figures ORDER BY number, part, p, n;

-- name: rows_counts
-- All counts, to compare two generations; some may have come back to nothing.
SELECT timeline, layer, block, level, bucket, status, kind, country, month, incidents FROM view{g}_counts
WHERE incidents <> 0 ORDER BY timeline, layer, block, level, bucket, status, kind, country, month;

-- name: rows_filings
-- All filings, to compare two generations.
SELECT incident, report FROM view{g}_filings ORDER BY incident, report;

-- name: rows_citations
-- All citations, to compare two generations.
SELECT source, report FROM view{g}_citations ORDER BY source, report;
