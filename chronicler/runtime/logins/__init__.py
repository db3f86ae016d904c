"""Twitch logins: made, kept, looked at."""
