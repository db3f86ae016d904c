"""Whether a model's answer is borne out by what it looked up.

Decides that an answer rests on the tools' results and on what the streamer wrote: word by word,
so that one which brings up words of its own or gives back the asker's falls; figure by figure,
each beside the words it belongs to; that it denies nothing that was not denied, nor the other way
round; and that it turns nothing into another thing. Of times, code's own sentence takes the place
of a model's. A sentence that gives orders is no source. What it refuses was perhaps true; then the
Steward does not know, which is true as well. Leaves what a figure means to
``agent.steward.figures``, turns to ``agent.steward.twists``, style to ``agent.court.verdict``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.court import verdict as court
from chronicler.agent.state import State
from chronicler.agent.steward import denials, figures, twists
from chronicler.agent.steward.answers import Answer
from chronicler.agent.steward.figures import Figure, Kind
from chronicler.analysis.stop_words import STOP_WORDS
from chronicler.analysis.words import stem
from chronicler.domain.chat import Message
from chronicler.domain.events import ToolUsed
from chronicler.domain.late_pattern import LatePattern

UNSUPPORTED: Final = "unsupported"
PARROTS: Final = "parrots"
FIGURES: Final = "unfounded_figure"
DENIAL: Final = "denial"
TWISTED: Final = "twisted"
LEAST_SUPPORTED: Final = 0.6
"""Share of an answer's telling words that must stand in what was looked up."""
_NEUTRAL: Final = frozenset(
    {
        *("tonight", "evening", "stream", "streamer", "earlier", "note", "notes", "dashboard", "chat"),
        *(
            "title",
            "titles",
            "link",
            "links",
            "stand",
            "stands",
            "kept",
            "found",
            "here",
            "there",
            "given",
            "known",
        ),
        *(
            "find",
            "look",
            "looked",
            "hold",
            "holds",
            "come",
            "comes",
            "came",
            "tell",
            "tells",
            "far",
            "guess",
        ),
    }
)
"""Words that an answer may use of itself: they say where something stands, and nothing about it."""
DASHBOARD, LINKS, TITLES, CLOCK, MEMORY = "dashboard", "links", "titles", "clock", "memory"
"""Tools whose results have a form of their own."""
_OF_THE_CLOCK: Final = frozenset({Kind.HOUR, Kind.SPAN, Kind.AGO})
_SENTENCE: Final = LatePattern(r"(?<=[.!?])\s+")
_DATED: Final = LatePattern(r"(?<=[;.:])\s+(?=\d\d [A-Z][a-z]+ \d{4}[,:])")
_CAME_UP: Final = LatePattern(r"(?:up|mention\w*|sp\w+|talk\w*|discuss\w*|remember\w*)$")
_NOT_FOR_A_SOURCE: Final = frozenset(
    {
        "orders",
        "begging",
        "newline",
        "syntax",
        "link",
        "command",
        "claims_human",
        "feigned_activity",
        "disguised",
    }
)


def is_source(text: str) -> bool:
    """Return whether a sentence from a note or an earlier stream may be looked up at all.

    One that gives orders, begs or leads elsewhere was perhaps planted, and is no knowledge.
    """
    return not _NOT_FOR_A_SOURCE & set(court.judge(text, court.Profile.STEWARD).broken)


def missing(
    answer: Answer, question: Message, used: tuple[ToolUsed, ...], state: State, now: datetime
) -> tuple[str, ...]:
    """Return what keeps an answer given at ``now`` from being borne out, in stable codes."""
    text = _without(answer.text, answer.quoted)
    read = figures.read(text)
    said = _telling(read.rest)
    if not said and answer.quoted:
        return ()
    passages = tuple(_passages(used, state))
    known = {word for passage in passages for word in _telling(passage.text)}
    unknown = said - known
    if (_telling(text) - known) & _telling(question.text):
        return (PARROTS,)
    if not (said or read.figures) and _says_only_that_nothing_is(text, used):
        return ()
    if not (said or read.figures) or len(said - unknown) < LEAST_SUPPORTED * len(said):
        return (UNSUPPORTED,)
    looked_up = _LookedUp(passages, now, state)
    told = [(each.tool, each.result) for each in used if not each.is_refused]
    own = frozenset(word for passage in passages for word in court_text.words(passage.text))
    broken = (
        (FIGURES, looked_up.bears_figures_of(text)),
        (DENIAL, looked_up.bears_denials_of(text)),
        (TWISTED, not twists.is_twisted(text, told, own)),
    )
    return tuple(code for code, is_borne in broken if not is_borne)


def _says_only_that_nothing_is(text: str, used: tuple[ToolUsed, ...]) -> bool:
    """Return whether an answer without a word of its own says what every tool says: nothing."""
    told = [list(denials.clauses(each.result.casefold())) for each in used if not each.is_refused]
    said = denials.clauses(text.casefold())
    return bool(told) and all(_denies(each) for each in told) and _denies(said)


