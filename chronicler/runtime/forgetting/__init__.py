"""Forgetting somebody: in journals, archive, notes and memory; and who wants nothing kept."""
