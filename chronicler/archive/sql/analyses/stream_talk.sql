-- How long was each stream, and how much was written in it by whom?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, channel, origin, is_real, started_at, ended_at (UTC), title, seconds, lines (of
-- people), people (lines without a login are nobody's, and one person's only where no line has one),
-- bot_lines (of other bots), guest_lines (from shared chats), removed_lines (by moderators, or deleted).
SELECT
    s.session_id,
    s.channel,
    s.origin,
    s.is_real,
    s.started_at,
    s.ended_at,
    s.title,
    CAST(date_diff('microsecond', s.started_at, coalesce(s.ended_at, s.last_at)) AS DOUBLE) / 1000000
        AS seconds,
    count(CASE WHEN m.is_human THEN 1 END) AS lines,
    s.chatters AS people,
    count(CASE WHEN m.is_bot AND NOT m.is_own THEN 1 END) AS bot_lines,
    count(CASE WHEN coalesce(m.source_channel, '') <> '' AND NOT m.is_bot AND NOT m.is_own THEN 1 END)
        AS guest_lines,
    count(CASE WHEN m.is_removed THEN 1 END) AS removed_lines
FROM sessions AS s
LEFT JOIN messages AS m ON m.session_id = s.session_id
WHERE $session_id = '' OR s.session_id = $session_id
GROUP BY
    s.session_id, s.channel, s.origin, s.is_real, s.started_at, s.ended_at, s.last_at, s.title, s.chatters
ORDER BY s.started_at DESC, s.session_id
