-- Which streams are there, newest first?
-- Columns: session_id, channel, origin, is_real (live and imported ones are), started_at, ended_at,
-- last_at (UTC), title, category, messages (bots' lines included), chatters (people).
SELECT
    session_id, channel, origin, is_real, started_at, ended_at, last_at, title, category, messages, chatters
FROM sessions
ORDER BY started_at DESC, session_id
