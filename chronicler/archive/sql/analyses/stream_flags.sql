-- How many lines did the Warden flag in each stream?
-- Parameters: $session_id, or '' for every stream.
-- Columns: session_id, severity, flagged_lines.
SELECT session_id, severity, count(DISTINCT message_id) AS flagged_lines
FROM flags
WHERE $session_id = '' OR session_id = $session_id
GROUP BY session_id, severity
ORDER BY session_id, severity
