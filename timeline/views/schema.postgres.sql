-- The statements of schema.sql that PostgreSQL wants in another shape.

-- name: known
-- Whether the registry is set up.
SELECT to_regclass('tracking') IS NOT NULL;

-- name: advance
-- Moves a generation on, if nobody else has, and tells who listens that the views have moved.
UPDATE tracking SET position = :position FROM pg_notify('asknown', '')
WHERE generation = :generation AND position = :position_read RETURNING 1;

-- name: analyze
-- Lets the planner know what a generation holds that was loaded just now; else it would learn that a minute too late.
ANALYZE view{g}_docs;
ANALYZE view{g}_incidents;
ANALYZE view{g}_reports;
ANALYZE view{g}_claims;
ANALYZE view{g}_words;
ANALYZE view{g}_figures;
ANALYZE view{g}_parts;
ANALYZE view{g}_counts;
