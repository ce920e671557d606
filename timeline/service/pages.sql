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
WHERE r.doc > 0 AND r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

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

-- name: filter_around
AND (r.admin1 = :around OR r.admin1 IS NULL);

-- name: filter_actor
AND EXISTS (
    SELECT 1 FROM view{g}_claims AS c JOIN view{g}_docs AS s ON s.id = c.doc, json_each(s.doc, '$.actors') AS a
    WHERE c.incident = r.number AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
        AND json_extract(a.value, '$.name') = :actor
);

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

-- name: filter_otherwise_published
AND (
    SELECT coalesce(d.doc, '') FROM view{g}_incidents AS a LEFT JOIN view{g}_docs AS d ON d.id = a.doc
    WHERE a.number = r.number AND a.p = r.p AND a.n = r.n
) <> coalesce((
    SELECT coalesce(d.doc, '') FROM view{g}_incidents AS b LEFT JOIN view{g}_docs AS d ON d.id = b.doc
    WHERE b.number = r.number AND b.p < r.p AND b.n <= :n AND b.n_to > :n ORDER BY b.p DESC LIMIT 1
), '');

-- name: filter_otherwise_recorded
AND EXISTS (
    SELECT 1 FROM view{g}_incidents AS a LEFT JOIN view{g}_docs AS d ON d.id = a.doc
    WHERE a.number = r.number AND a.p = r.p AND a.n = r.n AND NOT (a.p2 <= :p AND a.n2 <= a.n)
        AND coalesce(d.doc, '') <> coalesce((
            SELECT coalesce(e.doc, '') FROM view{g}_incidents AS b LEFT JOIN view{g}_docs AS e ON e.id = b.doc
            WHERE b.number = a.number AND b.p <= :p AND b.n < a.n AND b.n_to >= a.n AND NOT (b.p2 <= :p AND b.n2 < a.n)
        ), '')
);

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

-- name: counted
-- How many entries there are by some of status, kind, country and month: the sum of what was kept of some :stretches.
SELECT {by}, CAST(sum(incidents) AS INTEGER)
FROM (
    SELECT json_extract(value, '$.layer') AS layer, json_extract(value, '$.block') AS block,
        json_extract(value, '$.level') AS level, json_extract(value, '$.first') AS first, json_extract(value, '$.last') AS last
    FROM json_each(:stretches)
) AS s CROSS JOIN view{g}_counts AS c
WHERE c.timeline = :timeline AND c.layer = s.layer AND c.block = s.block AND c.level = s.level
    AND c.bucket BETWEEN s.first AND s.last
GROUP BY {by} HAVING sum(incidents) <> 0 ORDER BY {by};

-- name: counted_otherwise
-- What of them is otherwise at :p and :n than it is at :counted_p and :counted_n: of incidents of which a state begins
-- between the two moments, or was recorded between the two positions.
WITH touched AS (
    SELECT number FROM view{g}_incidents
    WHERE timeline = :timeline AND p > :counted_p AND p <= :p AND n <= :n AND n_to > :n
    UNION SELECT number FROM view{g}_incidents WHERE timeline = :timeline AND n > :n_from AND n <= :n_upto
)
SELECT {by}, CAST(sum(incidents) AS INTEGER) FROM (
    SELECT r.status, r.kind, coalesce(r.country, '') AS country, coalesce(r.month, '') AS month, 1 AS incidents
    FROM touched AS t JOIN view{g}_incidents AS r ON r.number = t.number
    WHERE r.doc > 0 AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    UNION ALL
    SELECT r.status, r.kind, coalesce(r.country, '') AS country, coalesce(r.month, '') AS month, -1 AS incidents
    FROM touched AS t JOIN view{g}_incidents AS r ON r.number = t.number
    WHERE r.doc > 0 AND r.p <= :counted_p AND r.n <= :counted_n AND r.n_to > :counted_n
        AND NOT (r.p2 <= :counted_p AND r.n2 <= :counted_n)
) AS counted GROUP BY {by} HAVING sum(incidents) <> 0;

