"""The Warden's eye: whether a line looks like a growth scam or an impersonation.

Decides a severity and names its evidence; acts on nothing. A line is judged by what comes
together in it after its disguise is taken off, so that a new seller's name or a new random
tail changes nothing. Leaves when to look, and what becomes of a finding, to the modes.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chronicler.agent.warden.folding import gist, gist_of, plain
from chronicler.agent.warden.lexicon import LEXICON
from chronicler.agent.warden.names import NOBODY, Protected, passes_for
from chronicler.agent.warden.points import CERTAIN_FROM, FLAGGED_FROM, POINTS
from chronicler.agent.warden.reading import Reading, read
from chronicler.agent.warden.rules import NO_RULES, Rules
from chronicler.agent.warden.shapes import may_link
from chronicler.agent.warden.signs import Found, signs_in

LIKELY: Final = "likely"
CERTAIN: Final = "certain"
FIRST_LINE_POINTS: Final = 3
"""What a first line adds to a line that is flagged anyway."""
MOST_EVIDENCE: Final = 3
WAVE: Final = 3
"""So many newcomers with the same words are a wave: a grave sign, but none by itself, …"""
WAVE_POINTS: Final = 6
GREAT_WAVE: Final = 5
"""… except from so many, with words that say something: a shower of emotes or a cheer does not."""
_LEAST_WORDS: Final = 7
_LONGEST: Final = 600
_SHORT: Final = 12
_MOST_KEPT: Final = 2048
_TO_SOMEBODY: Final = re.compile(r"@(\w+),?\s")
"""Viewers tell each other where to meet; a seller of contacts addresses the whole room."""


_CARRIERS: Final = frozenset("GUFPEJBZXvlczqk")
"""Meanings of which a line that is flagged holds at least one, or else a link."""
_TELLING: Final = frozenset(word.encode() for word, code in LEXICON.codes.items() if code in _CARRIERS)
_TRIGGERS: Final = tuple(
    gist(word)
    for word in (
        "view", "vwr", "follow", "chatter", "chatbot", "discord", "disrd", "dscord", "telegram", "whatsapp",
        "famous", "popular", "naked", "bitcoin", "boost", "promot", "growth", "hype",
    )
)  # fmt: skip
"""What is so often disguised that it is looked for in the letters run together."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the Warden thinks of a line, and why."""

    severity: str
    """``likely`` or ``certain``."""
    evidence: tuple[str, ...]
    """What was found, weightiest first, in words for the streamer."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the raw line each piece of evidence stands; ``(0, 0)`` where nowhere in particular."""


def inspect(
    text: str,
    *,
    login: str = "",
    display_name: str = "",
    is_trusted: bool = False,
    is_first: bool = False,
    newcomers: int = 0,
    protected: Protected = NOBODY,
    rules: Rules = NO_RULES,
) -> Finding | None:
    """Return what is wrong with a line, ``None`` for an ordinary one. Never raises.

    ``protected`` are names nobody else may pass for: the streamer's, the moderators', the
    bots'. ``rules`` are the streamer's own: what they never flag is let be whatever it says,
    what they flag is flagged of anybody. Someone trusted (moderator, VIP, subscriber) is
    flagged by our signs only for what would be certain from others, and then as ``likely``;
    never for a likeness of names. ``newcomers`` is how many wrote the same words just now.
    """
    if rules.is_empty:
        own = None
    else:
        if rules.allow(text[:_LONGEST], login):
            return None
        own = rules.find(text[:_LONGEST], login)
    poses_as = "" if is_trusted else passes_for(login, display_name, protected)
    if own is None and not poses_as and newcomers < WAVE and is_ordinary(text):
        return None
    weighed = weigh(text[:_LONGEST], protected.logins)
    if poses_as:
        weighed.append((FLAGGED_FROM, poses_as, (0, 0)))
    if newcomers >= WAVE:
        points = FLAGGED_FROM if newcomers >= GREAT_WAVE and _says_something(text) else WAVE_POINTS
        weighed.append((points, f"the same words from {newcomers} newcomers", (0, 0)))
    found = _judge(weighed, is_trusted=is_trusted, is_first=is_first)
    if own is None:
        return found
    severity = CERTAIN if found and found.severity == CERTAIN else own.severity
    more = found or Finding(severity, ())
    return Finding(severity, (own.evidence, *more.evidence), (own.span, *more.spans))


def is_ordinary(text: str) -> bool:
    """Return whether a line can be let go at once; true of most, and never of one that is flagged."""
    return _is_ordinary_again(text) if len(text) <= _SHORT else _is_ordinary(text)


def _is_ordinary(text: str) -> bool:
    low = plain(text[:_LONGEST])
    squeezed, words = gist_of(low)
    if not _TELLING.isdisjoint(words):
        return False
    for trigger in _TRIGGERS:  # a plain loop: any() with a generator costs twice as much here
        if trigger in squeezed:
            return False
    return not may_link(low, squeezed)


_is_ordinary_again: Final = lru_cache(maxsize=_MOST_KEPT)(_is_ordinary)
"""Kept for short lines, which are the same few words again in much of a busy chat; long ones seldom are."""


def weigh(text: str, names: Collection[str] = ()) -> list[tuple[int, str, tuple[int, int]]]:
    """Return every sign in a line: its points, its evidence, and where in the raw line it stands."""
    reading = read(text)
    signs = signs_in(reading, text, is_to_somebody=is_to_somebody(reading, names))
    return [(POINTS[found.name], found.evidence, _raw_span(reading, found)) for found in signs]


def _says_something(text: str) -> bool:
    words = plain(text).split()
    return len(set(words)) >= _LEAST_WORDS and not any("raid" in word for word in words)


def is_to_somebody(reading: Reading, names: Collection[str] = ()) -> bool:
    """Return whether a line addresses one viewer, who is none of ``names``."""
    addressee = _TO_SOMEBODY.match(reading.folded.text)
    return addressee is not None and addressee.group(1) not in names


def _raw_span(reading: Reading, found: Found) -> tuple[int, int]:
    return reading.folded.raw_span(found.start, found.end)


def _judge(
    weighed: Sequence[tuple[int, str, tuple[int, int]]], *, is_trusted: bool, is_first: bool
) -> Finding | None:
    total = sum(points for points, _, _ in weighed)
    if total < (CERTAIN_FROM if is_trusted else FLAGGED_FROM):
        return None
    shown = sorted((each for each in weighed if each[0] > 0), key=_weightiest_first)[:MOST_EVIDENCE]
    total += FIRST_LINE_POINTS if is_first else 0
    severity = CERTAIN if total >= CERTAIN_FROM and not is_trusted else LIKELY
    evidence = tuple(words for _, words, _ in shown) + (("their first line here",) if is_first else ())
    spans = tuple(span for _, _, span in shown) + (((0, 0),) if is_first else ())
    return Finding(severity, evidence, spans)


def _weightiest_first(each: tuple[int, str, tuple[int, int]]) -> tuple[int, str]:
    return -each[0], each[1]
