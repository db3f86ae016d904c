-- What the archive offers, upon messages and events. Times are UTC; is_real is true for live
-- and imported streams, and only those belong in anything that spans streams.

CREATE OR REPLACE VIEW sessions AS
SELECT
    began.session_id,
    began.channel,
    began.origin,
    began.origin IN ('live', 'import') AS is_real,
    began.started_at,
    other.ended_at,
    greatest(began.started_at, other.last_at, coalesce(talk.last_at, began.started_at)) AS last_at,
    coalesce(other.title, began.title) AS title,
    coalesce(other.category, began.category) AS category,
    began.stream_id,
    coalesce(talk.messages, 0) AS messages,
    coalesce(talk.chatters, 0) AS chatters
FROM (
    SELECT
        session_id,
        min(happened_at) AS started_at,
        arg_min(data->>'$.channel', seq) AS channel,
        arg_min(data->>'$.origin', seq) AS origin,
        coalesce(arg_min(data->>'$.title', seq), '') AS title,
        coalesce(arg_min(data->>'$.category', seq), '') AS category,
        arg_min(data->>'$.stream_id', seq) AS stream_id
    FROM events
    WHERE type = 'session_started'
    GROUP BY session_id
) AS began
JOIN (
    SELECT
        session_id,
        max(happened_at) AS last_at,
        max(happened_at) FILTER (WHERE type = 'session_ended') AS ended_at,
        arg_max(data->>'$.title', seq) FILTER (WHERE type = 'channel_updated') AS title,
        arg_max(data->>'$.category', seq) FILTER (WHERE type = 'channel_updated') AS category
    FROM events
    GROUP BY session_id
) AS other ON other.session_id = began.session_id
LEFT JOIN (
    SELECT
        session_id,
        max(sent_at) AS last_at,
        count(*) AS messages,
        -- Lines without a login are nobody's, and one person's only where no line has one.
        greatest(
            count(DISTINCT CASE WHEN is_human THEN nullif(login, '') END),
            least(1, count(*) FILTER (WHERE is_human))
        ) AS chatters
    FROM messages
    GROUP BY session_id
) AS talk ON talk.session_id = began.session_id;

CREATE OR REPLACE VIEW titles AS
SELECT session_id, seq, happened_at, data->>'$.title' AS title, coalesce(data->>'$.category', '') AS category
FROM events
WHERE type = 'channel_updated';

CREATE OR REPLACE VIEW decisions AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.mode' AS mode,
    data->>'$.reason' AS reason,
    coalesce(data->>'$.detail', '') AS detail,
    coalesce(TRY_CAST(data->>'$.repeats' AS BIGINT), 0) AS repeats
FROM events
WHERE type = 'decision_made';

CREATE OR REPLACE VIEW deliveries AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.line_id' AS line_id,
    data->>'$.state' AS state,
    coalesce(data->>'$.message_id', '') AS message_id,
    coalesce(data->>'$.reason', '') AS reason
FROM events
WHERE type = 'delivery_reported';

CREATE OR REPLACE VIEW prompts AS
SELECT
    queued.session_id,
    queued.seq,
    queued.happened_at AS queued_at,
    queued.data->>'$.action.line_id' AS line_id,
    queued.data->>'$.action.mode' AS mode,
    queued.data->>'$.action.source' AS source,
    queued.data->>'$.action.text' AS text,
    delivered.state,
    delivered.delivered_at,
    coalesce(delivered.message_id, '') AS message_id,
    coalesce(delivered.reason, '') AS reason
FROM events AS queued
LEFT JOIN (
    SELECT
        session_id,
        line_id,
        arg_max(state, seq) AS state,
        max(happened_at) FILTER (WHERE state IN ('sent', 'unknown')) AS delivered_at,
        arg_max(message_id, seq) AS message_id,
        arg_max(reason, seq) AS reason
    FROM deliveries
    GROUP BY session_id, line_id
) AS delivered
    ON delivered.session_id = queued.session_id AND delivered.line_id = queued.data->>'$.action.line_id'
WHERE queued.type = 'action_queued' AND queued.data->>'$.action.type' = 'send_line';

CREATE OR REPLACE VIEW shadows AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.text' AS text,
    data->>'$.source' AS source,
    TRY_CAST(data->>'$.quiet_seconds' AS DOUBLE) AS quiet_seconds,
    data->>'$.held_by' AS held_by
FROM events
WHERE type = 'line_shadowed';

CREATE OR REPLACE VIEW flags AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.message_id' AS message_id,
    data->>'$.severity' AS severity,
    TRY_CAST(data->'$.evidence' AS VARCHAR[]) AS evidence
FROM events
WHERE type = 'message_flagged';