-- name: counted_by_admin1
-- How many entries a timeline has by region: its index says all that is asked for.
SELECT coalesce(r.admin1, ''), count(*) FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_admin1
WHERE r.timeline = :timeline AND r.doc > 0 AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
GROUP BY r.admin1;

-- name: counted_in_list
-- How many entries a narrowed list has, by some of status, kind, country, admin1 and month, in a stretch of its order. An
-- index tells which rows are visible, so that only these are read, and texts only where a filter looks at them.
SELECT {by}, count(*) FROM (
    SELECT r.status, r.kind, coalesce(r.country, '') AS country, coalesce(r.admin1, '') AS admin1,
        coalesce(r.month, '') AS month
    FROM view{g}_incidents AS v INDEXED BY view{g}_incidents_page CROSS JOIN view{g}_incidents AS r
    WHERE v.timeline = :timeline AND v.p <= :p AND v.n <= :n AND v.n_to > :n AND NOT (v.p2 <= :p AND v.n2 <= :n)
        AND v.sort >= :from_sort AND v.sort < :before_sort AND v.doc > 0
        AND r.number = v.number AND r.p = v.p AND r.n = v.n
        AND (:whole = 1 OR EXISTS (SELECT 1 FROM view{g}_docs AS d WHERE d.id = r.doc {filters}))
) AS counted GROUP BY {by};

-- name: counted_in_list_wide
-- How many of them may have gone on for longer than any day or month.
SELECT {by}, count(*) FROM (
    SELECT r.status, r.kind, coalesce(r.country, '') AS country, coalesce(r.admin1, '') AS admin1,
        coalesce(r.month, '') AS month
    FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_wide
    WHERE r.timeline = :timeline AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
        AND r.sort >= :from_sort AND r.sort < :before_sort AND r.wide = 1 AND r.doc > 0
        AND EXISTS (SELECT 1 FROM view{g}_docs AS d WHERE d.id = r.doc {filters})
) AS counted GROUP BY {by};

-- name: moments_published
-- The first moments behind :after and up to :upto at which a report was published or, as recorded up to :n, an entry begins
-- to be otherwise than it was: some look-ups for each, in indexes that say all the rest, however much begins at it.
WITH RECURSIVE moments (at, number) AS (
    SELECT CAST(:after AS INTEGER), 0
    UNION ALL
    SELECT (SELECT min(next.at) FROM (
        SELECT (
            SELECT r.p FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_published
            WHERE r.timeline = :timeline AND r.p > m.at AND r.p <= :upto AND r.n <= :n AND r.n_to > :n {filters}
            ORDER BY r.p LIMIT 1
        ) AS at
        UNION ALL
        SELECT (
            SELECT r.published FROM view{g}_reports AS r INDEXED BY view{g}_reports_page
            WHERE r.timeline = :timeline AND r.published > m.at AND r.published <= :upto AND r.n <= :n AND r.n_to > :n
            ORDER BY r.published LIMIT 1
        )
    ) AS next), m.number + 1
    FROM moments AS m WHERE m.at IS NOT NULL AND m.number < :limit
)
SELECT at, NULL FROM moments WHERE number > 0 AND at IS NOT NULL ORDER BY at;

-- name: moments_recorded
-- The first positions behind :after and up to :upto at which an entry, as public by :p, began to be otherwise than it was.
WITH RECURSIVE moments (at, number) AS (
    SELECT CAST(:after AS INTEGER), 0
    UNION ALL
    SELECT (
        SELECT r.n FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_recorded
        WHERE r.timeline = :timeline AND r.n > m.at AND r.n <= :upto AND r.p <= :p {filters}
        ORDER BY r.n LIMIT 1
    ), m.number + 1
    FROM moments AS m WHERE m.at IS NOT NULL AND m.number < :limit
)
SELECT c.recorded, c.position FROM moments AS m JOIN commits AS c ON c.position = m.at WHERE m.number > 0 ORDER BY m.at;

