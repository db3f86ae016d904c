-- Which quiets of a stream were long enough for a line, and did the Hearthkeeper speak into them?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), seconds, outcome, reason.
SELECT
    CAST(date_diff('microsecond', s.started_at, q.began_at) AS DOUBLE) / 1000000 AS at_seconds,
    CAST(date_diff('microsecond', q.began_at, q.ended_at) AS DOUBLE) / 1000000 AS seconds,
    q.outcome,
    q.reason
FROM quiets AS q
JOIN sessions AS s ON s.session_id = q.session_id
WHERE q.session_id = $session_id
ORDER BY q.began_at, q.seq
