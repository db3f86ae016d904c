"""Twitch: hearing a channel, saying a line in it, and knowing whether it is live.

The only package that imports twitchio; none of its types leaves it. Everything that
happens comes out as events of ``domain``, everything that fails as ``TwitchError``.
"""
