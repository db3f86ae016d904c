-- Number and key of every line that may be told again, by journal. A key stands for place and words.
SELECT journal, list(seq) AS seqs, list(md5_number_lower(journal || chr(0) || seq || chr(0) || text)) AS keys
FROM remembered
GROUP BY journal
