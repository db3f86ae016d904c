-- When people and other bots wrote in a stream, in the order heard; what they wrote is not asked.
SELECT sent_at, is_human
FROM messages
WHERE session_id = $session_id AND NOT is_own AND coalesce(source_channel, '') = ''
ORDER BY sent_at, seq
