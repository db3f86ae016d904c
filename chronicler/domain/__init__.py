"""Values and their parsing from plain mappings; the standard library only, no I/O, no clock."""
