-- What the streamer was heard to say at some places.
SELECT
    e.journal, e.seq, e.session_id, e.happened_at AS said_at, '' AS login, '' AS who, e.data->>'$.text' AS text, '' AS message_id
FROM events AS e
JOIN (SELECT unnest($journals) AS journal, unnest($seqs) AS seq) AS p ON p.journal = e.journal AND p.seq = e.seq
WHERE e.type = 'streamer_spoke' AND coalesce(e.data->>'$.text', '') <> ''
