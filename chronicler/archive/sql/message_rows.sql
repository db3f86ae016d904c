-- Chat lines as rows, from journal lines.
SELECT
    session_id,
    journal,
    seq,
    m.message_id,
    coalesce(m."at", happened_at) AS sent_at,
    coalesce(m.login, '') AS login,
    coalesce(m.display_name, '') AS display_name,
    coalesce(m.text, '') AS text,
    coalesce(m.chatter_id, '') AS chatter_id,
    coalesce(m.badges, []) AS badges,
    coalesce(m.emotes, []) AS emotes,
    m.reply_to,
    m.source_channel,
    coalesce(m.bits, 0) AS bits,
    coalesce(m.is_bot, false) AS is_bot,
    coalesce(m.is_own, false) AS is_own,
    coalesce(m.is_broadcaster, false) AS is_broadcaster,
    coalesce(m.is_mod, false) AS is_mod,
    coalesce(m.is_vip, false) AS is_vip,
    coalesce(m.is_first, false) AS is_first,
    NOT (coalesce(m.is_bot, false) OR coalesce(m.is_own, false) OR coalesce(m.source_channel, '') <> '')
        AS is_human,
    false AS is_removed
FROM (
    SELECT
        session_id,
        journal,
        seq,
        happened_at,
        json_transform(data->'$.message', '{
            "message_id": "VARCHAR", "at": "TIMESTAMP", "login": "VARCHAR", "display_name": "VARCHAR",
            "text": "VARCHAR", "chatter_id": "VARCHAR", "badges": ["VARCHAR"], "emotes": ["VARCHAR"],
            "reply_to": "VARCHAR", "source_channel": "VARCHAR", "bits": "BIGINT", "is_bot": "BOOLEAN",
            "is_own": "BOOLEAN", "is_broadcaster": "BOOLEAN", "is_mod": "BOOLEAN", "is_vip": "BOOLEAN",
            "is_first": "BOOLEAN"
        }') AS m
    FROM journal_lines
    WHERE type = 'message_received'
)
WHERE m.message_id IS NOT NULL
