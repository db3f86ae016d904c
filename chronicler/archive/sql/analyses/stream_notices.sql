-- Which raids, follows, subscriptions and the like came into each stream?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, kind, times, amount (summed: viewers of raids, else what Twitch counts, 0 where
-- it counts nothing).
SELECT session_id, kind, count(*) AS times, CAST(coalesce(sum(amount), 0) AS BIGINT) AS amount
FROM (
    SELECT session_id, 'raid' AS kind, viewers AS amount
    FROM raids
    UNION ALL
    SELECT session_id, kind, amount
    FROM notices
) AS came
WHERE $session_id = '' OR session_id = $session_id
GROUP BY session_id, kind
ORDER BY session_id, kind
