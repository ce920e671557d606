-- What lists and single things are read from: rows visible at known-on :p and position :n, in generation {g}.
-- A page takes the filters that are asked for at {filters}, and goes on behind the last key of the page before.

-- name: timelines
-- Timelines by slug.
SELECT r.slug, d.doc FROM view{g}_timelines AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND r.slug > :after_slug {filters}
ORDER BY r.slug LIMIT :limit;

-- name: timeline
-- One timeline.
SELECT d.doc FROM view{g}_timelines AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n) AND r.slug = :timeline;

-- name: count_incidents
-- How many entries a timeline has.
SELECT count(*) FROM view{g}_incidents AS r
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: count_reports
-- How many reports a timeline has.
SELECT count(*) FROM view{g}_reports AS r
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: sources
-- Sources by slug.
SELECT r.slug, d.doc FROM view{g}_sources AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND r.slug > :after_slug {filters}
ORDER BY r.slug LIMIT :limit;

-- name: incidents
-- The entries of a timeline in occurred order; those that are parted lack words and figures.
SELECT r.sort, r.slug, r.number, r.parted, d.doc FROM view{g}_incidents AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.sort, r.slug) > (:after_sort, :after_slug) AND r.sort < :before_sort {filters}
ORDER BY r.sort, r.slug LIMIT :limit;

-- name: incidents_wide
-- Those of them that may have gone on for longer than any day or month.
SELECT r.sort, r.slug, r.number, r.parted, d.doc
FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_wide JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.sort, r.slug) > (:after_sort, :after_slug) AND r.sort < :before_sort AND r.wide = 1
    {filters}
ORDER BY r.sort, r.slug LIMIT :limit;

-- name: reports
-- The reports of a timeline in the order of publication.
SELECT r.published, r.report_key, d.doc FROM view{g}_reports AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.published, r.report_key) > (:after_published, :after_key) {filters}
ORDER BY r.published, r.report_key LIMIT :limit;

-- name: claims
-- The claims of a timeline in the order heard.
SELECT r.published, r.report_key, r.ordinal, d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.published, r.report_key, r.ordinal) > (:after_published, :after_key, :after_ordinal) {filters}
ORDER BY r.published, r.report_key, r.ordinal LIMIT :limit;

-- name: claims_on_incident
-- The claims that count for an incident in the order heard.
SELECT r.published, r.report_key, r.ordinal, d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.incident = :incident AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.published, r.report_key, r.ordinal) > (:after_published, :after_key, :after_ordinal) {filters}
ORDER BY r.published, r.report_key, r.ordinal LIMIT :limit;

-- name: claims_of_report
-- The claims of a report in the order it makes them.
SELECT r.published, r.report_key, r.ordinal, d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.published = :published AND r.report_key = :report_key
    AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND (r.published, r.report_key, r.ordinal) > (:after_published, :after_key, :after_ordinal) {filters}
ORDER BY r.published, r.report_key, r.ordinal LIMIT :limit;

-- name: incident
-- One entry; where it is parted, without words and figures.
SELECT r.number, r.parted, d.doc FROM view{g}_incidents AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: words
-- The voices' words on a parted incident, in the order in which the claims that set them were heard. At one position the
-- row that is visible is the last to begin by :p: one look-up for every voice, however often it has spoken.
SELECT w.stance, w.voice, w.claim
FROM view{g}_parts AS v JOIN view{g}_words AS w ON w.number = v.number AND w.part = v.part AND (w.p, w.n) = (
    SELECT x.p, x.n FROM view{g}_words AS x
    WHERE x.number = v.number AND x.part = v.part AND x.p <= :p AND x.n <= :n AND x.n_to > :n
    ORDER BY x.p DESC, x.n DESC LIMIT 1
)
WHERE v.kind = 'words' AND v.number = :number AND NOT (w.p2 <= :p AND w.n2 <= :n)
ORDER BY w.published, w.report_key, w.ordinal;

-- name: figures
-- The voices' figures on a parted incident, found in the same way.
SELECT f.figure
FROM view{g}_parts AS v JOIN view{g}_figures AS f ON f.number = v.number AND f.part = v.part AND (f.p, f.n) = (
    SELECT x.p, x.n FROM view{g}_figures AS x
    WHERE x.number = v.number AND x.part = v.part AND x.p <= :p AND x.n <= :n AND x.n_to > :n
    ORDER BY x.p DESC, x.n DESC LIMIT 1
)
WHERE v.kind = 'figures' AND v.number = :number AND NOT (f.p2 <= :p AND f.n2 <= :n)
ORDER BY f.voice, f.measure, f.scope, f.part;

-- name: heard
-- When the first and the last claim on a parted incident was published, and how many reports assert it.
SELECT
    (SELECT c.published_as FROM view{g}_claims AS c
        WHERE c.incident = :number AND c.counted = 1 AND c.published <= :p
            AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
        ORDER BY c.published, c.report_key, c.ordinal LIMIT 1),
    (SELECT c.published_as FROM view{g}_claims AS c
        WHERE c.incident = :number AND c.counted = 1 AND c.published <= :p
            AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
        ORDER BY c.published DESC, c.report_key DESC, c.ordinal DESC LIMIT 1),
    (SELECT count(DISTINCT c.report_key) FROM view{g}_claims AS c
        WHERE c.incident = :number AND c.counted = 1 AND c.published <= :p AND c.stance = 'asserts'
            AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n));

-- name: report
-- One report, and its place among the reports of its timeline.
SELECT d.doc, r.timeline, r.published, r.report_key FROM view{g}_reports AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: source
-- One source.
SELECT d.doc FROM view{g}_sources AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: claim
-- One claim.
SELECT d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.claim = :claim AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: claim_known
-- Whether a claim with this id was ever recorded, and up to now.
SELECT EXISTS (SELECT 1 FROM view{g}_claims WHERE claim = :claim);

-- name: filter_occurred_from
AND r.latest > :occurred_from AND NOT (r.sort = :ever AND r.latest = :ever);

-- name: filter_occurred_to
AND (r.sort < :occurred_to OR r.sort = :ever) AND NOT (r.sort = :ever AND r.latest = :ever);

-- name: filter_status
AND r.status = :status;

-- name: filter_kind
AND r.kind = :kind;

-- name: filter_stance
AND r.stance = :stance;

-- name: filter_country
AND r.country = :country;

-- name: filter_admin1
AND r.admin1 = :admin1;

-- name: filter_voice
AND instr(d.voices, '|' || :voice || '|') > 0;

-- name: filter_heard_voice
AND (instr(d.voices, '|' || :voice || '|') > 0 OR EXISTS (
    SELECT 1 FROM view{g}_words AS w
    WHERE w.number = r.number AND w.voice = :voice
        AND w.p <= :p AND w.n <= :n AND w.n_to > :n AND NOT (w.p2 <= :p AND w.n2 <= :n)
));

-- name: filter_incident
AND r.slug = :incident;

-- name: filter_unfiled
AND r.incident = 0;

-- name: filter_filed
AND r.incident <> 0;

-- name: filter_source
AND r.source = :source;

-- name: filter_url
AND r.url = :url;

-- name: filter_sha256
AND r.sha256 = :sha256;

-- name: filter_word
AND instr(d.words, :word) > 0;

-- name: filter_word_or_claim
AND (instr(d.words, :word) > 0 OR EXISTS (
    SELECT 1 FROM view{g}_claims AS c JOIN view{g}_docs AS s ON s.id = c.doc
    WHERE c.incident = r.number AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
        AND instr(s.words, :word) > 0
));
