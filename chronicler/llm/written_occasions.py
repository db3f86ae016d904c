"""What can be said, without a model, where something calls for a line.

Decides what fits somebody new in a long silence, somebody unsure, and talk that has left its
theme; what the page has to say on an ordinary evening is left to ``written_phrases``, the
sentences to ``written_frames``, order and choice to ``written_lines``.
"""

from collections.abc import Iterator

from chronicler.domain.actions import Brief
from chronicler.llm import written_frames as frames
from chronicler.llm.plain_nouns import noun_phrase
from chronicler.llm.written_phrases import filled
from chronicler.llm.written_shapes import LONGEST_THEME, is_page_english, is_question, plain_of


def welcome(brief: Brief) -> Iterator[str]:
    """Yield lines that tell whoever comes in what the evening is about."""
    plain = plain_of(brief.theme, LONGEST_THEME)
    if plain:
        yield from filled(frames.WELCOME_ASKED if is_question(plain) else frames.WELCOME, brief, plain)


def welcome_anyway(brief: Brief) -> Iterator[str]:
    """Yield lines that greet the room on an evening whose theme fits in no sentence, or was told."""
    if is_page_english(brief):
        yield from filled(frames.WELCOME_ANYWAY, brief)


def unsure_of(brief: Brief) -> Iterator[str]:
    """Yield lines on what somebody was unsure of, by plain nouns alone."""
    for word in brief.asked:
        if noun := noun_phrase(word):
            yield from filled(frames.UNSURE_OF, brief, noun=noun)


def unsure(brief: Brief) -> Iterator[str]:
    """Yield lines that give not knowing its room."""
    if is_page_english(brief):
        yield from filled(frames.UNSURE, brief)


def away(brief: Brief) -> Iterator[str]:
    """Yield lines that name the theme again."""
    if plain := plain_of(brief.theme, LONGEST_THEME):
        yield from filled(frames.AWAY, brief, plain)
