"""What somebody promised for later, told by the words they said it in.

Decides what counts as a promise that can still be kept another evening: first person and
later, or words that name another evening outright. What is about to be done on the screen
("I'll go left") is none. Leaves whose lines are read to the agent.
"""

import re
from typing import Final

from chronicler.analysis.words import stems

_ANOTHER_EVENING: Final = re.compile(
    r"\b(?:next (?:time|stream|week|month|evening|one|session)|some (?:other )?(?:day|time|evening)|"
    r"another (?:day|evening|stream|time)|one of these (?:days|evenings)|tomorrow|someday|"
    r"(?:on|this|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|in a (?:few|couple of) (?:days|weeks))\b",
    re.IGNORECASE,
)
_MEANT: Final = re.compile(
    r"\b(?:i|we)(?:['’]ll| will| shall| must| have to| should| want to|['’]m going to|['’]re going to|"
    r" promise| owe)\b|\blet['’]?s\b|\bremind me\b",
    re.IGNORECASE,
)
_OUTRIGHT: Final = re.compile(r"\bi promise(?:d)?\b|\bremind me\b|\bi owe you\b", re.IGNORECASE)
_UNDONE: Final = re.compile(r"\b(?:i|we) (?:won['’]?t|will not|will never|['’]ll never)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+")
_LEAST_STEMS: Final = 2
"""A promise of nothing in particular helps nobody another evening."""


def promise_in(text: str) -> str:
    """Return the sentence of a text that promises something for another evening, empty where none does."""
    return next((each.strip() for each in _SENTENCE.split(text) if is_promise(each)), "")


def is_promise(sentence: str) -> bool:
    """Return whether a sentence promises something for another evening."""
    if sentence.rstrip().endswith("?") or _UNDONE.search(sentence):
        return False
    is_later = _ANOTHER_EVENING.search(sentence) is not None
    is_meant = _OUTRIGHT.search(sentence) is not None or (is_later and _MEANT.search(sentence) is not None)
    return is_meant and len(stems(sentence)) >= _LEAST_STEMS
