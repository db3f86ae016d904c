"""A loopback Twitch, for rehearsals over the wire and for tests.

Offers :class:`~chronicler.standin.server.StandIn`: the parts of id.twitch.tv, Helix and
EventSub that the Chronicler talks to, on 127.0.0.1. Leaves out everything else of Twitch,
and takes recorded chat as plain events so that it knows no format of logs.
"""
