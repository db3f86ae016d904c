"""The Scribe: what of one stream is worth keeping, and in which words it is told."""
