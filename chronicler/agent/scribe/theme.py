"""Which talk and which seeds of a stream stand on the theme that was in force.

Decides by the theme's words when a line touches it, when a room took it up and which seeds
grew from it; shared words are a hint only, so a theme put in other words is missed. Leaves
telling it to ``notes``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from chronicler.agent.scribe.material import Material
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.ranking import is_quotable
from chronicler.analysis.themes import COMMON_STEMS, adherence
from chronicler.analysis.words import stems
from chronicler.domain.chat import Message
from chronicler.domain.record import BlogSeed, ClipSeed, ThemeTouch

LEAST_LINES: Final = 4
LEAST_PEOPLE: Final = 2
_LEAST_SHARE: Final = 0.01
"""Of the lines under a theme; in a busy chat a handful of them says any word."""
_STEMS_AT_ONCE: Final = 2
"""So many common words of a theme in one line touch it; one alone is often only a word."""
_LEAST_OF_A_SEED: Final = 2
_QUOTES: Final = 5
_MOST_THREADS: Final = 3
_PAUSE_SECONDS: Final = 10 * 60.0
_LEAST_OF_A_RUN: Final = 3


def touches(said: Collection[str], roots: frozenset[str]) -> bool:
    """Return whether stems hold a telling word of a theme, or two words of it at once."""
    shared = roots.intersection(said)
    return not shared <= COMMON_STEMS or len(shared) >= min(_STEMS_AT_ONCE, len(roots)) > 0


def places_on_theme(material: Material, theme: str, roots: frozenset[str]) -> list[int]:
    """Return the places of calm lines that touch a theme while it is in force, in order."""
    near = {place for root in roots for place in material.sayings.places.get(root, ())}
    return [
        place
        for place in sorted(near)
        if is_quotable(line := material.lines[place])
        and touches(line.stems, roots)
        and _in_force(material, line.seconds) == theme.casefold()
    ]


def theme_touches(material: Material, left_open: Sequence[Message] = ()) -> tuple[ThemeTouch, ...]:
    """Return how far the chat came to each theme of the evening; without one whose words tell nothing.

    ``left_open`` holds the questions of the stream that nobody answered.
    """
    themes = tuple(_themes(material))
    under = (
        Counter(_in_force(material, line.seconds) for line in material.lines) if themes else Counter[str]()
    )
    return tuple(
        _touch(material, theme, roots, under[theme.casefold()], left_open) for theme, roots in themes
    )


def _touch(
    material: Material, theme: str, roots: frozenset[str], lines_under: int, left_open: Sequence[Message]
) -> ThemeTouch:
    places = places_on_theme(material, theme, roots)
    people = chatters(material.lines[place] for place in places)
    return ThemeTouch(
        theme=theme,
        lines=len(places),
        chatters=people,
        is_taken_up=people >= LEAST_PEOPLE and len(places) >= max(LEAST_LINES, _LEAST_SHARE * lines_under),
        quotes=material.messages(material.best(places, _QUOTES)),
        share=adherence(material.sayings, _alone(material, theme)),
        near=_near(material, places),
        open_threads=_threads(material, theme, roots, left_open),
    )


def _alone(material: Material, theme: str) -> list[tuple[float, frozenset[str]]]:
    """Return the themes of the evening with all but one of them left blank."""
    spans = zip(material.record.themes, material.themes, strict=True)
    return [
        (at, roots if span.theme.casefold() == theme.casefold() else frozenset())
        for span, (at, roots) in spans
    ]


def _near(material: Material, places: Sequence[int]) -> tuple[tuple[datetime, datetime], ...]:
    """Return the stretches in which the theme's words kept coming; a word in passing is none."""
    runs: list[list[Line]] = []
    for line in (material.lines[place] for place in places):
        if not runs or line.seconds - runs[-1][-1].seconds > _PAUSE_SECONDS:
            runs.append([])
        runs[-1].append(line)
    return tuple(
        (run[0].message.at, run[-1].message.at)
        for run in runs
        if len(run) >= _LEAST_OF_A_RUN and chatters(run) >= LEAST_PEOPLE
    )


def _threads(
    material: Material, theme: str, roots: frozenset[str], left_open: Sequence[Message]
) -> tuple[Message, ...]:
    under = [m for m in left_open if _in_force(material, material.seconds(m.at)) == theme.casefold()]
    return tuple([m for m in under if touches(stems(m.text), roots)][:_MOST_THREADS])


def _in_force(material: Material, seconds: float) -> str:
    return material.theme_at(seconds).casefold()


def _themes(material: Material) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each theme that has words of its own, once, with the stems it is known by."""
    known: dict[str, tuple[str, frozenset[str]]] = {}
    for span, (_, roots) in zip(material.record.themes, material.themes, strict=True):
        theme, before = known.get(span.theme.casefold(), (span.theme, frozenset[str]()))
        known[span.theme.casefold()] = (theme, before | roots)
    yield from (each for each in known.values() if each[1])


def grown_blogs(seeds: Iterable[BlogSeed], material: Material) -> tuple[BlogSeed, ...]:
    """Return blog seeds, each with whether its words stand on the theme it was found under."""
    by_theme = {theme.casefold(): roots for theme, roots in _themes(material)}
    return tuple(
        replace(seed, is_on_theme=_has_grown(seed, by_theme.get(seed.theme.casefold(), frozenset())))
        for seed in seeds
    )


def _has_grown(seed: BlogSeed, roots: frozenset[str]) -> bool:
    own = (seed.title, *(jotting.text for jotting in seed.jottings))
    return any(touches(stems(text), roots) for text in own) or _is_near(seed.quotes, roots)


def grown_clips(seeds: Iterable[ClipSeed], material: Material) -> tuple[ClipSeed, ...]:
    """Return clip seeds, each with whether the talk of its moment stood on the theme in force."""
    by_theme = {theme.casefold(): roots for theme, roots in _themes(material)}
    return tuple(
        replace(seed, is_on_theme=_is_near(seed.excerpt, by_theme.get(theme, frozenset())))
        for seed in seeds
        for theme in (_in_force(material, material.seconds(seed.peak_at)),)
    )


def _is_near(messages: Iterable[Message], roots: frozenset[str]) -> bool:
    """Return whether several lines touch a theme: one line that does is chance."""
    return sum(touches(stems(message.text), roots) for message in messages) >= _LEAST_OF_A_SEED
