-- Journals of real streams of a channel (any where none is named) that began before a time.
SELECT DISTINCT journal
FROM events
WHERE
    type = 'session_started'
    AND data->>'$.origin' IN ('live', 'import')
    AND ($channel = '' OR lower(data->>'$.channel') = lower($channel))
    AND happened_at < $before
