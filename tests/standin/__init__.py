"""Tests of the loopback Twitch."""
