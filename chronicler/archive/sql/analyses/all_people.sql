-- How many different people besides the streamer wrote, over all streams?
-- Columns: streams, people (by login).
SELECT
    count(DISTINCT s.session_id) AS streams,
    count(DISTINCT CASE WHEN m.is_human AND NOT m.is_broadcaster THEN nullif(m.login, '') END) AS people
FROM sessions AS s
LEFT JOIN messages AS m ON m.session_id = s.session_id
