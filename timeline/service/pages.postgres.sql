-- The statements of pages.sql that PostgreSQL plans well in another shape.

-- name: words
-- The voices' words on a parted incident, in the order in which the claims that set them were heard.
SELECT w.stance, w.voice, w.claim
FROM view{g}_parts AS v CROSS JOIN LATERAL (
    SELECT x.* FROM view{g}_words AS x
    WHERE x.number = v.number AND x.part = v.part AND x.p <= :p AND x.n <= :n AND x.n_to > :n
    ORDER BY x.p DESC, x.n DESC LIMIT 1
) AS w
WHERE v.kind = 'words' AND v.number = :number AND NOT (w.p2 <= :p AND w.n2 <= :n)
ORDER BY w.published, w.report_key, w.ordinal;

-- name: figures
-- The voices' figures on a parted incident, found in the same way.
SELECT f.figure
FROM view{g}_parts AS v CROSS JOIN LATERAL (
    SELECT x.* FROM view{g}_figures AS x
    WHERE x.number = v.number AND x.part = v.part AND x.p <= :p AND x.n <= :n AND x.n_to > :n
    ORDER BY x.p DESC, x.n DESC LIMIT 1
) AS f
WHERE v.kind = 'figures' AND v.number = :number AND NOT (f.p2 <= :p AND f.n2 <= :n)
ORDER BY f.voice, f.measure, f.scope, f.part;

-- name: counted
-- How many entries there are; each stretch is looked up by itself, since to the planner a stretch seems to be half of all.
SELECT {by}, CAST(sum(incidents) AS INTEGER)
FROM json_to_recordset(:stretches::JSON) AS s (layer BIGINT, block BIGINT, level BIGINT, first BIGINT, last BIGINT)
CROSS JOIN LATERAL (
    SELECT x.* FROM view{g}_counts AS x
    WHERE x.timeline = :timeline AND x.layer = s.layer AND x.block = s.block AND x.level = s.level
        AND x.bucket BETWEEN s.first AND s.last
    OFFSET 0
) AS c
GROUP BY {by} HAVING sum(incidents) <> 0 ORDER BY {by};

-- name: matching
-- Which of some incidents are in a narrowed list, told in the same way.
SELECT r.number FROM view{g}_incidents AS r JOIN view{g}_docs AS d ON d.id = r.doc
WHERE r.number IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(:numbers::JSON) AS e (value))
    AND r.p <= :p AND r.n <= :n AND r.n_to > :n AND NOT (r.p2 <= :p AND r.n2 <= :n) {filters};

-- name: touched_by
-- The incidents for which some claims began or ceased to count, told in the same way.
SELECT DISTINCT r.incident FROM view{g}_claims AS r
WHERE r.claim IN (SELECT value FROM json_array_elements_text(:claims::JSON) AS e (value)) AND r.incident > 0 AND r.p <= :p
    AND (r.n = :at OR r.n_to = :at OR r.p2 <= :p AND r.n2 = :at);

-- name: filter_actor
AND EXISTS (
    SELECT 1 FROM view{g}_claims AS c JOIN view{g}_docs AS s ON s.id = c.doc,
        json_array_elements(CAST(s.doc AS JSON) -> 'actors') AS a
    WHERE c.incident = r.number AND c.p <= :p AND c.n <= :n AND c.n_to > :n AND NOT (c.p2 <= :p AND c.n2 <= :n)
        AND a ->> 'name' = :actor
);
