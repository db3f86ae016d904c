"""Which accounts are used, and what will not work with what they granted, in sentences.

Decides the words for pre-flight, terminal and Tonight; leaves whose login is whose to
``twitch.accounts`` and what Twitch says of the logins now to ``logins.status``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from chronicler.twitch.accounts import Accounts
from chronicler.twitch.scopes import missing


@dataclass(frozen=True, slots=True)
class Standing:
    """Who speaks, marks and clips; empty where nobody is logged in, as in a rehearsal."""

    words: str = ""
    """Who does what, as a clause."""
    remarks: tuple[str, ...] = ()
    """What will not work and what to do about it, one sentence each."""
    is_moderator: bool | None = None
    """Whether the bot's account moderates the channel; ``None`` is not known at this moment."""


def standing_of(accounts: Accounts, *, is_moderator: bool | None = None) -> Standing:
    """Return how it stands with these logins.

    Args:
        accounts: as they are stored.
        is_moderator: whether the bot's account moderates the channel; ``None`` is not known.
    """
    remarks = tuple(_remarks(accounts, is_moderator=is_moderator))
    return Standing(_who_does_what(accounts), remarks, is_moderator)


def _who_does_what(accounts: Accounts) -> str:
    bot, streamer = accounts.bot, accounts.streamer
    if bot and streamer:
        return f"{bot.login} speaks; {streamer.login} marks and clips"
    if bot:
        return f"{bot.login} speaks; for markers and clips: chronicler twitch login --as streamer"
    return f"{streamer.login} does everything; every line is marked" if streamer else ""


def _remarks(accounts: Accounts, *, is_moderator: bool | None) -> Iterator[str]:
    for token in accounts.known():
        role = accounts.role_of(token)
        for scope in missing(role, token.scopes):
            yield (
                f"The account {token.login} has not granted {scope.name}. Without it {scope.without}. "
                f"As {token.login}: chronicler twitch login --as {role.value}"
            )
    if accounts.bot and is_moderator is False:
        name = accounts.bot.login
        yield f"The account {name} is no moderator here: no follows are heard. Write /mod {name} in your chat"


MODERATOR_NOW: Final = (
    "The bot's account is a moderator of your channel now; follows are heard within minutes."
)


class Remarks:
    """Tells each thing that will not work with these accounts, once, and that the bot became a moderator."""

    def __init__(self, standing: Callable[[], Standing], tell: Callable[[str], None]) -> None:
        """Tell nothing yet."""
        self._standing, self._tell = standing, tell
        self._told: set[str] = set()
        self._is_moderator: bool | None = None
        """As far as it was last known."""

    def look(self) -> None:
        """Tell what is new."""
        standing = self._standing()
        for remark in standing.remarks:
            if remark not in self._told:
                self._told.add(remark)
                self._tell(remark)
        if standing.is_moderator and self._is_moderator is False:
            self._tell(MODERATOR_NOW)
        if standing.is_moderator is not None:
            self._is_moderator = standing.is_moderator
