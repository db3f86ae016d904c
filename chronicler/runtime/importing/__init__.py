"""Recorded chats become sessions of the archive: found, looked at, judged, written, taken back."""
