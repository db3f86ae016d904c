"""What a command found, as a person at a terminal is shown it."""
