-- The real streams that are over, newest first.
SELECT session_id, channel, started_at, ended_at
FROM sessions
WHERE is_real AND ended_at IS NOT NULL
ORDER BY started_at DESC, session_id
