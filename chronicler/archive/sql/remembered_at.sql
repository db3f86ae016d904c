-- What was said at some places: journals and numbers in them, two lists of one length. Whether its
-- stream is real and what was flagged is asked once for all (journals_within, flagged_lines).
SELECT m.journal, m.seq, m.session_id, m.sent_at AS said_at, m.login, m.display_name AS who, m.text, m.message_id
FROM messages AS m
JOIN (SELECT unnest($journals) AS journal, unnest($seqs) AS seq) AS p ON p.journal = m.journal AND p.seq = m.seq
-- Empty lines and commands are left out by whoever asks: a look at the text here reads that of every line.
WHERE m.is_human AND NOT m.is_removed
