"""Tests of the bundled sample."""
