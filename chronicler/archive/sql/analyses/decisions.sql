-- How often did each mode come to each reason in a stream?
-- Parameters: $session_id.
-- Columns: mode, reason, evaluations (those journaled, and the repeats of the reason before).
SELECT
    mode, reason, count(*) + CAST(coalesce(sum(repeats_after), 0) AS BIGINT) AS evaluations
FROM (
    SELECT mode, reason, lead(repeats) OVER (PARTITION BY session_id, mode ORDER BY seq) AS repeats_after
    FROM decisions
    WHERE session_id = $session_id
) AS journaled
GROUP BY mode, reason
ORDER BY mode, reason
