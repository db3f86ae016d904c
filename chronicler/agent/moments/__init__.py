"""Moments as they happen: what the chat reacts to, what of it is worth saying, markers and clips."""
