"""Pure rendering of every kind of note: words, properties and paths; no I/O, no clock."""
