-- How long was each theme in force in each stream, and how much did people write meanwhile?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, theme (empty while a dashboard without one, or none after one, was in force),
-- at_seconds (when it first came into force, from the stream's start), seconds, lines (of people), people.
WITH spans AS (
    SELECT
        t.session_id,
        t.seq,
        t.theme,
        s.started_at,
        t.happened_at AS since_at,
        coalesce(
            lead(t.happened_at) OVER (PARTITION BY t.session_id ORDER BY t.happened_at, t.seq),
            s.ended_at,
            s.last_at
        ) AS until_at
    FROM themes AS t
    JOIN sessions AS s ON s.session_id = t.session_id
    WHERE $session_id = '' OR t.session_id = $session_id
),
held AS (
    SELECT
        session_id,
        theme,
        CAST(min(date_diff('microsecond', started_at, since_at)) AS DOUBLE) / 1000000 AS at_seconds,
        CAST(
            sum(CASE WHEN until_at > since_at THEN date_diff('microsecond', since_at, until_at) ELSE 0 END)
            AS DOUBLE
        ) / 1000000 AS seconds
    FROM spans
    GROUP BY session_id, theme
),
talk AS (
    SELECT spans.session_id, spans.theme, count(*) AS lines, count(DISTINCT nullif(m.login, '')) AS people
    FROM spans
    JOIN messages AS m
        ON m.session_id = spans.session_id
        AND m.is_human
        AND m.sent_at >= spans.since_at
        AND m.sent_at < spans.until_at
    GROUP BY spans.session_id, spans.theme
)
SELECT
    held.session_id,
    held.theme,
    held.at_seconds,
    held.seconds,
    coalesce(talk.lines, 0) AS lines,
    coalesce(talk.people, 0) AS people
FROM held
LEFT JOIN talk ON talk.session_id = held.session_id AND talk.theme = held.theme
ORDER BY held.session_id, held.at_seconds, held.theme
