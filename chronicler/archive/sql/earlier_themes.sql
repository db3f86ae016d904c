-- Themes of real streams that began before a time, the latest first.
SELECT s.session_id, s.started_at, t.theme
FROM themes AS t
JOIN sessions AS s ON s.session_id = t.session_id
WHERE s.is_real AND t.theme <> '' AND s.started_at < $before
ORDER BY s.started_at DESC, t.happened_at DESC, t.seq DESC
