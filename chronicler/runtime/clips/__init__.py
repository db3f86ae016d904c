"""Clip seeds after the stream: their marks, their cutting, and clips still being made."""
