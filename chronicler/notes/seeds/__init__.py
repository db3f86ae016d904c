"""Clip seeds, blog seeds and drafts: what one is made of, and how it grows."""
