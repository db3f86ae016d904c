-- What the streamer was heard to say in one journal between two numbers.
SELECT journal, seq, session_id, happened_at AS said_at, '' AS login, '' AS who, data->>'$.text' AS text, '' AS message_id
FROM events
WHERE
    journal = $journal AND seq BETWEEN $since AND $until
    AND type = 'streamer_spoke' AND coalesce(data->>'$.text', '') <> ''