-- name: last_moments_published
-- The last of those moments in each of some equal :stretches behind :after: each is :step long, and all together :rest more.
WITH RECURSIVE stretches (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM stretches WHERE number < :stretches
)
SELECT (SELECT max(last.at) FROM (
    SELECT (
        SELECT r.p FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_published
        WHERE r.timeline = :timeline AND r.p > s.behind AND r.p <= s.upto AND r.n <= :n AND r.n_to > :n {filters}
        ORDER BY r.p DESC LIMIT 1
    ) AS at
    UNION ALL
    SELECT (
        SELECT r.published FROM view{g}_reports AS r INDEXED BY view{g}_reports_page
        WHERE r.timeline = :timeline AND r.published > s.behind AND r.published <= s.upto AND r.n <= :n AND r.n_to > :n
        ORDER BY r.published DESC LIMIT 1
    )
) AS last), NULL FROM (
    SELECT :after + (number - 1) * :step + (number - 1) * :rest / :stretches AS behind,
        :after + number * :step + number * :rest / :stretches AS upto
    FROM stretches
) AS s ORDER BY s.upto;

-- name: last_moments_recorded
-- The last of those positions in each of such stretches of time.
WITH RECURSIVE stretches (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM stretches WHERE number < :stretches
)
SELECT c.recorded, c.position FROM (
    SELECT (
        SELECT r.n FROM view{g}_incidents AS r INDEXED BY view{g}_incidents_recorded
        WHERE r.timeline = :timeline AND r.n > s.behind AND r.n <= s.upto AND r.p <= :p {filters}
        ORDER BY r.n DESC LIMIT 1
    ) AS at FROM (
        SELECT coalesce((
            SELECT c.position FROM commits AS c
            WHERE c.recorded <= :after + (number - 1) * :step + (number - 1) * :rest / :stretches AND c.position <= :n
            ORDER BY c.recorded DESC LIMIT 1
        ), 0) AS behind, coalesce((
            SELECT c.position FROM commits AS c
            WHERE c.recorded <= :after + number * :step + number * :rest / :stretches AND c.position <= :n
            ORDER BY c.recorded DESC LIMIT 1
        ), 0) AS upto FROM stretches
    ) AS s
) AS m JOIN commits AS c ON c.position = m.at ORDER BY c.position;

-- name: states_published
-- The states of an incident along the published clock, as recorded up to :n: from when, until when.
SELECT r.p, CASE WHEN r.n2 <= :n THEN r.p2 ELSE :ever END, r.parted, coalesce(d.doc, '')
FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.n <= :n AND r.n_to > :n ORDER BY r.p;

-- name: states_recorded
-- The states of an incident along the recorded clock, public by :p: from which position, until which.
SELECT r.n, CASE WHEN r.p2 <= :p AND r.n2 < r.n_to THEN r.n2 ELSE r.n_to END, r.parted, coalesce(d.doc, '')
FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.p <= :p AND r.n <= :n ORDER BY r.n;

-- name: kept_published
-- The states of one of {view} along the published clock, as recorded up to :n: from when, until when.
SELECT r.p, CASE WHEN r.n2 <= :n THEN r.p2 ELSE :ever END, 0, d.doc
FROM view{g}_{view} AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.n <= :n AND r.n_to > :n ORDER BY r.p;

-- name: kept_recorded
-- The states of one of {view} along the recorded clock, public by :p: from which position, until which.
SELECT r.n, CASE WHEN r.p2 <= :p AND r.n2 < r.n_to THEN r.n2 ELSE r.n_to END, 0, d.doc
FROM view{g}_{view} AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number = :number AND r.p <= :p AND r.n <= :n ORDER BY r.n;

-- name: begun_published
-- The claims that count for an incident, and for which something began on the published clock from :first to :last.
SELECT r.p, r.published, r.counted, d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.incident = :number AND r.p >= :first AND r.p <= :last AND r.n <= :n AND r.n_to > :n
ORDER BY r.p, r.published, r.report_key, r.ordinal;

-- name: begun_recorded
-- The claims, public by :p, that began or ceased to count for an incident, or changed, with what position :at recorded.
SELECT d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.incident = :number AND r.p <= :p AND (r.n = :at OR r.n_to = :at OR r.p2 <= :p AND r.n2 = :at)
ORDER BY r.published, r.report_key, r.ordinal;

