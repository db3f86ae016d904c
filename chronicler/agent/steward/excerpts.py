"""Whether a sentence says only what stands in a passage, word for word.

Decides that a sentence must be whole clauses of one statement of one passage, from its beginning,
in its order and with nothing between, and that what it leaves off at the end may not change what
is left: no condition, no exception, no denial. Who did what to whom, which of two is more, and why,
can then not be turned. Articles, marks and how a number is spelled do not count. A line of an
earlier stream must be told with who said it. Leaves whatever is said otherwise to
``agent.steward.own_words``, which quotes.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.agent.steward import figures
from chronicler.agent.steward.figures_spelled import in_digits
from chronicler.agent.steward.passages import MEMORY, NOTES, STREAMER, Passage
from chronicler.domain.late_pattern import LatePattern

_STATEMENTS: Final = LatePattern(r"[.!?;]+[”\"')]*(?:\s+|$)")
_CLAUSES: Final = LatePattern(r"[,:]\s+|\s+[–—-]\s+")
_LEADS: Final = LatePattern(
    r"^(?:yes[,:]? )?(?:(?:by|according to|in|from) (?:the |these )?(?:streamer's )?notes[,:]? "
    r"|(?:the|these) notes (?:say|tell|have it)(?: that)?[,:]? )?"
)
_YES: Final = LatePattern(r"^yes[,:]? ")
_TOLD: Final = LatePattern(
    r"^(?:(?:on|in) (?P<before>[^,]{3,30}?),? )?(?P<who>the streamer|some(?:body|one)(?: in chat| here)?)"
    r" (?:once )?(?:said|wrote|remarked)(?: (?:on|in) (?P<after>[^,]{3,30}?))?(?: that\b|[:,])? (?P<said>.+)$"
)
_ARTICLES: Final = frozenset({"a", "an", "the"})
_TURNS: Final = LatePattern(
    r"\b(?:not|no|never|nothing|none|nobody|nowhere|neither|nor|cannot|without|hardly|barely|but|only|unless"
    r"|if|when|while|until|till|before|after|except|although|though|however|yet|almost|nearly|once|as long"
    r"|provided|instead|rather|supposedly|perhaps|maybe|allegedly|or so|said|says|say|claims?|thinks?"
    r"|believes?)\b"
    r"|n['’]t\b"
)
"""What left off at the end would leave a sentence that says more, or other, than was found."""


def tells(sentence: str, passage: Passage, today: date) -> bool:
    """Return whether every statement of a sentence is an excerpt of a passage."""
    said = _said(sentence.casefold().replace("’", "'"), passage, today)
    known = [_clauses(each) for each in _statements(passage.text)]
    parts = [_clauses(each) for each in _statements(said)]
    return bool(parts) and not passage.leans and all(_is_in(part, known) for part in parts)


def _said(plain: str, passage: Passage, today: date) -> str:
    """Return what a sentence says without who told it; nothing where that is not who did."""
    if passage.tool == NOTES:
        return _LEADS.sub("", plain)
    if passage.tool != MEMORY:
        return _YES.sub("", plain)
    told = _TOLD.match(_YES.sub("", plain))
    if told is None or (told["who"] == STREAMER) != (passage.who == STREAMER):
        return ""
    when = [f for part in (told["before"], told["after"]) if part for f in _figures(part)]
    is_dated = any((told["before"], told["after"]))
    if (is_dated and not when) or not _are_of(when, passage.on, today):
        return ""
    return told["said"].strip('“”" ')


def _figures(text: str) -> tuple[figures.Figure, ...]:
    read = figures.read(f"in {text}")
    return read.figures


def _are_of(said: Iterable[figures.Figure], on: str, today: date) -> bool:
    known = figures.read(on).figures
    return all(any(figures.is_borne_out(each, one, today) for one in known) for each in said)


def _statements(text: str) -> list[str]:
    return [part for part in _STATEMENTS.split(text) if part.strip()]


def _clauses(statement: str) -> list[tuple[str, ...]]:
    parts = _CLAUSES.split(in_digits(statement))
    return [words for part in parts if (words := _words(part))]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in court_text.words(text) if word not in _ARTICLES)


def _is_in(said: list[tuple[str, ...]], known: list[list[tuple[str, ...]]]) -> bool:
    return any(
        each[: len(said)] == said and not any(_TURNS.search(" ".join(left)) for left in each[len(said) :])
        for each in known
    )
