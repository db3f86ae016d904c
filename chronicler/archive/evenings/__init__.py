"""One stream, and many, as somebody wants to read of them the morning after."""