-- name: claim_kept
-- The number of a claim and one of its texts, whatever the point of view.
SELECT r.number, d.doc FROM view{g}_claims AS r JOIN view{g}_docs AS d ON d.id = r.doc WHERE r.claim = :claim LIMIT 1;

-- name: words_published
-- The voices' words on an incident along the published clock.
SELECT w.p, CASE WHEN w.n2 <= :n THEN w.p2 ELSE :ever END, w.part,
    w.published, w.report_key, w.ordinal, w.stance, w.voice, w.claim
FROM view{g}_words AS w WHERE w.number = :number AND w.n <= :n AND w.n_to > :n ORDER BY w.p;

-- name: words_recorded
-- The voices' words on an incident along the recorded clock.
SELECT w.n, CASE WHEN w.p2 <= :p AND w.n2 < w.n_to THEN w.n2 ELSE w.n_to END, w.part,
    w.published, w.report_key, w.ordinal, w.stance, w.voice, w.claim
FROM view{g}_words AS w
WHERE w.number = :number AND w.p <= :p AND w.n <= :n ORDER BY w.n;

-- name: figures_published
-- The voices' figures on an incident along the published clock.
SELECT f.p, CASE WHEN f.n2 <= :n THEN f.p2 ELSE :ever END, f.part, f.voice, f.measure, f.scope, f.part, f.figure
FROM view{g}_figures AS f WHERE f.number = :number AND f.n <= :n AND f.n_to > :n ORDER BY f.p;

-- name: figures_recorded
-- The voices' figures on an incident along the recorded clock.
SELECT f.n, CASE WHEN f.p2 <= :p AND f.n2 < f.n_to THEN f.n2 ELSE f.n_to END,
    f.part, f.voice, f.measure, f.scope, f.part, f.figure
FROM view{g}_figures AS f WHERE f.number = :number AND f.p <= :p AND f.n <= :n ORDER BY f.n;

-- name: heard_published
-- The claims that count for an incident along the published clock.
SELECT c.p, CASE WHEN c.n2 <= :n THEN c.p2 ELSE :ever END, c.claim,
    c.published, c.report_key, c.ordinal, c.published_as, c.stance
FROM view{g}_claims AS c
WHERE c.incident = :number AND c.counted = 1 AND c.n <= :n AND c.n_to > :n ORDER BY c.p;

-- name: heard_recorded
-- The claims that count for an incident along the recorded clock.
SELECT c.n, CASE WHEN c.p2 <= :p AND c.n2 < c.n_to THEN c.n2 ELSE c.n_to END, c.claim,
    c.published, c.report_key, c.ordinal, c.published_as, c.stance
FROM view{g}_claims AS c WHERE c.incident = :number AND c.counted = 1 AND c.p <= :p AND c.n <= :n
ORDER BY c.n;

-- name: changed_published
-- The incidents whose state at :p began on the published clock behind :after, with the state that they had at :begin.
SELECT r.p, r.number, r.slug, r.parted, coalesce(d.doc, ''), coalesce(b.parted, 0), coalesce(e.doc, '')
FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc
LEFT JOIN view{g}_incidents AS b ON b.number = r.number
    AND b.p <= :begin AND b.n <= :n AND b.n_to > :n AND NOT (b.p2 <= :begin AND b.n2 <= :n)
LEFT JOIN view{g}_docs AS e ON e.id = b.doc
WHERE r.timeline = :timeline AND (r.p, r.number) > (:after, :after_number)
    AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
ORDER BY r.p, r.number LIMIT :limit;

-- name: changed_recorded
-- The incidents whose state at :n was recorded behind position :after, with the state that they had at :begin.
SELECT r.n, r.number, r.slug, r.parted, coalesce(d.doc, ''), coalesce(b.parted, 0), coalesce(e.doc, '')
FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc
LEFT JOIN view{g}_incidents AS b ON b.number = r.number
    AND b.p <= :p AND b.n <= :begin AND b.n_to > :begin AND NOT (b.p2 <= :p AND b.n2 <= :begin)
