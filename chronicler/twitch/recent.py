"""What was seen or said lately, within bounds.

Decides whether an id is news (Twitch delivers at least once) and whether a heard line is
our own; leaves acting on it to ``events`` and ``hearing``.
"""

from collections import OrderedDict, deque
from typing import Final

REMEMBERED_IDS: Final = 5_000
"""Twitch repeats a delivery within minutes; a busy chat writes some hundred lines in that time."""
REMEMBERED_LINES: Final = 20


class RecentIds:
    """The last few thousand ids."""

    def __init__(self, most: int = REMEMBERED_IDS) -> None:
        """Remember at most ``most``, forgetting the oldest first."""
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, given: object) -> bool:
        """Return whether the id was seen."""
        return given in self._ids

    def add(self, given: str) -> None:
        """Remember an id."""
        self._ids[given] = None
        while len(self._ids) > self._most:
            self._ids.popitem(last=False)

    def is_new(self, given: str) -> bool:
        """Return whether the id is seen for the first time, and remember it."""
        if given in self._ids:
            return False
        self.add(given)
        return True


class OwnLines:
    """Which heard lines are ours.

    On an account of its own every line is. On the streamer's account only those we sent: by
    message id, or by text, because a line is often heard before its sender has the answer.
    """

    def __init__(self) -> None:
        """Have said nothing yet, as nobody."""
        self.bot_id = ""
        self.is_shared = False
        self._ids = RecentIds()
        self._texts: deque[str] = deque(maxlen=REMEMBERED_LINES)

    def about_to_say(self, text: str) -> None:
        """Remember a line before it leaves."""
        self._texts.append(text)

    def said(self, message_id: str) -> None:
        """Remember the id that Twitch gave a line."""
        self._ids.add(message_id)

    def is_own(self, message_id: str, chatter_id: str, text: str) -> bool:
        """Return whether a heard line is ours."""
        if message_id in self._ids:
            return True
        is_bot = bool(self.bot_id) and chatter_id == self.bot_id
        return is_bot and (not self.is_shared or text in self._texts)
