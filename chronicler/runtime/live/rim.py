"""What a live evening hears and speaks through, whoever stands behind it.

Decides only the shape: ``runtime.live.twitch_rim`` fills it for Twitch and its stand-in, and
``runtime.rehearsing.paced`` for a recording on a running clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chronicler.domain.events import Event
from chronicler.ports import ChatSender, Clock, Highlighting
from chronicler.runtime.clock import Stopwatch, stopwatch
from chronicler.runtime.logins.who_speaks import Standing


class Source(Protocol):
    """Where a stream is heard: Twitch, its stand-in, or a log on a running clock."""

    async def run(self, report: Callable[[Event], None]) -> None:
        """Report events until cancelled; returning means that there is nothing more to hear."""
        ...


@dataclass(frozen=True, slots=True)
class Rim:
    """What the bot hears and speaks through."""

    source: Source
    sender: ChatSender
    clock: Clock
    """The present, in stream time."""
    speed: float = 1.0
    """Stream seconds a wall second."""
    highlighting: Highlighting | None = None
    """Makes markers and clips; ``None`` where nothing is broadcast."""
    is_moderator: Callable[[], bool] = lambda: False
    """Whether the login in use is known to be a moderator's or the streamer's own."""
    obs_password: Callable[[], str] | None = None
    """Asks for OBS's password, blocking; ``None`` where nobody speaks, as in a recording."""
    elapsed: Stopwatch = stopwatch
    """Wall seconds, by which speech is measured."""
    standing: Callable[[], Standing] = Standing
    """Which accounts are used, and what will not work with them."""
    is_shared_account: Callable[[], bool] = lambda: False
    """Whether the login in use is the streamer's own."""
