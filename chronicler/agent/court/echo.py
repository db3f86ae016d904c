"""Whether a line only gives back what its writer was told.

Decides what counts as given back: a run of words from the instructions, one of their headings
before a colon, or the streamer's own words with next to nothing added. Leaves what was told to
``prompts`` and what is said about a finding to ``court.rules``.
"""

from collections.abc import Iterable
from typing import Final

from chronicler.agent.court import text as court_text

_RUN: Final = 5
"""Words in a row that two texts hardly share by chance."""
_LONGEST_HEADING: Final = 12
_FEWEST_ADDED: Final = 3
"""Words of a line that go beyond the streamer's own, or it says nothing."""


def shared_run(text: str, told: Iterable[str]) -> str:
    """Return the first run of five words that a line shares with what was told."""
    mine = _runs(text)
    shared = (sorted(mine & _runs(each)) for each in told)
    return next((" ".join(runs[0]) for runs in shared if runs), "")


def heading_in(text: str, told: Iterable[str]) -> str:
    """Return what stands before a line's first colon, where something that was told ends so."""
    before, colon, _ = text.partition(":")
    label = court_text.words(before)
    if not colon or not 0 < len(label) <= _LONGEST_HEADING:
        return ""
    headings = (words for words in map(court_text.words, told) if len(words) <= _LONGEST_HEADING)
    return before if any(words[-len(label) :] == label for words in headings) else ""


def bare_words_of(text: str, own: Iterable[str]) -> str:
    """Return the words of the streamer's, five or more, that make up all but two words of a line."""
    said = court_text.words(text)
    for each in own:
        words = court_text.words(each)
        if len(words) >= _RUN and len(said) - len(words) < _FEWEST_ADDED and _holds(said, words):
            return each
    return ""


def _holds(said: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(said[n : n + len(words)] == words for n in range(len(said) - len(words) + 1))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = court_text.words(text)
    return {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}
