-- Ids of all lines that the Warden flagged, with their journal.
SELECT DISTINCT journal, data->>'$.message_id'
FROM events
WHERE type = 'message_flagged'
