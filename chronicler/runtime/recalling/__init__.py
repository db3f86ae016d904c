"""Earlier streams found again by words and by meaning, and kept findable."""
