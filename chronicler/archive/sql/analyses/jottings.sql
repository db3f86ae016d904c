-- What did the streamer jot down during a stream?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), text.
SELECT
    CAST(date_diff('microsecond', s.started_at, j.happened_at) AS DOUBLE) / 1000000 AS at_seconds,
    j.text
FROM jottings AS j
JOIN sessions AS s ON s.session_id = j.session_id
WHERE j.session_id = $session_id
ORDER BY j.happened_at, j.seq
