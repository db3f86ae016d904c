-- Evaluations of each mode by reason: those journaled, and the repeats of the reason before.
SELECT mode, reason, count(*) + coalesce(sum(repeats_after), 0) AS evaluations
FROM (
    SELECT mode, reason, lead(repeats) OVER (PARTITION BY session_id, mode ORDER BY seq) AS repeats_after
    FROM decisions
    WHERE session_id = $session_id
) AS journaled
GROUP BY mode, reason
ORDER BY mode, reason
