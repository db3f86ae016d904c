-- The pauses between people's lines in a channel's real streams that are over, in seconds.
-- A pause in which chat may have been missed is none.
SELECT p.session_id, epoch(p.sent_at - p.before_at) AS seconds
FROM (
    SELECT
        m.session_id,
        m.sent_at,
        lag(m.sent_at) OVER (PARTITION BY m.session_id ORDER BY m.sent_at, m.seq) AS before_at
    FROM messages AS m
    JOIN sessions AS s ON s.session_id = m.session_id
    WHERE s.is_real AND s.ended_at IS NOT NULL AND s.channel = $channel AND m.is_human
) AS p
WHERE
    p.before_at IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM gaps AS g
        WHERE g.session_id = p.session_id AND g.began_at < p.sent_at AND g.ended_at > p.before_at
    )
ORDER BY p.session_id, p.sent_at
