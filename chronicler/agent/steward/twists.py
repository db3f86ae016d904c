"""Whether an answer of known words still tells another thing than what was looked up.

Decides the few turns that show by form: a name of nobody's, words put into another's mouth, what
was denied word by word and is affirmed, what was wanted told as done, what some may told of all,
and what stands under two titles told of one. Leaves words, figures and clauses to
``agent.steward.grounds``; who did what to whom is beyond it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.analysis.stop_words import STOP_WORDS
from chronicler.analysis.words import stem
from chronicler.domain.late_pattern import LatePattern

_SENTENCE: Final = LatePattern(r"(?<=[.!?])\s+")
_ITEMS: Final = LatePattern(r"[;.]\s+")
_NAME: Final = LatePattern(r"(?<=[a-z,;:] )[A-Z][a-z]{2,}\b")
_TELLER: Final = LatePattern(
    r"^(?P<who>[A-Z][a-z]{2,}) "
    r"(?:said|asked|wrote|told|thought|called|wondered|liked|played|promised|asks|says)\b"
)
_ANYBODY: Final = frozenset(
    {"somebody", "someone", "nobody", "they", "she", "one", "people", "viewers", "chat", "everybody", "you"}
)
_BY_STREAMER: Final = LatePattern(
    r"\bthe streamer (?:\w+ )?(?:said|says|thought|called|found|asked|wrote|felt|promised|told)\b"
)
_BY_CHAT: Final = LatePattern(
    r"\bsome(?:body|one) (?:in chat |here )?(?:\w+ )?(?:said|asked|wrote|felt|thought)\b"
)
_LINE: Final = LatePattern(r"^\d\d [A-Z][a-z]+ \d{4}, (?P<who>[^:]+): (?P<said>.*)$")
_STREAMER: Final = "the streamer"
_DENIED: Final = LatePattern(
    r"\b(?:not|no|never|nobody|isn['’]t|aren['’]t|don['’]t|doesn['’]t)"
    r"(?: (?:by|in|at|to|of|a|an|the|be|any))* (?P<word>[a-z]+)"
)
_DENIAL: Final = LatePattern(r"\b(?:not|no|never|nobody|none|nothing|without|rather than)\b|n['’]t\b")
_GOALS: Final = LatePattern(r"\bgoals: (?P<goals>[^.]+)")
_STILL_WANTED: Final = LatePattern(
    r"\b(?:goals?|plan(?:s|ned)?|want(?:s|ed)?|hop(?:es?|ed)|aims?|meant|intend(?:s|ed)?|to be|would)\b"
)
_EVERYBODY: Final = LatePattern(r"\b(?:any(?:one|body)|every(?:one|body)?|always|whoever)\b")
_ONLY: Final = LatePattern(r"\b(?:only|alone|solely|nobody but|some|mostly|often|sometimes)\b")

Told = Iterable[tuple[str, str]]
"""Tools with their results."""


def is_twisted(answer: str, told: Told, known: frozenset[str]) -> bool:
    """Return whether an answer shows one of these turns; ``known`` are words it may use as names."""
    results = tuple(told)
    whole = " ".join(result for _, result in results)
    words = known | frozenset(court_text.words(whole))
    return any(
        _has_a_name_of_nobodys(sentence, words)
        or _is_in_another_mouth(sentence, results)
        or _affirms_what_was_denied(sentence, whole)
        or _tells_as_done(sentence, whole)
        or _tells_of_all(sentence, whole)
        or _joins_two(sentence, results)
        for sentence in _SENTENCE.split(answer)
    )


def _has_a_name_of_nobodys(sentence: str, known: frozenset[str]) -> bool:
    names = [found.group().casefold() for found in _NAME.finditer(sentence)]
    if (teller := _TELLER.search(sentence)) and teller["who"].casefold() not in _ANYBODY:
        names.append(teller["who"].casefold())
    stems = {stem(word) for word in known}
    return any(name not in known and stem(name) not in stems and not _is_of_calendar(name) for name in names)


def _is_of_calendar(name: str) -> bool:
    return name.removesuffix("s") in _CALENDAR


def _is_in_another_mouth(sentence: str, told: Told) -> bool:
    """Return whether words are the streamer's that somebody in chat said, or the other way round."""
    plain = sentence.casefold()
    by_streamer = _BY_STREAMER.search(plain) is not None
    if by_streamer == (_BY_CHAT.search(plain) is not None):
        return False
    said = _telling(plain)
    lines = [found for _, result in told for item in _ITEMS.split(result) if (found := _LINE.search(item))]
    shared = [(len(said & _telling(line["said"].casefold())), line["who"] == _STREAMER) for line in lines]
    most = max((many for many, _ in shared), default=0)
    return most > 1 and all(own is not by_streamer for many, own in shared if many == most)


def _affirms_what_was_denied(sentence: str, whole: str) -> bool:
    plain = whole.casefold()
    said = sentence.casefold()
    if _DENIAL.search(said):
        return False
    denied = {stem(found["word"]) for found in _DENIED.finditer(plain)}
    denied -= {stem(word) for word in _affirmed(plain)}
    return bool(denied & _telling(said))


def _affirmed(plain: str) -> Iterator[str]:
    """Yield the words of a text that stand somewhere without a denial before them."""
    yield from court_text.words(_DENIED.sub(" ", plain))
    yield from STOP_WORDS


def _tells_as_done(sentence: str, whole: str) -> bool:
    goals = _GOALS.search(whole)
    if goals is None or _STILL_WANTED.search(sentence.casefold()):
        return False
    wanted = court_text.words(goals["goals"])
    elsewhere = _telling(whole.replace(goals["goals"], " ").casefold())
    done = {word for word in court_text.words(sentence) if word.endswith("ed") and word not in wanted}
    return bool({stem(word) for word in done} & {stem(word) for word in wanted} - elsewhere)


def _tells_of_all(sentence: str, whole: str) -> bool:
    if not _EVERYBODY.search(sentence.casefold()):
        return False
    said = _telling(sentence.casefold())
    parts = [part.casefold() for part in _ITEMS.split(whole)]
    nearest = max(parts, key=lambda part: len(said & _telling(part)), default="")
    return bool(_ONLY.search(nearest)) and not _EVERYBODY.search(nearest)


def _joins_two(sentence: str, told: Told) -> bool:
    """Return whether one evening is told of with words of two titles."""
    items = [
        _telling(part.casefold())
        for tool, result in told
        if tool == "titles"
        for part in _ITEMS.split(result)
    ]
    if not items or " and " in sentence or "," in sentence:
        return False
    said = _telling(sentence.casefold()) & set[str]().union(*items)
    return bool(said) and not any(said <= item for item in items)


def _telling(text: str) -> set[str]:
    return {stem(word) for word in court_text.words(text) if word not in STOP_WORDS}


_CALENDAR: Final = frozenset(
    re.split(
        r"\s+",
        "january february march april may june july august september october november december monday"
        " tuesday wednesday thursday friday saturday sunday english twitch steward hearthkeeper",
    )
)
