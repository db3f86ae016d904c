"""The Scribe: what is worth keeping of one stream.

Decides which moments, thoughts, discussions, questions and newcomers stand in the Harvest,
in which order. Pure and deterministic: the same record gives the same Harvest. Leaves
every note to ``notes``, and how many seeds become notes of their own to Settings.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from chronicler.agent.scribe.blogs import blog_seeds
from chronicler.agent.scribe.clips import clip_seeds
from chronicler.agent.scribe.highlights import with_highlights
from chronicler.agent.scribe.material import Material
from chronicler.agent.scribe.people import open_questions, unanswered_newcomers
from chronicler.agent.scribe.theme import grown_blogs, grown_clips, theme_touches
from chronicler.analysis.lines import chatters
from chronicler.analysis.questions import find_questions
from chronicler.analysis.ranking import is_coarse
from chronicler.analysis.talk import Talk
from chronicler.analysis.themes import adherence, returning_words
from chronicler.analysis.words import stems
from chronicler.domain.chat import Message
from chronicler.domain.record import Discussion, Harvest, SessionRecord

_WORDS: Final = 15
_DISCUSSIONS: Final = 8
_DISCUSSION_QUOTES: Final = 4
_DISCUSSION_WORDS: Final = 4
_LEAST_QUOTES: Final = 2
"""Where fewer lines say a discussion's words, its best lines tell it."""
_ON_THEME_LINES: Final = 2
_ON_THEME_SHARE: Final = 0.15
"""Of a talk's lines so many must touch the theme; one line that does is chance."""


def gather(record: SessionRecord) -> Harvest:
    """Return what is worth keeping of a stream, each part best first and bounded.

    Bots' lines, our own, commands, removed lines and lines flagged as scams are neither
    quoted nor counted. Any record will do: an empty stream has an empty Harvest.
    """
    return gather_from(Material.of(record))


def gather_from(material: Material) -> Harvest:
    """Return the same from a record that has been read already."""
    questions = find_questions(
        material.threads,
        material.sayings,
        spoken=[(material.seconds(said.at), said.text) for said in material.spoken],
    )
    left_open = open_questions(material, questions)
    return Harvest(
        clips=grown_clips(with_highlights(clip_seeds(material), material), material),
        blogs=grown_blogs(blog_seeds(material, questions), material),
        discussions=tuple(_discussions(material, left_open)),
        open_questions=left_open,
        unanswered_newcomers=unanswered_newcomers(material),
        words=tuple((word.text, word.chatters) for word in returning_words(material.sayings, limit=_WORDS)),
        adherence=adherence(material.sayings, material.themes),
        touches=theme_touches(material, left_open),
    )


def _discussions(material: Material, elsewhere: Collection[Message]) -> Iterator[Discussion]:
    """Yield the discussions, best first; no line is quoted by two, nor one that stands ``elsewhere``."""
    told = {message.message_id for message in elsewhere}
    for talk in material.talks[:_DISCUSSIONS]:
        free = [line.place for line in talk.lines if line.message.message_id not in told]
        discussion = _discussion(talk, _quotes(talk, free, material), material)
        told.update(message.message_id for message in discussion.quotes)
        yield discussion


def _quotes(talk: Talk, free: Sequence[int], material: Material) -> tuple[Message, ...]:
    """Return the best lines of a talk, in order: those that say its words first, calm ones before others."""
    roots = _roots(talk)
    calm = [place for place in free if not is_coarse(material.lines[place])]
    saying = [place for place in calm if not roots.isdisjoint(material.lines[place].stems)]
    best = material.best(saying, _DISCUSSION_QUOTES)
    if len(best) < _LEAST_QUOTES:
        best = material.best(calm or free, _DISCUSSION_QUOTES)
    return material.messages(best)


def _roots(talk: Talk) -> frozenset[str]:
    """Return the stems of the words that a discussion is headed with."""
    return frozenset(root for word in talk.words[:_DISCUSSION_WORDS] for root in stems(word))


def _discussion(talk: Talk, quotes: tuple[Message, ...], material: Material) -> Discussion:
    in_force = [roots for at, roots in material.themes if at <= talk.began]
    touching = sum(not in_force[-1].isdisjoint(line.stems) for line in talk.lines) if in_force else 0
    roots = _roots(talk)
    return Discussion(
        began_at=talk.lines[0].message.at,
        ended_at=talk.lines[-1].message.at,
        words=talk.words[:_DISCUSSION_WORDS],
        chatters=chatters(talk.lines),
        saying=chatters(line for line in talk.lines if not roots.isdisjoint(line.stems)),
        lines=len(talk.lines),
        quotes=quotes,
        is_on_theme=touching >= max(_ON_THEME_LINES, _ON_THEME_SHARE * len(talk.lines)),
        message_ids=tuple(line.message.message_id for line in talk.lines),
    )
