-- When did people write in a stream?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), is_broadcaster (whether the streamer wrote it).
SELECT CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 1000000 AS at_seconds, m.is_broadcaster
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE m.session_id = $session_id AND m.is_human
ORDER BY m.sent_at, m.seq
