-- Lines and people in every minute of a session that has any.
SELECT
    CAST(floor(epoch(m.sent_at - s.started_at) / 60) AS BIGINT) AS minute_of_stream,
    count(*) AS lines,
    count(CASE WHEN m.is_human THEN 1 END) AS human_lines,
    count(CASE WHEN m.is_bot AND NOT m.is_own THEN 1 END) AS bot_lines,
    count(DISTINCT CASE WHEN m.is_human THEN m.login END) AS chatters
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE m.session_id = $session_id
GROUP BY minute_of_stream
ORDER BY minute_of_stream
