"""What a command asks of a bot that may be running: how it does, why it did, what it would do."""
