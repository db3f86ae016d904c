"""Pure decisions: the fold of events into state, and the modes that look at it. No I/O, no clock."""
