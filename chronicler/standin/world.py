"""The little world behind the stand-in: accounts, the channel, its stream, what was sent.

Decides ids (counted, never random) and what Twitch would know at this moment; leaves
requests to ``identity`` and ``helix`` and telling listeners to ``eventsub``.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from chronicler.ports import Clock

SAME_LINE_WITHIN: Final = timedelta(seconds=30)
"""Twitch refuses a line that repeats the account's own within this span."""


@dataclass(frozen=True, slots=True)
class Account:
    """One Twitch account."""

    user_id: str
    login: str
    display_name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The stream that is on now."""

    stream_id: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """One line that was taken through Helix."""

    at: datetime
    text: str
    message_id: str
    sender: str
    """The sending account's login."""
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class SetMarker:
    """One marker in the recording."""

    marker_id: str
    at: datetime
    position_seconds: int
    description: str


@dataclass(frozen=True, slots=True)
class MadeClip:
    """One clip, which exists for others only a while after it was asked for."""

    clip_id: str
    at: datetime
    creator_id: str
    offset_seconds: int


@dataclass(slots=True)
class World:
    """All that the stand-in knows; ``bot`` may be the same login as ``broadcaster``."""

    clock: Clock
    broadcaster: Account = field(init=False)
    bot: Account = field(init=False)
    title: str = ""
    category: str = ""
    stream: Broadcast | None = None
    moderators: set[str] = field(default_factory=set)
    """Logins."""
    moderated_elsewhere: list[Account] = field(default_factory=list)
    """Other channels whose moderator the steward is."""
    sent: list[Sent] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    """Code and words with which the next lines are dropped, first one first."""
    markers: list[SetMarker] = field(default_factory=list)
    clips: list[MadeClip] = field(default_factory=list)
    clip_seconds: float = 3.0
    """How long a clip takes to exist."""
    may_be_clipped: bool = True
    """Whether the channel allows clips."""
    _accounts: dict[str, Account] = field(default_factory=dict)
    _user_ids: set[str] = field(default_factory=set)
    _counted: Counter[str] = field(default_factory=Counter)

    def settle(self, broadcaster: str, bot: str) -> None:
        """Give the two accounts that matter their place."""
        self.broadcaster = self.account(broadcaster)
        self.bot = self.account(bot)
        self.moderators.add(self.bot.login)

    def account(self, login: str, display_name: str = "", user_id: str = "") -> Account:
        """Return the account of that login, opened on first mention; people may restyle their name.

        A ``user_id`` is theirs from the first mention on, unless it is somebody else's.
        """
        login = login.lower()
        if login not in self._accounts:
            user_id = user_id if user_id and user_id not in self._user_ids else self._next_user_id()
            self._user_ids.add(user_id)
            self._accounts[login] = Account(user_id, login, display_name or login.title())
        elif display_name:
            self._accounts[login] = replace(self._accounts[login], display_name=display_name)
        return self._accounts[login]

    def _next_user_id(self) -> str:
        number = 1_000 + len(self._accounts)
        while str(number) in self._user_ids:
            number += 1
        return str(number)

    def find(self, *, user_id: str = "", login: str = "") -> Account | None:
        """Return a known account by id or login."""
        known = self._accounts.values()
        return next((a for a in known if a.user_id == user_id or a.login == login.lower()), None)

    def next_id(self, kind: str) -> str:
        """Return a fresh id that tells what it names."""
        self._counted[kind] += 1
        return f"standin-{kind}-{self._counted[kind]:06d}"

    def is_repeated(self, sender: Account, text: str) -> bool:
        """Return whether Twitch would call the line a duplicate."""
        since = self.clock.now() - SAME_LINE_WITHIN
        return any(s.text == text and s.sender == sender.login and s.at > since for s in self.sent)


def stamp(at: datetime) -> str:
    """Return a time the way EventSub spells it: nanoseconds and ``Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}000Z"
