-- What has been brought in from which journal. Written in the same transaction as the rows.
CREATE TABLE loaded (
    journal VARCHAR PRIMARY KEY,
    session_id VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    digest VARCHAR NOT NULL,
    mtime_ns BIGINT NOT NULL
);

-- One row a chat line. Times are UTC.
CREATE TABLE message_rows (
    session_id VARCHAR NOT NULL,
    journal VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    message_id VARCHAR NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    login VARCHAR NOT NULL,
    display_name VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    chatter_id VARCHAR NOT NULL,
    badges VARCHAR[] NOT NULL,
    emotes VARCHAR[] NOT NULL,
    reply_to VARCHAR,
    source_channel VARCHAR,
    bits BIGINT NOT NULL,
    is_bot BOOLEAN NOT NULL,
    is_own BOOLEAN NOT NULL,
    is_broadcaster BOOLEAN NOT NULL,
    is_mod BOOLEAN NOT NULL,
    is_vip BOOLEAN NOT NULL,
    is_first BOOLEAN NOT NULL,
    is_human BOOLEAN NOT NULL,
    is_removed BOOLEAN NOT NULL
);

-- One row for everything else that happened, its fields as the journal has them.
CREATE TABLE event_rows (
    session_id VARCHAR NOT NULL,
    journal VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    data JSON NOT NULL
);
