-- Everybody who wrote in real streams of a channel, by login and by Twitch's id where it is known.
SELECT DISTINCT m.login, m.chatter_id
FROM messages AS m
JOIN sessions AS s ON s.session_id = m.session_id
WHERE s.is_real AND lower(s.channel) = lower($channel) AND m.is_human AND m.login <> ''
