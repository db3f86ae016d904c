"""How much of an evening fits into what a language model is told.

Decides how long a text is, roughly, and which of the latest lines are told whole; what is
older is told by its topics only. Leaves finding the topics to ``analysis.themes``.
"""

import math
from collections.abc import Sequence
from typing import Final

from chronicler.agent.prompts.quiet_line import datamarked
from chronicler.analysis.themes import words_heard
from chronicler.domain.chat import Message

CHARACTERS_A_TOKEN: Final = 4
"""A rule of thumb for English, kept on purpose: each model counts otherwise, and none is asked."""
_MOST_TOPICS: Final = 8


def tokens(text: str) -> int:
    """Return roughly how many tokens a text is."""
    return math.ceil(len(text) / CHARACTERS_A_TOKEN)


def cut(text: str, most: int) -> str:
    """Return the beginning of a text that fits into so many tokens, whole words."""
    if tokens(text) <= most:
        return text
    return text[: most * CHARACTERS_A_TOKEN - 2].rsplit(" ", 1)[0] + " …"


def talk(
    lines: Sequence[Message], most: int, names: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the latest lines that fit, datamarked and without names, and the topics of those before.

    ``most`` is in tokens and bounds both together.
    """
    kept: list[str] = []
    left = most - tokens(" " * _MOST_TOPICS * 12)
    said = [line for line in lines if line.text.strip()]
    while said and (size := tokens(marked := datamarked(said[-1].text)) + 1) <= left:
        kept.insert(0, marked)
        left -= size
        said.pop()
    return tuple(kept), words_heard(said, names=names, limit=_MOST_TOPICS)
