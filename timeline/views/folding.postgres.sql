-- The statements of folding.sql that PostgreSQL takes a whole column of parameters at a time.

-- name: end
-- Other ends of rows of {view}.
UPDATE view{g}_{view} AS r SET p2 = e.p2, n2 = e.n2, n_to = e.n_to
FROM unnest(?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[]) AS e (p2, n2, n_to, number, p, n)
WHERE r.number = e.number AND r.p = e.p AND r.n = e.n;

-- name: end_part
-- Other ends of rows of {view}, which have parts.
UPDATE view{g}_{view} AS r SET p2 = e.p2, n2 = e.n2, n_to = e.n_to
FROM unnest(?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::TEXT[])
    AS e (p2, n2, n_to, number, p, n, part)
WHERE r.number = e.number AND r.part = e.part AND r.p = e.p AND r.n = e.n;

-- name: put_parts
-- Parts that incidents have.
INSERT INTO view{g}_parts (kind, number, part) SELECT * FROM unnest(?::TEXT[], ?::BIGINT[], ?::TEXT[])
ON CONFLICT (kind, number, part) DO NOTHING;

-- name: put_counts
-- How numbers of incidents change.
INSERT INTO view{g}_counts (timeline, layer, block, level, bucket, status, kind, country, month, incidents)
SELECT * FROM unnest(
    ?::TEXT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::BIGINT[], ?::TEXT[], ?::TEXT[], ?::TEXT[], ?::TEXT[], ?::BIGINT[]
) ON CONFLICT (timeline, layer, block, level, bucket, status, kind, country, month)
DO UPDATE SET incidents = view{g}_counts.incidents + excluded.incidents;

-- name: put_filings
-- Reports that have a claim filed under an incident.
INSERT INTO view{g}_filings (incident, report) SELECT * FROM unnest(?::BIGINT[], ?::BIGINT[])
ON CONFLICT (incident, report) DO NOTHING;

-- name: put_citations
-- Reports that name a source.
INSERT INTO view{g}_citations (source, report) SELECT * FROM unnest(?::BIGINT[], ?::BIGINT[])
ON CONFLICT (source, report) DO NOTHING;

-- name: wanted
-- The things whose rows are asked for, each from when on.
unnest(:numbers::BIGINT[], :sinces::BIGINT[]) AS w (number, since);
