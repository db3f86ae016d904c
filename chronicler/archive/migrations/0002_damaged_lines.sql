-- How many lines of a journal held no event. Unknown (NULL) where an older program loaded it.
ALTER TABLE loaded ADD COLUMN skipped BIGINT;
