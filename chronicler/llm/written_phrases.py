"""What can be said of an evening without a model.

Decides which of the streamer's texts and of the words heard go into which frames, and
which are left alone: a line that sounds filled in is worse than none. Leaves the sentences
to ``written_frames``, what kind of phrase a text is to ``written_shapes``, order and choice
to ``written_lines`` and the last word to the court.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from chronicler.agent.court import text as court_text
from chronicler.analysis.words import stem
from chronicler.domain.actions import Brief
from chronicler.llm import written_frames as frames
from chronicler.llm.plain_nouns import NounPhrase, noun_phrase
from chronicler.llm.written_shapes import (
    LONGEST_THEME,
    LONGEST_TOPIC,
    Shape,
    game_of,
    is_claim,
    is_indirect,
    is_page_english,
    is_question,
    plain_of,
    shape_of,
)

LONGEST_NOTE: Final = 200
EARLY_SECONDS: Final = 30 * 60
_LOOKS_BACK: Final = frozenset({"far", "yet", "still", "now"})
"""Words by which a frame looks back on an evening that must have lasted a while."""
_MOST_WORDS: Final = 3
_LABEL: Final = re.compile(r"\A(?:progress|comfort|personal)\s*[:–—-]\s*", re.IGNORECASE)
"""The three kinds of goals, as a dashboard's own drafting prompt names them."""
_RESTFUL: Final = frozenset(
    stem(w) for w in ("breathe", "calm", "linger", "listen", "patience", "present", "quiet", "rest", "slow")
)
_OF_TOPICS: Final = {Shape.CLAUSE: frames.CLAUSE, Shape.PHRASE: frames.PHRASE}
_TOPICS_NAMED: Final = {
    Shape.CLAUSE: frames.NAMED,
    Shape.PHRASE: frames.NAMED,
    Shape.QUOTED: frames.QUOTED_TOPIC,
}


def words_of(text: str) -> frozenset[str]:
    """Return the stems of all words in a text."""
    return frozenset(stem(word) for word in court_text.words(text))


def heard_stems(brief: Brief) -> frozenset[str]:
    """Return the stems of what was heard."""
    return frozenset(stem(word.lower()) for word in brief.heard)


def page_stems(brief: Brief) -> frozenset[str]:
    """Return the stems of everything the streamer wrote for tonight, the game's title left out."""
    page = (brief.theme, *brief.topics, *brief.goals, *brief.kindling, *brief.context)
    return words_of(" ".join(page)) - words_of(brief.game)


def heard_nouns(brief: Brief) -> tuple[tuple[str, NounPhrase], ...]:
    """Return the heard words that a sentence can carry, most telling first, game's title left out."""
    game = words_of(brief.game)
    found = ((word, noun_phrase(word)) for word in brief.heard)
    plain = [(word, noun) for word, noun in found if noun is not None and stem(word) not in game]
    return tuple(plain[:_MOST_WORDS])


def is_early(brief: Brief) -> bool:
    """Return whether the evening is too young to be looked back on."""
    return brief.elapsed_seconds is not None and brief.elapsed_seconds < EARLY_SECONDS


@cache
def frame_words(template: str) -> frozenset[str]:
    """Return the words of a frame, without what is put in."""
    return frozenset(court_text.words(template))


# Filling ---------------------------------------------------------------------------------


def filled(
    templates: Iterable[str], brief: Brief, text: str = "", noun: NounPhrase | None = None, other: str = ""
) -> Iterator[str]:
    """Yield the frames for which there is everything they need.

    A text that names the game is not told of the game once more.
    """
    game = game_of(brief)
    if court_text.has_phrase(text, game):
        game = ""
    for template in templates:
        if ("{game}" in template and not game) or (is_early(brief) and _LOOKS_BACK & frame_words(template)):
            continue
        verb = "are" if noun and noun.is_plural else "is"
        line = template.format(
            text,
            game=game,
            noun=noun.text if noun else "",
            opening=noun.opening if noun else "",
            other=other,
            is_are=verb.capitalize() if template.startswith("{is_are}") else verb,
        )
        yield line[:1].upper() + line[1:] if template.startswith("{") and not text[:1].isupper() else line


# Each function yields the lines it can make of a brief, none where its material is missing ---------


def theme_itself(brief: Brief) -> Iterator[str]:
    """Yield a theme that is a question, as the streamer asked it."""
    theme = court_text.normalise(brief.theme)
    if is_question(theme) and len(theme.split()) >= 3:  # noqa: PLR2004 - "Why?" asks nothing
        yield theme


def topics_asked(brief: Brief) -> Iterator[str]:
    """Yield the topics that are questions, as the streamer asked them, those not yet talked about."""
    for topic in _untouched(brief):
        if _shape(brief, topic) is Shape.QUESTION:
            yield court_text.normalise(topic)


def theme_and_talk(brief: Brief) -> Iterator[str]:
    """Yield lines that hold a word of the talk against the theme, where both touch tonight's page."""
    page = page_stems(brief)
    for word, noun in heard_nouns(brief):
        if stem(word) in page:
            yield from _with_theme(brief, word, noun)