LEFT JOIN view{g}_docs AS e ON e.id = b.doc
WHERE r.timeline = :timeline AND (r.n, r.number) > (:after, :after_number)
    AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
ORDER BY r.n, r.number LIMIT :limit;

-- name: crowded_published
-- The incidents that are, or were, parted, and may be otherwise at :p than at :begin: something about them began between.
SELECT r.number, r.slug FROM (
    SELECT DISTINCT number, slug FROM view{g}_incidents
    WHERE timeline = :timeline AND parted = 1 AND number > :after_number
) AS r WHERE (
    EXISTS (SELECT 1 FROM view{g}_claims AS c WHERE c.incident = r.number AND c.p > :begin AND c.p <= :p)
    OR EXISTS (SELECT 1 FROM view{g}_incidents AS s WHERE s.number = r.number AND s.p > :begin AND s.p <= :p)
) ORDER BY r.number LIMIT :limit;

-- name: crowded_recorded
-- The incidents that are, or were, parted, and may be otherwise at :n than at :begin: something was recorded between.
SELECT r.number, r.slug FROM (
    SELECT DISTINCT number, slug FROM view{g}_incidents
    WHERE timeline = :timeline AND parted = 1 AND number > :after_number
) AS r WHERE (
    EXISTS (
        SELECT 1 FROM view{g}_claims AS c WHERE c.incident = r.number
            AND (c.n > :begin AND c.n <= :n OR c.n_to > :begin AND c.n_to <= :n)
    ) OR EXISTS (SELECT 1 FROM view{g}_incidents AS s WHERE s.number = r.number AND s.n > :begin AND s.n <= :n)
) ORDER BY r.number LIMIT :limit;

-- name: matching
-- Which of some incidents are in a narrowed list.
SELECT r.number FROM view{g}_incidents AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number IN (SELECT value FROM json_each(:numbers))
    AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n) {filters};

-- name: counting
-- The incidents on which something was ever counted: those that are finished say so in their text.
SELECT r.number, r.slug FROM view{g}_incidents AS r LEFT JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.timeline = :timeline AND r.number > :behind AND (r.parted = 1 OR instr(d.doc, :mark) > 0)
GROUP BY r.number, r.slug ORDER BY r.number LIMIT :limit;

-- name: unnamed
-- The sources without a name.
SELECT r.slug FROM view{g}_sources AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n) AND instr(d.doc, '"kind":"unnamed"') > 0;

-- name: touched_by
-- The incidents for which some claims began or ceased to count, or changed, with what position :at recorded.
SELECT DISTINCT r.incident FROM view{g}_claims AS r
WHERE r.claim IN (SELECT value FROM json_each(:claims)) AND r.incident > 0 AND r.p <= :p
    AND (r.n = :at OR r.n_to = :at OR r.p2 <= :p AND r.n2 = :at);

-- name: begun_at
-- The incidents of a timeline of which a state begins with what position :at recorded.
SELECT DISTINCT r.number FROM view{g}_incidents AS r WHERE r.timeline = :timeline AND r.n = :at AND r.p <= :p;

-- name: status
-- The slug and the status of an incident, where it is on the timeline.
SELECT r.slug, r.status FROM view{g}_incidents AS r
WHERE r.number = :number AND r.doc > 0 AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n);

-- name: claims_through
-- The claims of all reports that name a source, each with the number of the incident for which it counts, and its place.
SELECT c.incident, c.published, c.report_key, c.ordinal, d.doc
FROM view{g}_citations AS t JOIN view{g}_reports AS r ON r.number = t.report
JOIN view{g}_claims AS c ON c.timeline = r.timeline AND c.published = r.published AND c.report_key = r.report_key
JOIN view{g}_docs AS d ON d.id = c.doc
WHERE t.source = :number AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n)
    AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
ORDER BY c.published, c.report_key, c.ordinal;

-- name: confirmed
-- From when on an incident was confirmed for the first time.
SELECT min(p) FROM view{g}_incidents
WHERE number = :number AND status = 'confirmed' AND doc > 0 AND p <= :p AND n <= :n AND n_to > :n;
