"""Questions put to the archive: named ones, typed ones, and what may be told again."""
