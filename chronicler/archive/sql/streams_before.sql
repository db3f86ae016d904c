-- How many real streams of a channel there are besides the one under way.
SELECT count(*)
FROM sessions AS s
WHERE s.is_real AND lower(s.channel) = lower($channel) AND s.session_id <> $session_id
