-- What was said in one journal between two numbers, in order. Whether its stream is real and what was
-- flagged is asked once for all such stretches (journals_within, flagged_lines).
SELECT journal, seq, session_id, sent_at AS said_at, login, display_name AS who, text, message_id
FROM messages
WHERE
    journal = $journal AND seq BETWEEN $since AND $until
    AND is_human AND NOT is_removed AND text <> '' AND NOT starts_with(ltrim(text), '!')
ORDER BY said_at, seq
