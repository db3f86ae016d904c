-- Who comes back? People by the real streams in which they wrote, the most faithful first.
-- Parameters: $channel, or '' for every one; $least_streams; $most.
-- Columns: channel, login, display_name, streams, lines, first_at, last_at (UTC).
SELECT
    s.channel,
    m.login,
    max(m.display_name) AS display_name,
    count(DISTINCT m.session_id) AS streams,
    count(*) AS lines,
    min(m.sent_at) AS first_at,
    max(m.sent_at) AS last_at
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE
    s.is_real
    AND m.is_human
    AND NOT m.is_broadcaster
    AND m.login <> ''
    AND ($channel = '' OR s.channel = $channel)
GROUP BY s.channel, m.login
HAVING count(DISTINCT m.session_id) >= $least_streams
ORDER BY streams DESC, lines DESC, s.channel, m.login
LIMIT $most
