"""The Sanctum Chronicler: it tends the quiet of a stream and keeps its memory in an Obsidian vault."""

__version__ = "0.1.0"
