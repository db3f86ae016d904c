"""Bringing to safety what cannot be made again, and bringing it back."""
