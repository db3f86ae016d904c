-- What the Hearthkeeper would have said in a stream, had nothing held it back.
SELECT happened_at, text, source, quiet_seconds, held_by
FROM shadows
WHERE session_id = $session_id
ORDER BY happened_at, seq
