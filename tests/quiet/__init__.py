"""The quiet, judged from outside: rooms made quiet, a naive bot, and an independent scorer."""
