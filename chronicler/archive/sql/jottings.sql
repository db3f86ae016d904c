-- What the streamer jotted down during a session.
SELECT epoch(j.happened_at - s.started_at) AS at_seconds, j.text
FROM jottings AS j
JOIN sessions AS s ON s.session_id = j.session_id
WHERE j.session_id = $session_id
ORDER BY j.happened_at, j.seq
