"""The Warden's eye: whether a line looks like a growth scam or an impersonation.

Decides a severity and names its evidence; acts on nothing. A line is judged by what comes
together in it after its disguise is taken off, so that a new seller's name or a new random
tail changes nothing. Leaves when to look, and what becomes of a finding, to the modes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chronicler.agent.warden_folding import Folded, fold, likeness
from chronicler.agent.warden_shapes import LINKISH, RANDOM_TAIL
from chronicler.agent.warden_signs import SIGNS, TRIGGERS

LIKELY: Final = "likely"
CERTAIN: Final = "certain"
_LIKELY_FROM: Final = 5.0
_CERTAIN_FROM: Final = 7.0
_MASK_WEIGHT: Final = 2.5
_TAIL_WEIGHT: Final = 1.5
_LONGEST: Final = 600
_LEAST_NAME: Final = 4
_LEAST_SQUEEZED: Final = 6
_TO_SOMEBODY: Final = re.compile(r"@(\w+),?\s")
"""Viewers tell each other where to meet; a seller of contacts addresses the whole room."""
_NOISE: Final = str.maketrans("", "", " \t\n.,;:!?'\"()[]{}<>-_*/\\|~+=&%#^")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the Warden thinks of a line, and why."""

    severity: str
    """``likely`` or ``certain``."""
    evidence: tuple[str, ...]
    """What was found, weightiest first, in words for the streamer."""


def inspect(
    text: str,
    *,
    login: str = "",
    display_name: str = "",
    is_trusted: bool = False,
    names: Iterable[str] = (),
    phrases: Sequence[str] = (),
) -> Finding | None:
    """Return what is wrong with a line, ``None`` for an ordinary one. Never raises.

    ``names`` are logins nobody else may pass for: the streamer's, the moderators', the
    bot's. ``phrases`` are the streamer's own rules; one found is ``certain``. Someone
    trusted (moderator, VIP, subscriber) is flagged only for what would be certain from
    others, and then as ``likely``; never for a likeness of names.
    """
    own = _own_rule(text, tuple(phrases)) if phrases else None
    if own:
        return Finding(CERTAIN, (f"your own rule: “{own}”",))
    poses_as = "" if is_trusted or not names else _likened(login, display_name, frozenset(names))
    if not poses_as and _is_ordinary(text):
        return None
    weighed = _weigh(text[:_LONGEST], names)
    if poses_as:
        weighed.append((_LIKELY_FROM, f"a name that passes for {poses_as}"))
    return _judge(weighed, is_trusted=is_trusted)


def _is_ordinary(text: str) -> bool:
    """Return whether a line can be let go at once; true of nineteen lines in twenty."""
    low = text[:_LONGEST].lower() if text.isascii() else fold(text[:_LONGEST]).text
    squeezed = low.translate(_NOISE)
    for trigger in TRIGGERS:  # a plain loop: any() with a generator costs twice as much here
        if trigger in squeezed:
            return False
    return not (("." in low or "*" in low or "dot" in low) and LINKISH.search(low))


def _weigh(text: str, names: Iterable[str] = ()) -> list[tuple[float, str]]:
    folded = fold(text)
    heaviest: dict[str, tuple[float, str]] = {}
    addressee = _TO_SOMEBODY.match(folded.text)
    addressed = addressee is not None and addressee.group(1) not in {name.lower() for name in names}
    for sign in SIGNS:
        if sign.pattern.search(folded.text) and not (addressed and sign.group == "contact"):
            key = sign.group or sign.evidence
            if key not in heaviest or heaviest[key][0] < sign.weight:
                heaviest[key] = (sign.weight, sign.evidence)
    weighed = list(heaviest.values())
    if weighed:
        weighed += [(_MASK_WEIGHT, mask) for mask in folded.masks[:1]]
        if RANDOM_TAIL.search(text):
            weighed.append((_TAIL_WEIGHT, "a made-up mention at the edge"))
    return weighed


def _judge(weighed: Sequence[tuple[float, str]], *, is_trusted: bool) -> Finding | None:
    total = sum(weight for weight, _ in weighed)
    if total < (_CERTAIN_FROM if is_trusted else _LIKELY_FROM):
        return None
    evidence = tuple(words for _, words in sorted(weighed, key=lambda each: (-each[0], each[1])))
    return Finding(CERTAIN if total >= _CERTAIN_FROM and not is_trusted else LIKELY, evidence)


@lru_cache(maxsize=4096)
def _likened(login: str, display_name: str, names: frozenset[str]) -> str:
    """Return the name that somebody's login or display name imitates, empty where none."""
    protected = _protected(names)
    if login.lower() in protected.values():
        return ""
    for name in (login, display_name):
        if name and (found := protected.get(likeness(name))) is not None and found != name.lower():
            return found
    return ""


@lru_cache(maxsize=64)
def _protected(names: frozenset[str]) -> dict[str, str]:
    return {likeness(name): name.lower() for name in sorted(names) if len(name) >= _LEAST_NAME}


def _own_rule(text: str, phrases: tuple[str, ...]) -> str:
    """Return the first of the streamer's own phrases that a line holds, whatever its disguise."""
    rules = _own_rules(phrases)
    folded = fold(text[:_LONGEST])
    padded = f" {folded.text} "
    return next((shown for shown, rule in rules if _holds(padded, folded, rule)), "")


@lru_cache(maxsize=64)
def _own_rules(phrases: tuple[str, ...]) -> tuple[tuple[str, Folded], ...]:
    return tuple((phrase, folded) for phrase in phrases if (folded := fold(phrase)).squeezed)


def _holds(padded: str, folded: Folded, rule: Folded) -> bool:
    if f" {rule.text} " in padded:
        return True
    return len(rule.squeezed) >= _LEAST_SQUEEZED and rule.squeezed in folded.squeezed
