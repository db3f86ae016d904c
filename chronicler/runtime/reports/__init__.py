"""The morning after in figures: what notebooks, reports and stats count, and the sentences they say."""
