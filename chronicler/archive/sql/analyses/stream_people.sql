-- How many people besides the streamer came to each stream, and how many had written in one before?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, people_besides (the streamer; by login), returning_people (had written in an
-- earlier real stream of the channel), new_people, streams_before (earlier real streams of the channel).
WITH visits AS (
    SELECT DISTINCT s.session_id, s.channel, s.is_real, s.started_at, m.login
    FROM messages AS m
    JOIN sessions AS s ON s.session_id = m.session_id
    WHERE m.is_human AND m.login <> '' AND NOT m.is_broadcaster
),
first_visits AS (
    SELECT m.login, s.channel, min(s.started_at) AS first_at
    FROM messages AS m
    JOIN sessions AS s ON s.session_id = m.session_id
    WHERE s.is_real
    GROUP BY m.login, s.channel
),
earlier AS (
    SELECT s.session_id, count(past.session_id) AS streams_before
    FROM sessions AS s
    LEFT JOIN sessions AS past
        ON past.channel = s.channel AND past.is_real AND past.started_at < s.started_at
    GROUP BY s.session_id
)
SELECT
    e.session_id,
    count(v.login) AS people_besides,
    count(CASE WHEN f.first_at < v.started_at THEN 1 END) AS returning_people,
    count(v.login) - count(CASE WHEN f.first_at < v.started_at THEN 1 END) AS new_people,
    e.streams_before
FROM earlier AS e
LEFT JOIN visits AS v ON v.session_id = e.session_id
LEFT JOIN first_visits AS f ON f.login = v.login AND f.channel = v.channel
WHERE $session_id = '' OR e.session_id = $session_id
GROUP BY e.session_id, e.streams_before
ORDER BY e.session_id
