-- After which of the Hearthkeeper's lines did how many people write?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, at_seconds (from the stream's start, when it was heard), text, source, within_3,
-- within_5, within_10 (people who wrote within so many minutes; talk often resumes by itself).
SELECT
    p.session_id,
    CAST(date_diff('microsecond', s.started_at, p.delivered_at) AS DOUBLE) / 1000000 AS at_seconds,
    p.text,
    p.source,
    greatest(
        count(DISTINCT CASE WHEN m.sent_at <= p.delivered_at + INTERVAL 3 MINUTE THEN nullif(m.login, '') END),
        least(1, count(CASE WHEN m.sent_at <= p.delivered_at + INTERVAL 3 MINUTE THEN 1 END))
    ) AS within_3,
    greatest(
        count(DISTINCT CASE WHEN m.sent_at <= p.delivered_at + INTERVAL 5 MINUTE THEN nullif(m.login, '') END),
        least(1, count(CASE WHEN m.sent_at <= p.delivered_at + INTERVAL 5 MINUTE THEN 1 END))
    ) AS within_5,
    greatest(count(DISTINCT nullif(m.login, '')), least(1, count(m.seq))) AS within_10
FROM prompts AS p
JOIN sessions AS s ON s.session_id = p.session_id
LEFT JOIN messages AS m
    ON m.session_id = p.session_id
    AND m.is_human
    AND m.sent_at > p.delivered_at
    AND m.sent_at <= p.delivered_at + INTERVAL 10 MINUTE
WHERE
    p.mode = 'hearthkeeper'
    AND p.state IN ('sent', 'unknown')
    AND ($session_id = '' OR p.session_id = $session_id)
GROUP BY p.session_id, s.started_at, p.delivered_at, p.seq, p.text, p.source
ORDER BY p.session_id, p.delivered_at, p.seq
