-- The long quiets of a session, and whether the Hearthkeeper spoke into them.
SELECT
    epoch(q.began_at - s.started_at) AS at_seconds,
    epoch(q.ended_at - q.began_at) AS seconds,
    q.outcome,
    q.reason
FROM quiets AS q
JOIN sessions AS s ON s.session_id = q.session_id
WHERE q.session_id = $session_id
ORDER BY q.began_at, q.seq
