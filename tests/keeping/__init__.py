"""Backup and restore: nothing is lost, nothing forgotten comes back."""
