-- How long did nobody write in each stream: from its start to the first line, between lines, to its end?
-- Parameters: $session_id, or '' for every stream; $least_seconds, how long a silence is told at least.
-- Columns: session_id, at_seconds (from the stream's start), seconds.
WITH points AS (
    SELECT s.session_id, 0 AS turn, CAST(0 AS DOUBLE) AS at_seconds
    FROM sessions AS s
    WHERE $session_id = '' OR s.session_id = $session_id
    UNION ALL
    SELECT
        s.session_id,
        1 AS turn,
        CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 1000000 AS at_seconds
    FROM messages AS m
    JOIN sessions AS s ON s.session_id = m.session_id
    WHERE
        m.is_human
        AND ($session_id = '' OR m.session_id = $session_id)
        AND m.sent_at >= s.started_at
        AND m.sent_at <= coalesce(s.ended_at, s.last_at)
    UNION ALL
    SELECT
        s.session_id,
        2 AS turn,
        CAST(date_diff('microsecond', s.started_at, coalesce(s.ended_at, s.last_at)) AS DOUBLE) / 1000000
            AS at_seconds
    FROM sessions AS s
    WHERE $session_id = '' OR s.session_id = $session_id
),
pauses AS (
    SELECT
        session_id,
        lag(at_seconds) OVER (PARTITION BY session_id ORDER BY at_seconds, turn) AS since_seconds,
        at_seconds AS until_seconds
    FROM points
)
SELECT session_id, since_seconds AS at_seconds, until_seconds - since_seconds AS seconds
FROM pauses
WHERE since_seconds IS NOT NULL AND until_seconds - since_seconds >= $least_seconds
ORDER BY session_id, since_seconds, until_seconds
