"""The few ways in which a thread of the evening is named without a model.

Decides the sentences, and which themes, words and notes fit into them; whatever does not
fit is left alone, since a line that sounds filled in is worse than none. Leaves order and
choice to ``written_lines`` and the last word to the court. The streamer's words always
stand in quotation marks: their grammar is their own, and nobody else's mouth.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from chronicler.agent import court_text
from chronicler.analysis.words import stem
from chronicler.domain.actions import Brief
from chronicler.llm.plain_nouns import NounPhrase, noun_phrase

LONGEST_THEME: Final = 70
LONGEST_TOPIC: Final = 60
LONGEST_NOTE: Final = 200
_MOST_WORDS: Final = 3
_PLAIN: Final = re.compile(r"[\w ,.'’:;()&/–—?-]+")
"""What may stand in a quotation: titles with pipes, brackets or exclamations are no thoughts."""
_FUNCTION_WORDS: Final = """
a about after against among and are as at be before behind between beyond but by can do does for from has
have how i if in into is it its like may more my no nobody not nothing of off on or our out over should
than that the their there they this through to under until we what when where which while who whose why
will with within without would you your
"""
_ENGLISH: Final = frozenset(_FUNCTION_WORDS.split())
_CLAUSES: Final = tuple(
    (word,) for word in ("how", "what", "when", "where", "whether", "which", "who", "why")
)
_RESTFUL: Final = frozenset(
    stem(w) for w in ("breathe", "calm", "linger", "listen", "patience", "present", "quiet", "rest", "slow")
)


def words_of(text: str) -> frozenset[str]:
    """Return the stems of all words in a text."""
    return frozenset(stem(word) for word in court_text.words(text))


def heard_nouns(brief: Brief) -> tuple[tuple[str, NounPhrase], ...]:
    """Return the heard words that a sentence can carry, most telling first, game's title left out."""
    game = words_of(brief.game)
    found = ((word, noun_phrase(word)) for word in brief.heard)
    plain = [(word, noun) for word, noun in found if noun is not None and stem(word) not in game]
    return tuple(plain[:_MOST_WORDS])


def quotable(text: str, longest: int) -> str:
    """Return a text of the streamer's ready for quotation marks, empty where it will not fit.

    Fits: one English sentence or phrase of plain characters, not longer than ``longest``.
    """
    plain = court_text.normalise(text).rstrip(" .;:,")
    fits = (
        0 < len(plain) <= longest
        and _PLAIN.fullmatch(plain)
        and court_text.sentences(plain) == 1
        and _is_english(plain)
    )
    return plain if fits else ""


def _is_english(text: str) -> bool:
    return any(word in _ENGLISH or noun_phrase(word) is not None for word in court_text.words(text))


def is_question(text: str) -> bool:
    """Return whether a text ends in a question mark, quotation marks aside."""
    return court_text.normalise(text).endswith("?")


# Each function yields the lines it can make of a brief, none where its material is missing ---------


def theme_itself(brief: Brief) -> Iterator[str]:
    """Yield a theme that is a question, as the streamer asked it."""
    theme = court_text.normalise(brief.theme)
    if is_question(theme) and len(theme.split()) >= 3:  # noqa: PLR2004 - "Why?" asks nothing
        yield theme


def theme_and_talk(brief: Brief) -> Iterator[str]:
    """Yield lines that hold what is heard against the theme."""
    theme = quotable(brief.theme, LONGEST_THEME)
    if not theme:
        return
    for word, noun in heard_nouns(brief):
        if stem(word) in words_of(theme):
            yield from _within_theme(theme, noun)
        elif is_question(theme):
            verb = "are" if noun.is_plural else "is"
            yield f"Tonight's question was “{theme}” So far the talk has answered with {noun.text}."
            yield f"Perhaps {noun.text} {verb} one answer to “{theme}”"
        else:
            verb = "Are" if noun.is_plural else "Is"
            yield (
                f"Tonight's thread is “{theme}”, and the talk keeps returning to {noun.text}."
                " They may not be far apart."
            )
            if not _asks_indirectly(theme):
                yield f"{verb} {noun.text} a way into “{theme}”, or a way out of it?"


def _asks_indirectly(theme: str) -> bool:
    """Return whether a theme is a clause such as "why it never ends", which nothing leads into."""
    return court_text.words(theme)[:1] in _CLAUSES


def _within_theme(theme: str, noun: NounPhrase) -> Iterator[str]:
    yield f"The talk has kept to tonight's thread, and most of all to {noun.text}."
    if not is_question(theme) and not _asks_indirectly(theme):
        yield f"Of everything in “{theme}”, it is {noun.text} the talk keeps coming back to."


def talk(brief: Brief) -> Iterator[str]:
    """Yield lines about what tonight's talk keeps returning to."""
    nouns = [noun for _, noun in heard_nouns(brief)]
    for one, other in pairwise(nouns):
        yield f"Is it {one.text} the talk keeps circling tonight, or {other.text}?"
        yield (
            f"{one.opening} and {other.text} keep turning up in the same evening."
            " It may be one question asked twice."
        )
    for noun in nouns:
        yield f"The talk keeps finding its way back to {noun.text} tonight."
        if noun.is_abstract:
            stands = "are they" if noun.is_plural else "is it"
            yield f"The talk has come back to {noun.text} more than once. What {stands} standing in for?"
    for word in _own_words_heard(brief):
        yield f"The word “{word}” has come up more than once tonight. It may be carrying more than it says."


def _own_words_heard(brief: Brief) -> list[str]:
    """Return heard words that are no listed nouns but stand on the streamer's own page."""
    page = words_of(" ".join((brief.theme, *brief.topics, *brief.goals, *brief.kindling, *brief.context)))
    nouns = {word for word, _ in heard_nouns(brief)}
    return [
        w for w in brief.heard[:_MOST_WORDS] if w not in nouns and w.isalpha() and stem(w.lower()) in page
    ]


def memory(brief: Brief) -> Iterator[str]:
    """Yield what earlier evenings left, in the sentences that whoever remembered it wrote."""
    yield from (court_text.normalise(sentence) for sentence in brief.memory)


def context(brief: Brief) -> Iterator[str]:
    """Yield quotations from the notes beside the dashboard, those that touch tonight first."""
    tonight = {stem(word.lower()) for word in brief.heard} | words_of(brief.theme)
    near = sorted(brief.context, key=lambda sentence: -len(words_of(sentence) & tonight))
    for sentence in near:
        if plain := quotable(sentence, LONGEST_NOTE):
            ending = "" if is_question(plain) else "."
            yield f"In the notes beside tonight's page it says: “{plain}{ending}”"


def page(brief: Brief) -> Iterator[str]:
    """Yield bare mentions of theme, topics and restful goals: the plainest lines there are."""
    theme = quotable(brief.theme, LONGEST_THEME)
    if theme and not is_question(theme):
        yield f"There is still “{theme}”, for whoever wants to take it up."
    heard = {stem(word.lower()) for word in brief.heard}
    for topic in brief.topics:
        plain = quotable(topic, LONGEST_TOPIC)
        if plain and not words_of(plain) & heard:
            ending = "" if is_question(plain) else ", whenever it fits."
            yield f"Tonight's page also has “{plain}”{ending}"
    for goal in brief.goals:
        plain = quotable(goal, LONGEST_TOPIC)
        if plain and words_of(plain) & _RESTFUL and not is_question(plain):
            yield f"One of tonight's goals is “{plain}”. This quiet may count towards it."
