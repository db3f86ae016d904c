"""Tests of the Twitch adapter, most of them over the wire against the stand-in."""