def _denies(clauses: Iterable[denials.Clause]) -> bool:
    return any(clause.denies or clause.denies_telling for clause in clauses)


def of_the_clock(answer: Answer, used: tuple[ToolUsed, ...]) -> str:
    """Return code's own words where an answer tells a time that was worked out; else nothing.

    An excerpt of those words may stand as the model chose it.
    """
    told = [each.result for each in used if each.tool == CLOCK and not each.is_refused]
    elsewhere = [each.result for each in used if each.tool != CLOCK and not each.is_refused]
    text = _without(answer.text, answer.quoted)
    is_of_time = any(f.kind in _OF_THE_CLOCK or f.may_be_hour for f in figures.read(text).figures)
    if not told or not is_of_time or _is_excerpt(text, told):
        return ""
    known = {figure for result in elsewhere for figure in figures.read(result).figures}
    if elsewhere and set(figures.read(text).figures) <= known:
        return ""
    return _closest(told[-1])


def _closest(result: str) -> str:
    """Return the sentence on the time that was asked for, else all the clock told."""
    *_, last = _SENTENCE.split(result)
    return last if " comes in " in last else result


def _is_excerpt(text: str, told: list[str]) -> bool:
    whole = " ".join(" ".join(court_text.words(result)) for result in told)
    sentences = [" ".join(court_text.words(each)) for each in _SENTENCE.split(text)]
    return all(f" {each} " in f" {whole} " for each in sentences)


# What was looked up ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """One thing that was found: a sentence, or a line of an earlier stream with its date."""

    text: str
    items: int = 0
    """How many things a list of the streamer's own holds."""


def _passages(used: tuple[ToolUsed, ...], state: State) -> Iterator[_Passage]:
    for each in (each for each in used if not each.is_refused):
        by = _DATED if each.tool in (MEMORY, TITLES) else _SENTENCE
        for text in by.split(each.result):
            is_listed = each.tool in (DASHBOARD, LINKS)
            yield _Passage(text, _listed(text) if is_listed else 0)
    board = state.desk.dashboard
    own = (board.theme, board.game, board.stream_title) if board else ()
    yield from (_Passage(text) for text in own if text)


def _listed(text: str) -> int:
    return len(re.split(r"[;,] ", text.rpartition(":")[2]))


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """All that an answer may rest on."""

    passages: tuple[_Passage, ...]
    now: datetime
    state: State

    def bears_figures_of(self, text: str) -> bool:
        """Return whether each figure stands in a passage that shares a word with its sentence."""
        return all(self._bears(sentence) for sentence in _SENTENCE.split(text))

    def _bears(self, sentence: str) -> bool:
        said = figures.read(sentence)
        near = self._nearest(_telling(said.rest)) if said.figures else ()
        return all(any(self._is_in(figure, passage) for passage in near) for figure in said.figures)

    def _nearest(self, words: set[str]) -> tuple[_Passage, ...]:
        shared = {each: len(words & _telling(figures.read(each.text).rest)) for each in self.passages}
        most = max(shared.values(), default=0)
        return tuple(each for each, many in shared.items() if 2 * many >= most)

    def _is_in(self, said: Figure, passage: _Passage) -> bool:
        today = self.now.astimezone(self.state.settings.timezone).date()
        if said.kind is Kind.NUMBER and said.value == (passage.items,) and passage.items > 1:
            return True
        return any(figures.is_borne_out(said, each, today) for each in figures.read(passage.text).figures)

    def bears_denials_of(self, text: str) -> bool:
        """Return whether each clause denies what was denied, and affirms what was not."""
        known = [clause for passage in self.passages for clause in denials.clauses(passage.text.casefold())]
        return all(_agrees(clause, known) for clause in denials.clauses(text.casefold()))


def _agrees(said: denials.Clause, known: list[denials.Clause]) -> bool:
    if said.denies_telling:
        words = _telling(f"{said.told} {said.text}", neutral=False)
        return any(words <= _telling(f"{k.told} {k.text}", neutral=False) for k in known if k.denies_telling)
    words = _telling(said.text, neutral=not said.denies)
    if said.told and not said.denies:
        words = set() if _CAME_UP.search(said.told) else words
    shared = [(len(words & _telling(k.text, neutral=not said.denies)), k.denies) for k in known]
    most = max((many for many, _ in shared), default=0)
    if said.denies:
        return most > 0 and any(denied for many, denied in shared if many == most)
    return most == 0 or any(not denied for many, denied in shared if many == most)


def _without(text: str, quoted: tuple[str, ...]) -> str:
    for own in sorted(quoted, key=len, reverse=True):
        text = text.replace(own, " ")
    return text


def _telling(text: str, *, neutral: bool = True) -> set[str]:
    """Return the words of a text that say something, by their stems; marks between words are blanks."""
    words = court_text.words(text.replace("^", " "))
    idle = _NEUTRAL if neutral else frozenset()
    return {stem(word) for word in words if word not in STOP_WORDS and word not in idle}
