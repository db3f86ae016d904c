-- Channel and start of streams named by id.
SELECT session_id, arg_min(data->>'$.channel', seq) AS channel, min(happened_at) AS started_at
FROM events
WHERE type = 'session_started' AND list_contains($session_ids, session_id)
GROUP BY session_id
