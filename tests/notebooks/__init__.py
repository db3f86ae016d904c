"""Notebooks, run as a reader would run them."""
