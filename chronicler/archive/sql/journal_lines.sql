-- The lines of the stretches in journal_stretches, all kinds. A line that is no JSON has no seq.
SELECT
    s.session_id,
    s.journal,
    line.seq,
    coalesce(line.kind, '') AS kind,
    line.type,
    TRY_CAST(line."at" AS TIMESTAMP) AS happened_at,
    line.data
FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    filename = true,
    maximum_object_size = 67108864,
    columns = {seq: 'BIGINT', kind: 'VARCHAR', type: 'VARCHAR', "at": 'VARCHAR', data: 'JSON'}
) AS line
JOIN journal_stretches AS s ON s.file = parse_filename(line.filename)
WHERE
    line.seq > s.after_seq
    AND line.seq <= s.upto_seq
    AND line.type IS NOT NULL
    AND line.data IS NOT NULL
    AND TRY_CAST(line."at" AS TIMESTAMP) IS NOT NULL
