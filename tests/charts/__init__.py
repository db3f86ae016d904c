"""Figures, judged by their bytes and their marks."""
