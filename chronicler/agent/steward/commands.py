"""A command in chat: whether a line is one, which, and who gives it.

Decides how a line is read (prefix, name, the rest) and which role its author has; never
raises, whatever was typed. Names and roles are those of Settings. Leaves what follows to
``agent.steward.steward``. A reply begins with the name of whoever is answered, which is skipped, and
the invisible characters that some chat programs put behind a repeated line are left out.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.commands import COMMANDS, Given, Role, given
from chronicler.domain.settings import Settings

_INVISIBLE: Final = frozenset({"Cf", "Cc", "Co", "Cn"})
_FILLERS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Characters of other categories that show nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A command as somebody gave it."""

    command: str
    """What it is called in the table, whatever Settings call it."""
    argument: str
    is_allowed: bool


def read(message: Message, settings: Settings) -> Heard | None:
    """Return the command that a line gives, ``None`` where it gives none that Settings know.

    Lines of bots, our own and those from another channel's shared chat give none.
    """
    prefix = settings.command_prefix
    if not prefix or not message.is_human:
        return None
    text = message.text
    if message.reply_to and text.startswith("@"):
        text = text.partition(" ")[2].lstrip()
    if not text.startswith(prefix):
        return None
    name, _, argument = _visible(text[len(prefix) :]).strip().partition(" ")
    known = {found.name: (key, found) for key, found in _given(settings).items() if found}
    if name.casefold() not in known:
        return None
    command, found = known[name.casefold()]
    return Heard(command, argument.strip(), role_of(message) >= found.role)


def role_of(message: Message) -> Role:
    """Return the highest role of a line's author."""
    if message.is_broadcaster:
        return Role.STREAMER
    if message.is_mod:
        return Role.MODERATORS
    return Role.VIPS if message.is_vip else Role.EVERYBODY


def _given(settings: Settings) -> dict[str, Given | None]:
    return {row.name: given(getattr(settings, row.key)) for row in COMMANDS}


def _visible(text: str) -> str:
    """Return text without what cannot be seen, every kind of blank as a plain one."""
    blank = " ".join(text.split())
    return "".join(
        c for c in blank if c not in _FILLERS and (c == " " or unicodedata.category(c) not in _INVISIBLE)
    )
