-- How many lines did the Hearthkeeper say in each stream, and after how many did somebody write?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, said (lines that were, or may have been, heard), answered_3, answered_5,
-- answered_10 (of them, those after which a person wrote within so many minutes).
WITH heard AS (
    SELECT
        p.session_id,
        p.seq,
        min(
            CASE WHEN m.is_human THEN date_diff('microsecond', p.delivered_at, m.sent_at) END
        ) AS waited
    FROM prompts AS p
    LEFT JOIN messages AS m
        ON m.session_id = p.session_id
        AND m.sent_at > p.delivered_at
        AND m.sent_at <= p.delivered_at + INTERVAL 10 MINUTE
    WHERE
        p.mode = 'hearthkeeper'
        AND p.state IN ('sent', 'unknown')
        AND ($session_id = '' OR p.session_id = $session_id)
    GROUP BY p.session_id, p.seq
)
SELECT
    session_id,
    count(*) AS said,
    count(CASE WHEN waited <= 180000000 THEN 1 END) AS answered_3,
    count(CASE WHEN waited <= 300000000 THEN 1 END) AS answered_5,
    count(waited) AS answered_10
FROM heard
GROUP BY session_id
ORDER BY session_id
