"""Blog seeds: thoughts of the evening that may deserve a text.

Decides which material carries one, under which heading and with which quotes: jottings
first, then talk on the theme, questions, long thoughts. Leaves how many become notes to
Settings and drafting to the streamer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from heapq import heapify, heappop, heappush
from itertools import chain
from typing import Final

from chronicler.agent.scribe import headings
from chronicler.agent.scribe.material import Material, count, together
from chronicler.agent.scribe.theme import LEAST_LINES, LEAST_PEOPLE, places_on_theme
from chronicler.agent.scribe.thoughts import QUOTES, Draft, thought_drafts
from chronicler.analysis.lines import Line, chatters
from chronicler.analysis.questions import Question
from chronicler.analysis.ranking import is_quotable
from chronicler.analysis.words import stems
from chronicler.domain.record import BlogSeed, ThemeSpan

_MOST: Final = 12
_MOST_OF_A_KIND: Final = 5
_MOST_WORKED_OUT: Final = 48
"""Drafts worked out in one stream: where so many gave no dozen, the rest is small talk."""
_AROUND_BEFORE: Final = 240.0
_AROUND_AFTER: Final = 300.0
_JOTTING_SCORE: Final = 100.0
_THEME_SCORE: Final = 40.0
_RUN_LINES: Final = 3
_RUN_SECONDS: Final = 600.0
_ON_THEME_STEMS: Final = 2
"""Of these the streamer must say two at once: one alone is often only a word."""


def blog_seeds(material: Material, questions: Sequence[Question]) -> tuple[BlogSeed, ...]:
    """Return the blog seeds of a stream, jottings first, then best first: twelve at most.

    No heading stands twice and no line leads two seeds.
    """
    full: set[str] = set()
    ready = sorted(_from_themes(material), key=lambda seed: (-seed.score, seed.title))
    rest = _best_first(ready, thought_drafts(material, questions), full)
    return _without_repeats(chain(_from_jottings(material), rest), full)


def _best_first(
    ready: Iterable[BlogSeed], drafts: Iterable[Draft], full: AbstractSet[str]
) -> Iterator[BlogSeed]:
    """Yield seeds by score, then title; a draft is worked out when nothing else can come before it.

    ``full`` holds the kinds nobody waits for any more, and may grow meanwhile.
    """
    waiting: list[tuple[float, bool, str, int, BlogSeed | Draft]] = []
    for number, draft in enumerate(drafts):
        waiting.append((-draft.at_most, False, "", number, draft))
    for number, theme in enumerate(ready):
        waiting.append((-theme.score, True, theme.title, number, theme))
    heapify(waiting)
    worked_out = 0
    while waiting:
        *_, number, first = heappop(waiting)
        if isinstance(first, BlogSeed):
            yield first
        elif worked_out < _MOST_WORKED_OUT and not first.kinds <= full:
            worked_out += 1
            if (seed := first.seed()) is not None:
                heappush(waiting, (-seed.score, True, seed.title, number, seed))


def _without_repeats(seeds: Iterable[BlogSeed], full: set[str]) -> tuple[BlogSeed, ...]:
    """Return the first dozen that say something new; kinds of which there are enough go to ``full``."""
    kept: list[BlogSeed] = []
    titles: set[str] = set()
    quoted_ids: set[str] = set()
    kinds: Counter[str] = Counter()
    for seed in seeds:
        ids = {message.message_id for message in seed.quotes}
        is_new = seed.kind in ("jotting", "theme") or len(ids & quoted_ids) * 2 <= len(ids)
        if is_new and seed.kind not in full and seed.title.casefold() not in titles:
            kept.append(seed)
            titles.add(seed.title.casefold())
            quoted_ids |= ids
            kinds[seed.kind] += 1
            if seed.kind != "jotting" and kinds[seed.kind] >= _MOST_OF_A_KIND:
                full.add(seed.kind)
        if len(kept) >= _MOST:
            break
    return tuple(kept)


# What the streamer jotted ------------------------------------------------------------------


def _from_jottings(material: Material) -> Iterator[BlogSeed]:
    for number, jotting in enumerate(material.record.jottings):
        title = headings.from_own_words(jotting.text)
        if not title:
            continue
        at = material.seconds(jotting.at)
        places = _about(material, at, frozenset(stems(jotting.text)))
        yield BlogSeed(
            title=title,
            kind="jotting",
            why=_why_jotting(material, at, places),
            score=_JOTTING_SCORE - number * 0.1,
            theme=material.theme_at(at),
            quotes=material.messages(places),
            spoken=material.spoken_around(at),
            jottings=(jotting,),
        )


def _why_jotting(material: Material, at: float, places: Sequence[int]) -> str:
    wrote = f"You jotted this down {material.clock(at)}"
    if not places:
        return f"{wrote}."
    belongs = "belongs" if len(places) == 1 else "belong"
    return f"{wrote}; {count(len(places), 'line')} from the chat around it {belongs} with it."


def _about(material: Material, at: float, wanted: frozenset[str]) -> tuple[int, ...]:
    """Return the best lines around a time that share its words, else none: nearness is no kinship."""
    near = material.threads.between(at - _AROUND_BEFORE, at + _AROUND_AFTER)
    sharing = [place for place in near if wanted.intersection(material.lines[place].stems)]
    return material.best((place for place in sharing if is_quotable(material.lines[place])), QUOTES)


# Talk on the theme --------------------------------------------------------------------------


def _from_themes(material: Material) -> Iterator[BlogSeed]:
    seen: set[str] = set()
    for span, (_, roots) in zip(material.record.themes, material.themes, strict=True):
        if roots and span.theme.casefold() not in seen:
            seen.add(span.theme.casefold())
            yield from _theme_seed(material, span, roots)


def _theme_seed(material: Material, span: ThemeSpan, roots: frozenset[str]) -> Iterator[BlogSeed]:
    """Yield the seed of one theme where enough people came back to it while it was in force."""
    places = places_on_theme(material, span.theme, roots)
    lines = [material.lines[place] for place in places]
    spoken = [
        said for said in material.spoken if len(roots.intersection(stems(said.text))) >= _ON_THEME_STEMS
    ]
    if len(lines) < LEAST_LINES or chatters(lines) < LEAST_PEOPLE or not _is_sustained(lines):
        return
    began, ended = lines[0].seconds, lines[-1].seconds
    yield BlogSeed(
        title=headings.from_theme(span.theme),
        kind="theme",
        why=f"{count(chatters(lines), 'person', 'people').capitalize()} came back to tonight's theme in"
        f" {count(len(lines), 'line')} within {_lasted(ended - began)}, beginning {material.clock(began)}.",
        score=round(_THEME_SCORE + min(20, len(lines)), 2),
        theme=span.theme,
        quotes=material.messages(material.best(places, QUOTES)),
        spoken=tuple(spoken[:3]),
    )


def _lasted(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    told = [count(hours, "hour")] if hours else []
    return together([*told, count(rest, "minute")] if rest else told)


def _is_sustained(lines: Sequence[Line]) -> bool:
    """Return whether two people or more stayed with it for a while, and not only brushed it in passing."""
    runs = (lines[at : at + _RUN_LINES] for at in range(len(lines) - _RUN_LINES + 1))
    return any(run[-1].seconds - run[0].seconds <= _RUN_SECONDS and chatters(run) > 1 for run in runs)
