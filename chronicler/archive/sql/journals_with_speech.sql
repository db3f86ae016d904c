-- Journals in which words of the streamer's are told, by captions.
SELECT DISTINCT journal
FROM events
WHERE type = 'streamer_spoke' AND coalesce(data->>'$.text', '') <> ''
