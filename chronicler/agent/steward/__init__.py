"""The Steward: what is said to it, what it obeys, what it answers and what its answers rest on."""
