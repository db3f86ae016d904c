-- Everything but chat lines and ticks, from journal lines. What a draft was briefed with, what
-- stood in saved notes and the words given with !clip or !marker stay in the journal: the archive
-- answers questions about streams, and such words stand in their chat line, with which they go.
SELECT
    session_id,
    journal,
    seq,
    kind,
    type,
    happened_at,
    CASE
        WHEN type = 'action_queued'
            THEN json_merge_patch(data, '{"action": {"brief": null, "why": null, "description": null}}')
        WHEN json_exists(data, '$.note') THEN json_merge_patch(data, '{"note": {"body": null, "properties": null}}')
        ELSE data
    END AS data
FROM journal_lines
WHERE type NOT IN ('message_received', 'ticked', 'jottings_read')
