-- When the streamer was heard speaking in a stream, and for how long.
SELECT happened_at, seconds
FROM spoken
WHERE session_id = $session_id
ORDER BY happened_at, seq
