-- What did the Hearthkeeper say in a stream, and how many wrote within five minutes of each line?
-- Parameters: $session_id.
-- Columns: at_seconds (from the stream's start), text, source, state (of the delivery; queued where
-- nothing is known), reason, answered_by (people: lines without a login are nobody's, and one
-- person's only where no line there has one).
SELECT
    CAST(date_diff('microsecond', s.started_at, p.queued_at) AS DOUBLE) / 1000000 AS at_seconds,
    p.text,
    p.source,
    coalesce(p.state, 'queued') AS state,
    p.reason,
    greatest(count(DISTINCT nullif(m.login, '')), least(1, count(m.seq))) AS answered_by
FROM prompts AS p
JOIN sessions AS s ON s.session_id = p.session_id
LEFT JOIN messages AS m
    ON m.session_id = p.session_id
    AND m.is_human
    AND m.sent_at > p.delivered_at
    AND m.sent_at <= p.delivered_at + INTERVAL 5 MINUTE
WHERE p.session_id = $session_id AND p.mode = 'hearthkeeper'
GROUP BY s.started_at, p.queued_at, p.seq, p.text, p.source, p.state, p.reason
ORDER BY p.queued_at, p.seq
