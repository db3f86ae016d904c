"""Names that pass for somebody else's.

Decides when a login or display name is taken for the streamer's, a moderator's, a known
bot's or Twitch's own: it looks the same but is not the same, or it wears the name together
with a word of office. Leaves whose names are protected to ``agent.warden.post``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from chronicler.agent.warden.folding import likeness
from chronicler.domain.chat import KNOWN_BOTS

_MOST_SEEN: Final = 4096
_LEAST_NAME: Final = 4
_LEAST_BOT: Final = 7
"""Shorter names of bots are too near to ordinary ones."""
_OFFICES: Final = (
    "official", "real", "thereal", "support", "staff", "admin", "team", "giveaway", "giveaways", "gifts",
    "mod", "help", "helpdesk", "backup", "alt", "second", "new", "live", "ttv",
)  # fmt: skip
_CLAIMS: Final = frozenset(map(likeness, _OFFICES))
_MILD: Final = frozenset(map(likeness, ("alt", "second", "new", "live", "ttv", "mod", "backup", "team")))
"""Words that viewers put to a name they like, too."""
_TWITCH: Final = re.compile(
    r"(?:the|officiai|reai)*twitch(?:tv)?(?:support|staff|security|moderation|officiai|admin|heip(?:desk)?|verification|"
    r"verify|partners?(?:hip)?|team|safety)+\d*[a-z]{0,2}"
)
"""In the letters of :func:`likeness`."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Names nobody else may pass for."""

    logins: frozenset[str] = frozenset()
    """Lower case."""
    likenesses: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    seen: dict[tuple[str, str], str] = field(default_factory=dict, hash=False, compare=False, repr=False)
    """What was found of the latest logins and display names: the same people write all evening."""

    @classmethod
    def of(cls, logins: Iterable[str], bots: Iterable[str] = KNOWN_BOTS) -> Self:
        """Return the protection of people's ``logins``, and of well-known ``bots``."""
        people = frozenset(login.lower() for login in logins if login)
        services = frozenset(bot for bot in bots if len(bot) >= _LEAST_BOT and bot.isalpha())
        named = sorted(services) + sorted(login for login in people if len(login) >= _LEAST_NAME)
        return cls(people | services, {likeness(name): name for name in named})


NOBODY: Final = Protected()


def passes_for(login: str, display_name: str, protected: Protected) -> str:
    """Return, in words for the streamer, whom a login or display name imitates; empty where nobody."""
    key = login, display_name
    found = protected.seen.get(key)
    if found is None:
        if len(protected.seen) >= _MOST_SEEN:
            protected.seen.clear()
        protected.seen[key] = found = _passes_for(login, display_name, protected)
    return found


def _passes_for(login: str, display_name: str, protected: Protected) -> str:
    if login.lower() in protected.logins:
        return ""
    names = (login,) if display_name.lower() == login else (login, display_name)
    for name in names:
        seen = likeness(name) if name else ""
        found = protected.likenesses.get(seen)
        if found is not None and found != name.lower():
            return f"a name that passes for {found}"
        if seen and _TWITCH.fullmatch(seen):
            return "a name that passes for Twitch’s own"
        if seen and (found := _in_office(seen, protected)):
            return f"a name that passes for an account of {found}"
    return ""


def _in_office(seen: str, protected: Protected) -> str:
    for known, login in protected.likenesses.items():
        if known in seen:
            before, _, after = seen.partition(known)
            rest = {part for part in (before, after) if part}
            if rest and rest <= _CLAIMS and not rest <= _MILD:
                return login
    return ""
