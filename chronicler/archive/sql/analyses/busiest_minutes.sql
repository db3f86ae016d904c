-- In which minutes of each stream did people write most?
-- Parameters: $session_id, or '' for every stream; $most, how many minutes of each.
-- Columns: session_id, place (1 is the busiest), minute_of_stream (0 is the first), lines, people.
WITH minutes AS (
    SELECT
        m.session_id,
        CAST(floor(CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 60000000) AS BIGINT)
            AS minute_of_stream,
        count(*) AS minute_lines,
        greatest(count(DISTINCT nullif(m.login, '')), 1) AS minute_people
    FROM messages AS m
    JOIN sessions AS s ON s.session_id = m.session_id
    WHERE m.is_human AND ($session_id = '' OR m.session_id = $session_id)
    GROUP BY m.session_id, minute_of_stream
),
ordered AS (
    SELECT
        session_id,
        row_number() OVER (PARTITION BY session_id ORDER BY minute_lines DESC, minute_of_stream) AS place,
        minute_of_stream,
        minute_lines AS lines,
        minute_people AS people
    FROM minutes
)
SELECT session_id, place, minute_of_stream, lines, people
FROM ordered
WHERE place <= $most
ORDER BY session_id, place
