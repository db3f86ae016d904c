"""The file-system adapter: reading, writing and watching notes in somebody's Obsidian vault."""
