-- The statements of log.sql that PostgreSQL wants in another shape.

-- name: turn
-- Lets one seal at a time.
LOCK TABLE checkpoints IN EXCLUSIVE MODE;
