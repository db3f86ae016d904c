-- How many lines, and of how many people, did every minute of a stream have that has any?
-- Parameters: $session_id.
-- Columns: minute_of_stream (0 is the first), lines, human_lines, bot_lines (of other bots), chatters
-- (people: lines without a login are nobody's, and one person's only where no line has one).
SELECT
    CAST(floor(CAST(date_diff('microsecond', s.started_at, m.sent_at) AS DOUBLE) / 60000000) AS BIGINT)
        AS minute_of_stream,
    count(*) AS lines,
    count(CASE WHEN m.is_human THEN 1 END) AS human_lines,
    count(CASE WHEN m.is_bot AND NOT m.is_own THEN 1 END) AS bot_lines,
    greatest(
        count(DISTINCT CASE WHEN m.is_human THEN nullif(m.login, '') END),
        least(1, count(CASE WHEN m.is_human THEN 1 END))
    ) AS chatters
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE m.session_id = $session_id
GROUP BY minute_of_stream
ORDER BY minute_of_stream
