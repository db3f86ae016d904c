-- Lines that a moderator removed lose their text, wherever in a stream the removal stands.
UPDATE message_rows
SET text = '', emotes = [], is_removed = true
FROM event_rows
WHERE
    event_rows.type = 'message_deleted'
    AND event_rows.journal = message_rows.journal
    AND event_rows.data->>'$.message_id' = message_rows.message_id
    AND NOT message_rows.is_removed;

UPDATE message_rows
SET text = '', emotes = [], is_removed = true
FROM event_rows
WHERE
    event_rows.type = 'chatter_cleared'
    AND event_rows.journal = message_rows.journal
    AND event_rows.data->>'$.login' = message_rows.login
    AND event_rows.seq > message_rows.seq
    AND NOT message_rows.is_removed;

UPDATE message_rows
SET text = '', emotes = [], is_removed = true
FROM event_rows
WHERE
    event_rows.type = 'channel_noticed'
    AND event_rows.data->>'$.kind' = 'chat_cleared'
    AND event_rows.journal = message_rows.journal
    AND event_rows.seq > message_rows.seq
    AND NOT message_rows.is_removed;

UPDATE event_rows
SET data = json_merge_patch(event_rows.data, '{"evidence": []}')
FROM message_rows
WHERE
    event_rows.type = 'message_flagged'
    AND message_rows.is_removed
    AND message_rows.journal = event_rows.journal
    AND message_rows.message_id = event_rows.data->>'$.message_id'
    AND json_array_length(event_rows.data, '$.evidence') > 0;

-- A line of ours that a moderator took back keeps its place and loses its words.
UPDATE event_rows
SET data = json_merge_patch(event_rows.data, '{"action": {"text": ""}}')
FROM event_rows AS delivered, message_rows
WHERE
    event_rows.type = 'action_queued'
    AND event_rows.data->>'$.action.text' <> ''
    AND delivered.type = 'delivery_reported'
    AND delivered.journal = event_rows.journal
    AND delivered.data->>'$.line_id' = event_rows.data->>'$.action.line_id'
    AND message_rows.is_removed
    AND message_rows.journal = delivered.journal
    AND message_rows.message_id = delivered.data->>'$.message_id';
