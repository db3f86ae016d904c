-- The time zone in which a session's notes told the time.
SELECT data->>'$.values.timezone' AS timezone
FROM events
WHERE session_id = $session_id AND type = 'settings_saved'
ORDER BY seq DESC
LIMIT 1
