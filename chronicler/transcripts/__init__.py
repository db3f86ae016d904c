"""Readers of recorded chat, one file per format, into domain events."""
