"""A recorded stream played as if it were tonight: at once, at a chosen pace, or over the wire."""
