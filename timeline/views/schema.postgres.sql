-- The statements of schema.sql that PostgreSQL wants in another shape.

-- name: known
-- Whether the registry is set up.
SELECT to_regclass('tracking') IS NOT NULL;
