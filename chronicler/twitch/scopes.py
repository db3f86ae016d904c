"""The permissions we ask Twitch for: one table, from which login, status and README speak.

Decides which account grants which scope, what it is for, and what stops working without it;
leaves asking for them to the logins. Needs nothing but the standard library.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an account is to us: decided by Settings' channel, never by the order of logins."""

    BOT = "bot"
    """Reads and writes chat, from an account of its own."""
    STREAMER = "streamer"
    """Owns the channel; its stream is marked and clipped."""
    BOTH = "both"
    """The streamer's account alone does everything: the shared account."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One permission."""

    name: str
    account: Role
    """The account that grants it; the shared account grants all that ``is_shared``."""
    purpose: str
    without: str
    """What stops working without it."""
    is_needed: bool = False
    """Whether nothing works without it."""
    is_shared: bool = True
    """Whether it is of use where one account does everything."""
    is_worth_asking_again: bool = True
    """Whether a login without it is to be made anew."""


READ_CHAT: Final = "user:read:chat"
WRITE_CHAT: Final = "user:write:chat"
READ_FOLLOWERS: Final = "moderator:read:followers"
MODERATED_CHANNELS: Final = "user:read:moderated_channels"
USER_BOT: Final = "user:bot"
CHANNEL_BOT: Final = "channel:bot"
MARK_STREAM: Final = "channel:manage:broadcast"
MAKE_CLIP: Final = "clips:edit"

TABLE: Final = (
    Scope(
        READ_CHAT, Role.BOT, "hearing chat, deletions and celebrations",
        "nothing: the bot is deaf, and waits for a login that grants it", is_needed=True,
    ),
    Scope(
        WRITE_CHAT, Role.BOT, "saying lines in chat",
        "nothing: the bot could not speak, and waits for a login that grants it", is_needed=True,
    ),
    Scope(READ_FOLLOWERS, Role.BOT, "hearing of new followers (it must also be a moderator)",
          "follows are missing from Tonight and the ledger"),
    Scope(MODERATED_CHANNELS, Role.BOT, "checking that the bot is a moderator of your channel",
          "`twitch status` cannot tell whether it is one", is_shared=False),
    Scope(USER_BOT, Role.BOT, "Twitch's chat-bot badge, together with the next; not shown yet",
          "everything works as before", is_shared=False, is_worth_asking_again=False),
    Scope(CHANNEL_BOT, Role.STREAMER, "Twitch's chat-bot badge, together with the one before; not shown yet",
          "everything works as before", is_shared=False, is_worth_asking_again=False),
    Scope(MARK_STREAM, Role.STREAMER, "setting stream markers",
          "no stream markers: the recording carries no marks at clip moments"),
    Scope(MAKE_CLIP, Role.STREAMER, "making clips", "no clips, neither by `!clip` nor by themselves"),
)  # fmt: skip
"""Every scope we ever ask for."""

NEEDED: Final = tuple(scope.name for scope in TABLE if scope.is_needed)
_CHANNELS_OWN: Final = MARK_STREAM


def of_role(role: Role) -> tuple[Scope, ...]:
    """Return what an account in that role is asked for, in the table's order."""
    if role is Role.BOTH:
        return tuple(scope for scope in TABLE if scope.is_shared)
    return tuple(scope for scope in TABLE if scope.account is role)


def missing(role: Role, granted: Collection[str]) -> tuple[Scope, ...]:
    """Return what an account in that role has not granted and should."""
    asked = (scope for scope in of_role(role) if scope.is_worth_asking_again)
    return tuple(scope for scope in asked if scope.name not in granted)


def is_channel_owners(granted: Collection[str]) -> bool:
    """Return whether a login was made for a channel of the account's own.

    A bot's login never asks for this scope, so that another channel's streamer, logged in
    on the same machine, is never taken for the bot.
    """
    return _CHANNELS_OWN in granted


def markdown() -> str:
    """Return the table as README shows it."""
    rows = "".join(f"| `{s.name}` | {_granter(s)} | {s.purpose} | {s.without} |\n" for s in TABLE)
    return f"| Permission | Granted by | For | Without it |\n| --- | --- | --- | --- |\n{rows}"


def _granter(scope: Scope) -> str:
    return {Role.BOT: "the bot's account", Role.STREAMER: "your account"}[scope.account]
