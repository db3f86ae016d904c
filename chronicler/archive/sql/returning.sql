-- Who wrote in at least so many of some streams: people only, the most faithful first.
SELECT
    arg_max(display_name, sent_at) AS who,
    count(DISTINCT session_id) AS streams,
    count(*) AS lines
FROM messages
WHERE
    list_contains($session_ids, session_id)
    AND is_human AND NOT is_broadcaster AND login <> ''
    AND NOT EXISTS (
        SELECT 1 FROM flags WHERE flags.session_id = messages.session_id AND flags.message_id = messages.message_id
    )
GROUP BY login
HAVING count(DISTINCT session_id) >= $least
ORDER BY streams DESC, lines DESC, login
LIMIT $most
