-- Which theme was in force from when on; an empty one where no dashboard was.
SELECT epoch(t.happened_at - s.started_at) AS at_seconds, t.theme, t.theme_before, t.path, t.changes
FROM themes AS t
JOIN sessions AS s ON s.session_id = t.session_id
WHERE t.session_id = $session_id
ORDER BY t.happened_at, t.seq
