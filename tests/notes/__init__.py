"""Tests of the notes: laws of escaping and paths, and whole notes read as Obsidian would."""
