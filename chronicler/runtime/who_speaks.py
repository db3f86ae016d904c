"""Which accounts are used, and what will not work with what they granted, in sentences.

Decides the words for pre-flight, terminal and Tonight; leaves whose login is whose to
``twitch.accounts`` and what Twitch says of the logins now to ``twitch_status``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chronicler.twitch.accounts import Accounts
from chronicler.twitch.scopes import missing


@dataclass(frozen=True, slots=True)
class Standing:
    """Who speaks, marks and clips; empty where nobody is logged in, as in a rehearsal."""

    words: str = ""
    """Who does what, as a clause."""
    remarks: tuple[str, ...] = ()
    """What will not work and what to do about it, one sentence each."""


def standing_of(accounts: Accounts, *, is_moderator: bool | None = None) -> Standing:
    """Return how it stands with these logins.

    Args:
        accounts: as they are stored.
        is_moderator: whether the bot's account moderates the channel; ``None`` is not known.
    """
    return Standing(_who_does_what(accounts), tuple(_remarks(accounts, is_moderator=is_moderator)))


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
