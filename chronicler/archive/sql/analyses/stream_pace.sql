-- How much did people write a minute in each stream: at most, and in the middle minute?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, stream_minutes (begun ones), talk_minutes (with a line), peak_lines, peak_minute
-- (0 is the first; the earliest where several are as busy), median_lines (over all minutes, silent ones
-- included).
WITH streams AS (
    SELECT
        session_id,
        started_at,
        CAST(
            floor(CAST(date_diff('microsecond', started_at, coalesce(ended_at, last_at)) AS DOUBLE) / 60000000)
            AS BIGINT
        ) + 1 AS stream_minutes
    FROM sessions
    WHERE $session_id = '' OR session_id = $session_id
),
minutes AS (
    SELECT
        m.session_id,
        CAST(floor(CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 60000000) AS BIGINT)
            AS minute_of_stream,
        count(*) AS minute_lines
    FROM messages AS m
    JOIN streams AS s ON s.session_id = m.session_id
    WHERE m.is_human
    GROUP BY m.session_id, minute_of_stream
),
ordered AS (
    SELECT
        t.session_id,
        t.minute_of_stream,
        t.minute_lines,
        row_number() OVER (
            PARTITION BY t.session_id ORDER BY t.minute_lines DESC, t.minute_of_stream
        ) AS place_from_top,
        s.stream_minutes + 1 - row_number() OVER (
            PARTITION BY t.session_id ORDER BY t.minute_lines DESC, t.minute_of_stream
        ) AS place_from_below
    FROM minutes AS t
    JOIN streams AS s ON s.session_id = t.session_id
    WHERE t.minute_of_stream >= 0 AND t.minute_of_stream < s.stream_minutes
)
SELECT
    s.session_id,
    s.stream_minutes,
    count(o.minute_lines) AS talk_minutes,
    coalesce(max(o.minute_lines), 0) AS peak_lines,
    max(CASE WHEN o.place_from_top = 1 THEN o.minute_of_stream END) AS peak_minute,
    CAST(
        coalesce(sum(
            CASE WHEN o.place_from_below = CAST(floor((s.stream_minutes + 1) / 2) AS BIGINT)
                THEN o.minute_lines ELSE 0 END
            + CASE WHEN o.place_from_below = CAST(floor((s.stream_minutes + 2) / 2) AS BIGINT)
                THEN o.minute_lines ELSE 0 END
        ), 0) AS DOUBLE
    ) / 2 AS median_lines
FROM streams AS s
LEFT JOIN ordered AS o ON o.session_id = s.session_id
GROUP BY s.session_id, s.stream_minutes
ORDER BY s.session_id
