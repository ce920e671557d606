-- The statements of copies.sql that PostgreSQL wants in another shape.

-- name: restored
-- Lets the next position come behind the last that was restored.
SELECT setval(pg_get_serial_sequence('stored_events', 'notification_id'), (SELECT max(notification_id) FROM stored_events));
