"""Themes across streams: what emerged unasked, what returns, and where it had not been asked for.

Decides what a topic of a stream is (a word that several people said and that sets the stream
apart from the others: c-TF-IDF with streams as classes and people in place of occurrences)
and when a theme has returned. Leaves reading streams to ``agent`` and words to the notebook.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chronicler.analysis.themes import COMMON_STEMS

LEAST_PEOPLE: Final = 3
"""Different people who must say a word in a stream; fewer are a pair talking."""
_TOPICS: Final = 6
_COMMON_WEIGHT: Final = 0.4
_EVERYWHERE: Final = 0.5
"""A word that lives in more than half of the streams is the channel's, and no theme of an evening."""
_FEW_STREAMS: Final = 4
"""With fewer streams nothing can be told to be the channel's own word."""
RETURNED_LINES: Final = 4
RETURNED_PEOPLE: Final = 2
"""So much of a theme must be said on another evening before it has come back."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A word that a stream came to by itself."""

    stem: str
    word: str
    people: int


@dataclass(frozen=True, slots=True)
class Told:
    """What one stream said, as far as themes across streams go."""

    session_id: str
    people_by_stem: Mapping[str, int]
    """How many different people said each word, of those that enough people said."""
    forms: Mapping[str, str]
    """How each of them was typed."""
    asked: frozenset[str] = frozenset()
    """Stems of everything that stood on the dashboard, or in the title."""
    themes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The evening's own themes with their stems."""
    touched: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """For every theme of any evening: lines that touched it, and people who wrote them."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One theme, on the evenings it belonged to and on those it came back to."""

    theme: str
    own: tuple[str, ...]
    """Sessions in which it was in force."""
    back: tuple[str, ...]
    """Others in which people took its words up unasked."""


def unasked(streams: Sequence[Told]) -> dict[str, tuple[Topic, ...]]:
    """Return for each stream, by session, the topics that nobody had asked for, most telling first."""
    holding = Counter(root for stream in streams for root in stream.people_by_stem)
    everybody = sum(sum(stream.people_by_stem.values()) for stream in streams)
    said = Counter[str]()
    for stream in streams:
        said.update(stream.people_by_stem)
    return {
        stream.session_id: tuple(
            Topic(root, stream.forms.get(root, root), stream.people_by_stem[root])
            for _, root in sorted(
                (-_weight(root, people, said[root] - people, everybody), root)
                for root, people in stream.people_by_stem.items()
                if people >= LEAST_PEOPLE
                and root not in stream.asked
                and not _is_the_channels(holding[root], len(streams))
            )[:_TOPICS]
        )
        for stream in streams
    }


def _weight(root: str, people: int, elsewhere: int, everybody: int) -> float:
    common = _COMMON_WEIGHT if root in COMMON_STEMS else 1.0
    return round(common * people * math.log(1 + everybody / (1 + elsewhere)), 6)


def _is_the_channels(holding: int, streams: int) -> bool:
    return streams >= _FEW_STREAMS and holding > _EVERYWHERE * streams


def recurring(streams: Sequence[Told]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return topics that several evenings came to unasked, each with its sessions, most evenings first."""
    found: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for session, topics in unasked(streams).items():
        for topic in topics:
            found.setdefault(topic.stem, []).append(session)
            words.setdefault(topic.stem, topic.word)
    several = [(root, sessions) for root, sessions in found.items() if len(sessions) > 1]
    several.sort(key=lambda each: (-len(each[1]), each[0]))
    return tuple((words[root], tuple(sessions)) for root, sessions in several)


def returned(streams: Sequence[Told]) -> tuple[Returned, ...]:
    """Return the themes that were in force on several evenings, or came back to others unasked."""
    own: dict[str, list[str]] = {}
    for stream in streams:
        for theme in stream.themes:
            own.setdefault(theme, []).append(stream.session_id)
    found = [
        Returned(theme, tuple(sessions), _back(theme, sessions, streams)) for theme, sessions in own.items()
    ]
    return tuple(each for each in found if len(each.own) > 1 or each.back)


def _back(theme: str, own: Sequence[str], streams: Sequence[Told]) -> tuple[str, ...]:
    return tuple(
        stream.session_id
        for stream in streams
        if stream.session_id not in own
        for lines, people in (stream.touched.get(theme, (0, 0)),)
        if lines >= RETURNED_LINES and people >= RETURNED_PEOPLE
    )
