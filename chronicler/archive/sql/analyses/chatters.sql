-- Who wrote in a stream, most lines first, and in how many real streams before it?
-- Parameters: $session_id.
-- Columns: login, display_name, lines, first_seconds (from the stream's start), is_first_ever (Twitch
-- said so), streams_before (earlier real streams of the channel in which they wrote).
SELECT
    m.login,
    max(m.display_name) AS display_name,
    count(*) AS lines,
    CAST(date_diff('microsecond', min(s.started_at), min(m.sent_at)) AS DOUBLE) / 1000000 AS first_seconds,
    max(CASE WHEN m.is_first THEN 1 ELSE 0 END) = 1 AS is_first_ever,
    coalesce(max(earlier.streams), 0) AS streams_before
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
LEFT JOIN (
    SELECT past.login, count(DISTINCT past.session_id) AS streams
    FROM messages AS past
    JOIN sessions AS then_on ON then_on.session_id = past.session_id
    JOIN sessions AS tonight ON tonight.channel = then_on.channel
    WHERE
        tonight.session_id = $session_id
        AND then_on.is_real
        AND then_on.started_at < tonight.started_at
    GROUP BY past.login
) AS earlier ON earlier.login = m.login
WHERE m.session_id = $session_id AND m.is_human AND NOT m.is_broadcaster AND m.login <> ''
GROUP BY m.login
ORDER BY lines DESC, m.login
