-- Everything but chat lines and ticks, from journal lines. What a draft was briefed with and
-- what stood in saved notes stays in the journal: the archive answers questions about streams.
SELECT
    session_id,
    journal,
    seq,
    kind,
    type,
    happened_at,
    CASE
        WHEN type = 'action_queued' THEN json_merge_patch(data, '{"action": {"brief": null}}')
        WHEN json_exists(data, '$.note') THEN json_merge_patch(data, '{"note": {"body": null, "properties": null}}')
        ELSE data
    END AS data
FROM journal_lines
WHERE type NOT IN ('message_received', 'ticked', 'jottings_read')
