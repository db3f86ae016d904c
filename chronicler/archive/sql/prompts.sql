-- The Hearthkeeper's lines in a session, and who wrote within five minutes of each.
SELECT
    epoch(p.queued_at - s.started_at) AS at_seconds,
    p.text,
    p.source,
    coalesce(p.state, 'queued') AS state,
    p.reason,
    (
        SELECT count(DISTINCT m.login)
        FROM messages AS m
        WHERE
            m.session_id = p.session_id
            AND m.is_human
            AND m.sent_at > p.delivered_at
            AND m.sent_at <= p.delivered_at + INTERVAL 5 MINUTE
    ) AS answered_by
FROM prompts AS p
JOIN sessions AS s ON s.session_id = p.session_id
WHERE p.session_id = $session_id AND p.mode = 'hearthkeeper'
ORDER BY p.queued_at, p.seq
