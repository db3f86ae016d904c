-- All sessions, newest first.
SELECT
    session_id, channel, origin, is_real, started_at, ended_at, last_at, title, category, messages, chatters
FROM sessions
ORDER BY started_at DESC, session_id
