"""What one stream has to say to a thought beyond the lines its seed quotes.

Decides which lines see it otherwise, which questions about it nobody answered and which
jottings belong to it. Only what may be quoted at all is taken. Leaves the seed's own quotes to
``scribe.blogs``, their order in a text to ``notes.seeds.draft``.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from chronicler.agent.scribe.material import Material
from chronicler.analysis.left_open import stays_open
from chronicler.analysis.questions import find_questions
from chronicler.analysis.ranking import is_prose, is_quotable
from chronicler.analysis.words import stems
from chronicler.domain.blog import Strand
from chronicler.domain.chat import Message
from chronicler.domain.events import JottingSeen, StreamerSpoke
from chronicler.domain.record import SessionRecord

_WITHIN: Final = 300.0
"""Seconds in which a line may still be a word against what was said."""
_AT_ONCE: Final = 60.0
"""Within so many seconds one word in common is kinship; later it takes two, or a rare one."""
_ASKED_WITHIN: Final = 900.0
"""A question further off that shares its words is about something else."""
_MOST_AGAINST: Final = 3
_MOST_OPEN: Final = 2
_LEAST_WORDS: Final = 5
_BEGINS_AGAINST: Final = re.compile(
    r"(?:@\w+[,:]?\s+)?(?:but|though|although|however|still,|or (?:it|is|maybe|just|they|you|we)|nah|no,"
    r"|not (?:really|sure|always|quite|if)|i (?:disagree|doubt|don'?t (?:think|agree|believe|know if))"
    r"|yes,? but|yeah,? but|unless|on the other hand|isn'?t (?:it|that) (?:rather|more|just)"
    r"|depends|only if|except)\b",
    re.IGNORECASE,
)  # fmt: skip
_HOLDS_AGAINST: Final = re.compile(
    r"\b(?:i disagree|i doubt|i don'?t (?:think|agree|believe)|don'?t agree|on the other hand|not so sure"
    r"|instead of|rather than|isn'?t (?:the same|true|really)|the opposite|depends on|counterpoint)\b"
    r"|, but |, though\b",
    re.IGNORECASE,
)


def strand(
    record: SessionRecord,
    title: str,
    quotes: Sequence[Message],
    spoken: Sequence[StreamerSpoke] = (),
    jottings: Sequence[JottingSeen] = (),
) -> Strand:
    """Return what a stream gives to the thought called ``title`` whose seed quotes these lines."""
    material = Material.of(record)
    place_of = {line.message.message_id: line.place for line in material.lines}
    told = dict.fromkeys(place_of[m.message_id] for m in quotes if m.message_id in place_of)
    said = sorted(told)
    roots = frozenset(stems(" ".join([title, *(material.lines[place].message.text for place in said)])))
    turned = [place for place in said[1:] if _turns(place, said[0], material)]
    if len(turned) == len(said) - 1 and len(said) > 1:
        turned = turned[1:]
    others = material.best(_against(said, roots, material), _MOST_AGAINST)
    return Strand(
        record,
        quotes=material.messages(place for place in said if place not in turned),
        against=material.messages(sorted({*turned, *others})),
        left_open=material.messages(_left_open(said, roots, material)),
        spoken=tuple(spoken),
        jottings=_jottings(record, roots, jottings),
    )


def _turns(place: int, first: int, material: Material) -> bool:
    """Return whether one of the quoted lines itself begins by seeing it otherwise."""
    line = material.lines[place]
    is_anothers = line.chatter != material.lines[first].chatter
    text = line.message.text
    is_answer = bool(line.message.reply_to or "@" in text)
    turns = _BEGINS_AGAINST.match(text) or (_HOLDS_AGAINST.search(text) if is_answer else None)
    return is_anothers and turns is not None


def _against(said: Sequence[int], roots: Collection[str], material: Material) -> Iterator[int]:
    """Yield lines of others, soon after one that is quoted, that set something against it."""
    known = frozenset(said)
    for place in said:
        answers = frozenset(material.threads.answers_to(place))
        at_once = material.threads.after(place, _AT_ONCE)
        for other in sorted({*material.threads.after(place, _WITHIN), *answers} - known):
            line = material.lines[other]
            text = line.message.text
            shared = frozenset(roots).intersection(line.stems)
            if (
                line.chatter != material.lines[place].chatter
                and line.size >= _LEAST_WORDS
                and (_BEGINS_AGAINST.match(text) or _HOLDS_AGAINST.search(text))
                and (other in answers or (shared and (other in at_once or material.sayings.make_kin(shared))))
                and is_quotable(line)
                and is_prose(line)
            ):
                yield other


def _left_open(said: Sequence[int], roots: frozenset[str], material: Material) -> list[int]:
    asked = find_questions(
        material.threads,
        material.sayings,
        spoken=[(material.seconds(s.at), s.text) for s in material.spoken],
    )
    kin = [
        question.place
        for question in asked
        if question.is_open
        and question.is_inviting
        and stays_open(question.line.message.text, material.record.session.channel, is_on_theme=True)
        and question.place not in said
        and any(abs(question.line.seconds - material.lines[place].seconds) <= _ASKED_WITHIN for place in said)
        and (shared := roots.intersection(question.line.stems))
        and material.sayings.make_kin(shared)
        and is_quotable(question.line)
    ]
    return sorted(material.interest.top(kin, _MOST_OPEN))


def _jottings(
    record: SessionRecord, roots: frozenset[str], own: Sequence[JottingSeen]
) -> tuple[JottingSeen, ...]:
    """Return the seed's own jottings, and others of that evening that share two words with it."""
    found = {(j.at, j.text): j for j in own}
    for jotting in record.jottings:
        if len(roots.intersection(stems(jotting.text))) > 1:
            found.setdefault((jotting.at, jotting.text), jotting)
    return tuple(found[key] for key in sorted(found))
