-- The archive's rows and, behind them, those of the journals' tail. A journal that was
-- rewritten since it was loaded stands wholly in the tail, and a line that the tail removes
-- has lost its text in the archive too.

CREATE OR REPLACE TABLE removed_since AS
SELECT kept.journal, kept.seq
FROM archive.main.message_rows AS kept
JOIN event_rows AS e ON e.journal = kept.journal
WHERE
    (e.type = 'message_deleted' AND kept.message_id = e.data->>'$.message_id')
    OR (e.type = 'chatter_cleared' AND kept.login = e.data->>'$.login' AND kept.seq < e.seq)
    OR (e.type = 'channel_noticed' AND e.data->>'$.kind' = 'chat_cleared' AND kept.seq < e.seq);

CREATE OR REPLACE VIEW messages AS
SELECT kept.* REPLACE (
    CASE WHEN gone.seq IS NULL THEN kept.text ELSE '' END AS text,
    CASE WHEN gone.seq IS NULL THEN kept.emotes ELSE [] END AS emotes,
    kept.is_removed OR gone.seq IS NOT NULL AS is_removed
)
FROM archive.main.message_rows AS kept
LEFT JOIN (SELECT DISTINCT journal, seq FROM removed_since) AS gone
    ON gone.journal = kept.journal AND gone.seq = kept.seq
WHERE kept.journal NOT IN (SELECT journal FROM rewritten)
UNION ALL
SELECT * FROM message_rows;

CREATE OR REPLACE VIEW events AS
SELECT * FROM archive.main.event_rows WHERE journal NOT IN (SELECT journal FROM rewritten)
UNION ALL
SELECT * FROM event_rows;
