-- Which words came while a theme was in force, counted by how many different people wrote them?
-- Parameters: $theme; $least_letters, how long a word must be; $least_people; $most.
-- Columns: word (small letters, marks at its ends left out), people, times
-- (how often it was written).
WITH spans AS (
    SELECT
        t.session_id,
        t.theme,
        t.happened_at AS since_at,
        coalesce(
            lead(t.happened_at) OVER (PARTITION BY t.session_id ORDER BY t.happened_at, t.seq),
            s.ended_at,
            s.last_at
        ) AS until_at
    FROM themes AS t
    JOIN sessions AS s ON s.session_id = t.session_id
),
said AS (
    SELECT m.login, string_split(lower(m.text), ' ') AS line_words
    FROM spans
    JOIN messages AS m
        ON m.session_id = spans.session_id
        AND m.is_human
        AND NOT m.is_removed
        AND m.sent_at >= spans.since_at
        AND m.sent_at < spans.until_at
    WHERE spans.theme = $theme
),
raw_words AS (
    SELECT login, raw_word, count(*) AS raw_times
    -- Taken apart on its own: DuckDB 2.0.0 fails on Parquet of many files where a join feeds it.
    FROM (SELECT login, unnest(line_words) AS raw_word FROM said) AS apart
    GROUP BY login, raw_word
),
words AS (
    SELECT login, trim(raw_word, '.,;:!?()"…') AS word, sum(raw_times) AS own_times
    FROM raw_words
    GROUP BY login, word
)
SELECT word, count(*) AS people, CAST(sum(own_times) AS BIGINT) AS times
FROM words
WHERE length(word) >= $least_letters
GROUP BY word
HAVING count(*) >= $least_people
ORDER BY people DESC, times DESC, word
LIMIT $most
