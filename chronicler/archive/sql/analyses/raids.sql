-- Which raids came into a stream?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), from_channel, viewers.
SELECT
    CAST(date_diff('microsecond', s.started_at, r.happened_at) AS DOUBLE) / 1000000 AS at_seconds,
    r.from_channel,
    r.viewers
FROM raids AS r
JOIN sessions AS s ON s.session_id = r.session_id
WHERE r.session_id = $session_id
ORDER BY r.happened_at, r.seq
