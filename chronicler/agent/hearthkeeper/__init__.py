"""The Hearthkeeper: when a quiet calls for a line, which one, and how loud that may make it."""
