-- The raids of a session.
SELECT epoch(r.happened_at - s.started_at) AS at_seconds, r.from_channel, r.viewers
FROM raids AS r
JOIN sessions AS s ON s.session_id = r.session_id
WHERE r.session_id = $session_id
ORDER BY r.happened_at, r.seq
