"""The journal: one append-only file a session, from which all else is rebuilt."""