def other_talk(brief: Brief) -> Iterator[str]:
    """Yield the same for words that the page does not know, and lines on the words alone."""
    page = page_stems(brief)
    for word, noun in heard_nouns(brief):
        if stem(word) not in page:
            yield from _with_theme(brief, word, noun)


def _with_theme(brief: Brief, word: str, noun: NounPhrase) -> Iterator[str]:
    theme = plain_of(brief.theme, LONGEST_THEME)
    if not theme:
        return
    if stem(word) in words_of(theme):
        quotes_theme = not is_question(theme) and not is_indirect(theme)
        yield from filled(
            frames.NOUN_OF_THEME if quotes_theme else frames.NOUN_OF_THEME[:1], brief, theme, noun
        )
    elif is_question(theme):
        yield from filled(frames.NOUN_AND_QUESTION, brief, theme, noun)
    elif not is_indirect(theme):
        yield from filled(frames.NOUN_AND_CLAIM, brief, theme, noun)


def talk(brief: Brief) -> Iterator[str]:
    """Yield lines about what tonight's talk came back to."""
    if not is_page_english(brief):
        return
    nouns = [noun for _, noun in heard_nouns(brief)]
    for one, other in pairwise(nouns):
        yield from filled(frames.TWO_NOUNS, brief, noun=one, other=other.text)
    for noun in nouns:
        if noun.is_abstract:
            yield from filled(frames.ABSTRACT, brief, noun=noun)
        else:
            yield from filled(frames.NOUN if game_of(brief) else frames.NOUN_ALONE, brief, noun=noun)
    for word in _own_words_heard(brief):
        yield from filled(frames.OWN_WORD, brief, word)


def _own_words_heard(brief: Brief) -> list[str]:
    """Return heard words that are no listed nouns but stand on the streamer's own page."""
    page, nouns = page_stems(brief), {word for word, _ in heard_nouns(brief)}
    return [
        w for w in brief.heard[:_MOST_WORDS] if w not in nouns and w.isalpha() and stem(w.lower()) in page
    ]


def memory(brief: Brief) -> Iterator[str]:
    """Yield what earlier evenings left, in the sentences that whoever remembered it wrote."""
    yield from (court_text.normalise(sentence) for sentence in brief.memory)


def topics(brief: Brief) -> Iterator[str]:
    """Yield sentences that lay out a topic nobody has touched yet."""
    for topic in _untouched(brief):
        yield from filled(_OF_TOPICS.get(_shape(brief, topic), ()), brief, _plain(brief, topic))


def topics_named(brief: Brief) -> Iterator[str]:
    """Yield such topics merely named: what is left where no sentence carries them any more."""
    for topic in _untouched(brief):
        yield from filled(_TOPICS_NAMED.get(_shape(brief, topic), ()), brief, _plain(brief, topic))


def _shape(brief: Brief, topic: str) -> Shape:
    return shape_of(topic, LONGEST_TOPIC, is_among_english=is_page_english(brief))


def _plain(brief: Brief, topic: str) -> str:
    return plain_of(topic, LONGEST_TOPIC, is_among_english=is_page_english(brief))


def _untouched(brief: Brief) -> list[str]:
    heard = heard_stems(brief)
    return [topic for topic in brief.topics if not words_of(topic) & heard]


def context(brief: Brief) -> Iterator[str]:
    """Yield quotations from the notes beside the dashboard, those that touch tonight first."""
    tonight = heard_stems(brief) | words_of(brief.theme)
    near = sorted(brief.context, key=lambda sentence: -len(words_of(sentence) & tonight))
    for sentence in near:
        if plain := plain_of(sentence, LONGEST_NOTE):
            yield from filled(frames.CONTEXT, brief, plain if is_question(plain) else f"{plain}.")


def theme(brief: Brief) -> Iterator[str]:
    """Yield lines that come back to the theme."""
    plain = plain_of(brief.theme, LONGEST_THEME)
    if not plain:
        return
    if is_question(plain):
        was_asked = any(court_text.folded(plain) == court_text.folded(line) for line in brief.said)
        yield from filled(frames.ASKED_THEME, brief) if was_asked else ()
    elif is_indirect(plain):
        yield from filled(frames.CLAUSE_THEME, brief, plain)
    else:
        yield from filled(frames.CLAIM if is_claim(plain) else frames.THEME, brief, plain)


def goals(brief: Brief) -> Iterator[str]:
    """Yield lines on goals that this quiet serves; to mention the others would be to push."""
    for goal in brief.goals:
        plain = plain_of(_LABEL.sub("", goal.strip(), count=1), LONGEST_TOPIC)
        if words_of(plain) & _RESTFUL and not is_question(plain):
            yield from filled(frames.GOAL, brief, plain)


def game(brief: Brief) -> Iterator[str]:
    """Yield questions about the game itself, for evenings whose page says little else."""
    if is_page_english(brief):
        yield from filled(frames.GAME, brief)
