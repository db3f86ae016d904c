"""Blog seeds: thoughts of the evening that may deserve a text.

Decides which material carries one, under which heading and with which quotes: jottings
first, then talk on the theme, questions, long thoughts. Leaves how many become notes to
Settings and drafting to the streamer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta
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
_OF_TALK: Final = frozenset({"question", "thought"})
"""Kinds that keep to a few minutes; a theme runs through the evening, a jotting is the streamer's own."""
_ON_THEME_STEMS: Final = 2
"""Of these the streamer must say two at once: one alone is often only a word."""


def blog_seeds(material: Material, questions: Sequence[Question]) -> tuple[BlogSeed, ...]:
    """Return the blog seeds of a stream, jottings first, then best first: twelve at most.

    No heading stands twice, no line is quoted by two seeds, and a seed whose minutes hold
    another one says so.
    """
    taken = _Taken(material)
    drafts = chain(_from_themes(material), thought_drafts(material, questions))
    return _without_repeats(chain(_from_jottings(material, taken), _best_first(drafts, taken)), taken)


class _Taken:
    """What the seeds kept so far hold; grows while the next ones are sought."""

    def __init__(self, material: Material) -> None:
        self.places: set[int] = set()
        self.kinds: set[str] = set()
        """Kinds of which there are enough."""
        self._place_of = {line.message.message_id: line.place for line in material.lines}

    def holds(self, seed: BlogSeed) -> bool:
        """Return whether another seed quotes one of its lines."""
        return not self.places.isdisjoint(self._places(seed))

    def take(self, seed: BlogSeed) -> None:
        """Keep its lines from all seeds that follow."""
        self.places |= self._places(seed)

    def _places(self, seed: BlogSeed) -> set[int]:
        return {self._place_of[message.message_id] for message in seed.quotes}


def _best_first(drafts: Iterable[Draft], taken: _Taken) -> Iterator[BlogSeed]:
    """Yield seeds by score, then title; a draft is worked out when nothing else can come before it.

    One that meanwhile lost a line to a better seed is worked out again without it.
    """
    known = tuple(drafts)
    waiting: list[tuple[float, bool, str, int, BlogSeed | None]] = [
        (-draft.at_most, False, "", number, None) for number, draft in enumerate(known)
    ]
    heapify(waiting)
    worked_out: set[int] = set()
    while waiting:
        *_, number, seed = heappop(waiting)
        if seed is not None and not taken.holds(seed):
            yield seed
        elif not known[number].kinds <= taken.kinds and (
            number in worked_out or len(worked_out) < _MOST_WORKED_OUT
        ):
            worked_out.add(number)
            if (told := known[number].seed(taken.places)) is not None:
                heappush(waiting, (-told.score, True, told.title, number, told))


def _without_repeats(seeds: Iterable[BlogSeed], taken: _Taken) -> tuple[BlogSeed, ...]:
    """Return the first dozen whose headings differ; kinds of which there are enough are noted."""
    kept: list[BlogSeed] = []
    titles: set[str] = set()
    kinds: Counter[str] = Counter()
    for seed in seeds:
        if seed.kind not in taken.kinds and seed.title.casefold() not in titles:
            kept.append(_beside(seed, kept))
            titles.add(seed.title.casefold())
            taken.take(seed)
            kinds[seed.kind] += 1
            if seed.kind != "jotting" and kinds[seed.kind] >= _MOST_OF_A_KIND:
                taken.kinds.add(seed.kind)
        if len(kept) >= _MOST:
            break
    return tuple(kept)


def _beside(seed: BlogSeed, better: Sequence[BlogSeed]) -> BlogSeed:
    """Return a seed that says which better one was talked of in the same minutes, where one was."""
    if seed.kind not in _OF_TALK:
        return seed
    together = {other.title: _together(seed, other) for other in better if other.kind in _OF_TALK}
    title = max(together, key=together.__getitem__, default="")
    if not title or together[title] < timedelta(0):
        return seed
    return replace(seed, why=f"{seed.why} The same minutes hold “{title}”.")


def _together(seed: BlogSeed, other: BlogSeed) -> timedelta:
    """Return how long the quoted lines of two seeds run side by side; below zero for not at all."""
    ours, theirs = [m.at for m in seed.quotes], [m.at for m in other.quotes]
    return min(max(ours), max(theirs)) - max(min(ours), min(theirs))


# What the streamer jotted ------------------------------------------------------------------


def _from_jottings(material: Material, taken: _Taken) -> Iterator[BlogSeed]:
    for number, jotting in enumerate(material.record.jottings):
        title = headings.from_own_words(jotting.text)
        if not title:
            continue
        at = material.seconds(jotting.at)
        places = _about(material, at, frozenset(stems(jotting.text)), taken.places)
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


def _about(material: Material, at: float, wanted: frozenset[str], taken: AbstractSet[int]) -> tuple[int, ...]:
    """Return the best lines around a time that share its words, else none: nearness is no kinship."""
    near = material.threads.between(at - _AROUND_BEFORE, at + _AROUND_AFTER)
    sharing = [
        place for place in near if place not in taken and wanted.intersection(material.lines[place].stems)
    ]
    return material.best((place for place in sharing if is_quotable(material.lines[place])), QUOTES)


# Talk on the theme --------------------------------------------------------------------------


def _from_themes(material: Material) -> Iterator[Draft]:
    seen: set[str] = set()
    for span, (_, roots) in zip(material.record.themes, material.themes, strict=True):
        if roots and span.theme.casefold() not in seen:
            seen.add(span.theme.casefold())
            yield from _theme_draft(material, span, roots)


def _theme_draft(material: Material, span: ThemeSpan, roots: frozenset[str]) -> Iterator[Draft]:
    """Yield the draft of one theme where enough people came back to it while it was in force."""
    places = places_on_theme(material, span.theme, roots)
    lines = [material.lines[place] for place in places]
    spoken = [
        said for said in material.spoken if len(roots.intersection(stems(said.text))) >= _ON_THEME_STEMS
    ]
    if len(lines) < LEAST_LINES or chatters(lines) < LEAST_PEOPLE or not _is_sustained(lines):
        return
    began, ended = lines[0].seconds, lines[-1].seconds
    seed = BlogSeed(
        title=headings.from_theme(span.theme),
        kind="theme",
        why=f"{count(chatters(lines), 'person', 'people').capitalize()} came back to the stream's theme in"
        f" {count(len(lines), 'line')} within {_lasted(ended - began)}, beginning {material.clock(began)}.",
        score=round(_THEME_SCORE + min(20, len(lines)), 2),
        theme=span.theme,
        spoken=tuple(spoken[:3]),
    )

    def told(taken: AbstractSet[int]) -> BlogSeed | None:
        free = material.best((place for place in places if place not in taken), QUOTES)
        return replace(seed, quotes=material.messages(free)) if free else None

    yield Draft(seed.score, frozenset({"theme"}), told)


def _lasted(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    told = [count(hours, "hour")] if hours else []
    return together([*told, count(rest, "minute")] if rest else told)


def _is_sustained(lines: Sequence[Line]) -> bool:
    """Return whether two people or more stayed with it for a while, and not only brushed it in passing."""
    runs = (lines[at : at + _RUN_LINES] for at in range(len(lines) - _RUN_LINES + 1))
    return any(run[-1].seconds - run[0].seconds <= _RUN_SECONDS and chatters(run) > 1 for run in runs)
