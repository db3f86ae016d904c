-- What did people say about something, the latest first?
-- Parameters: $words (as they stand in the line, in any case); $session_id, or '' for every stream; $most.
-- Columns: session_id, sent_at (UTC), at_seconds (from the stream's start), display_name, text.
SELECT
    m.session_id,
    m.sent_at,
    CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 1000000 AS at_seconds,
    m.display_name,
    m.text
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE
    m.is_human
    AND NOT m.is_removed
    AND ($session_id = '' OR m.session_id = $session_id)
    AND position(lower($words) IN lower(m.text)) > 0
ORDER BY m.sent_at DESC, m.session_id, m.seq DESC
LIMIT $most
