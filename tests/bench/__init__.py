"""Measurements, each printed beside a baseline taken in the same run on the same machine."""
