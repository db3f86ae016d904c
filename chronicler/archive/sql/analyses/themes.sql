-- Which theme was in force from when on in a stream?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), theme (empty where no dashboard was), theme_before,
-- path (of the dashboard), changes (what that save changed).
SELECT
    CAST(date_diff('microsecond', s.started_at, t.happened_at) AS DOUBLE) / 1000000 AS at_seconds,
    t.theme,
    t.theme_before,
    t.path,
    t.changes
FROM themes AS t
JOIN sessions AS s ON s.session_id = t.session_id
WHERE t.session_id = $session_id
ORDER BY t.happened_at, t.seq