CREATE OR REPLACE VIEW themes AS
SELECT
    session_id,
    seq,
    happened_at,
    coalesce(data->>'$.theme_to', '') AS theme,
    data->>'$.theme_from' AS theme_before,
    coalesce(data->>'$.path', '') AS path,
    coalesce(TRY_CAST(data->'$.changes' AS VARCHAR[]), []) AS changes
FROM events
WHERE type IN ('dashboard_adopted', 'dashboard_cleared');

CREATE OR REPLACE VIEW raids AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.from_channel' AS from_channel,
    TRY_CAST(data->>'$.viewers' AS BIGINT) AS viewers
FROM events
WHERE type = 'raid_received';

CREATE OR REPLACE VIEW notices AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.kind' AS kind,
    data->>'$.login' AS login,
    coalesce(data->>'$.text', '') AS text,
    coalesce(TRY_CAST(data->>'$.amount' AS BIGINT), 0) AS amount
FROM events
WHERE type = 'channel_noticed';

CREATE OR REPLACE VIEW quiets AS
SELECT
    session_id,
    seq,
    TRY_CAST(data->>'$.began_at' AS TIMESTAMP) AS began_at,
    happened_at AS ended_at,
    data->>'$.outcome' AS outcome,
    data->>'$.reason' AS reason
FROM events
WHERE type = 'quiet_ended';

CREATE OR REPLACE VIEW gaps AS
SELECT
    session_id,
    seq,
    TRY_CAST(data->>'$.gap_from' AS TIMESTAMP) AS began_at,
    happened_at AS ended_at,
    data->>'$.reason' AS reason
FROM events
WHERE type = 'hearing_gap_recorded';

CREATE OR REPLACE VIEW spoken AS
SELECT
    session_id,
    seq,
    happened_at,
    TRY_CAST(data->>'$.seconds' AS DOUBLE) AS seconds,
    coalesce(data->>'$.text', '') AS text
FROM events
WHERE type = 'streamer_spoke';

-- A jotting that was written out later counts once: as it stands now, at the time it was begun.
CREATE OR REPLACE VIEW jottings AS
WITH RECURSIVE seen AS (
    SELECT session_id, seq, happened_at, data->>'$.text' AS text, coalesce(data->>'$.replaces', '') AS replaces
    FROM events
    WHERE type = 'jotting_seen'
),
written AS (
    SELECT session_id, seq, happened_at, text FROM seen WHERE replaces = ''
    UNION ALL
    SELECT later.session_id, later.seq, written.happened_at, later.text
    FROM written
    JOIN seen AS later
        ON later.session_id = written.session_id
        AND later.replaces = written.text
        AND later.seq > written.seq
)
SELECT written.session_id, written.seq, written.happened_at, written.text
FROM written
WHERE NOT EXISTS (
    SELECT 1
    FROM seen AS later
    WHERE
        later.session_id = written.session_id
        AND later.replaces = written.text
        AND later.seq > written.seq
);

-- What was said aloud in real streams and may be told again: lines of people that nobody took down
-- and the Warden did not flag, and what the streamer was heard to say. Commands tell nothing.
CREATE OR REPLACE VIEW remembered AS
WITH real AS (
    SELECT session_id
    FROM events
    WHERE type = 'session_started'
    GROUP BY session_id
    HAVING arg_min(data->>'$.origin', seq) IN ('live', 'import')
)
SELECT m.session_id, m.journal, m.seq, m.sent_at AS said_at, m.login, m.display_name AS who, m.text, m.message_id
FROM messages AS m
SEMI JOIN real ON real.session_id = m.session_id
ANTI JOIN flags ON flags.session_id = m.session_id AND flags.message_id = m.message_id
WHERE m.is_human AND NOT m.is_removed AND m.text <> '' AND NOT starts_with(ltrim(m.text), '!')
UNION ALL
SELECT s.session_id, s.journal, s.seq, s.happened_at, '', '', s.data->>'$.text', ''
FROM events AS s
SEMI JOIN real ON real.session_id = s.session_id
WHERE s.type = 'streamer_spoke' AND coalesce(s.data->>'$.text', '') <> '';

-- What a language model did and cost, a row a call; session_id is empty between streams.
CREATE OR REPLACE VIEW model_calls AS
SELECT
    session_id,
    seq,
    happened_at,
    data->>'$.purpose' AS purpose,
    data->>'$.model' AS model,
    data->>'$.outcome' AS outcome,
    coalesce(TRY_CAST(data->>'$.seconds' AS DOUBLE), 0) AS seconds,
    coalesce(TRY_CAST(data->>'$.prompt_tokens' AS BIGINT), 0) AS prompt_tokens,
    coalesce(TRY_CAST(data->>'$.answer_tokens' AS BIGINT), 0) AS answer_tokens,
    coalesce(data->>'$.trouble', '') AS trouble
FROM events
WHERE type = 'model_called';
