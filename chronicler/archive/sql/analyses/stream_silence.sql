-- What was each stream's longest silence, and how many were long?
-- Parameters: $session_id, or '' for every stream; $least_seconds, from when on a silence counts as long.
-- Columns: session_id, longest_seconds, longest_at_seconds (from the stream's start; the earliest where
-- several are as long), long_silences.
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
),
longest AS (
    SELECT session_id, max(until_seconds - since_seconds) AS longest_seconds
    FROM pauses
    GROUP BY session_id
)
SELECT
    p.session_id,
    max(l.longest_seconds) AS longest_seconds,
    min(CASE WHEN p.until_seconds - p.since_seconds = l.longest_seconds THEN p.since_seconds END)
        AS longest_at_seconds,
    count(CASE WHEN p.until_seconds - p.since_seconds >= $least_seconds THEN 1 END) AS long_silences
FROM pauses AS p
JOIN longest AS l ON l.session_id = p.session_id
GROUP BY p.session_id
ORDER BY p.session_id
