"""People the evening left waiting: newcomers nobody greeted, questions nobody took up.

Decides who counts as new and what counts as having been noticed. Leaves the checklist on
Tonight, which is kept live, to ``agent.librarian``.
"""

import re
from bisect import insort
from collections.abc import Sequence
from itertools import islice
from typing import Final

from chronicler.agent.scribe.material import Material, flagged_logins
from chronicler.agent.scribe.theme import touches
from chronicler.analysis.left_open import stays_open
from chronicler.analysis.lines import Line
from chronicler.analysis.questions import Question, is_printable
from chronicler.domain.chat import Message

NOTICED_WITHIN: Final = 300.0
_SPOKEN_WITHIN: Final = 180.0
_MOST_NEWCOMERS: Final = 12
_MOST_QUESTIONS: Final = 8
_LEAST_QUESTION: Final = 4.5
_INVITING: Final = 1.5
_NAME_HEARD: Final = 4


def unanswered_newcomers(material: Material) -> tuple[Message, ...]:
    """Return the lines that are marked as somebody's first here, and that nobody noticed, in order.

    Recorded chat mostly carries no such mark, and no guess stands in for it there: a regular
    of earlier streams is a stranger to one recording. Whoever came with a question for the Steward
    came all the same, and its answer is no welcome. Noticed means a reply to any of
    their lines, a mention or their name at any time afterwards, their name spoken aloud
    within three minutes, or the streamer's tick on Tonight.
    """
    material = material.with_requests()
    flagged = flagged_logins(material.record)
    waiting = (
        place
        for place, line in enumerate(material.lines)
        if line.message.is_first
        and line.chatter
        and not (line.message.may_moderate or line.message.is_vip)
        and line.message.login not in flagged
        and line.message.message_id not in material.record.greeted
        and not _is_noticed(place, material)
    )
    return material.messages(islice(waiting, _MOST_NEWCOMERS))


def open_questions(material: Material, questions: Sequence[Question]) -> tuple[Message, ...]:
    """Return the questions that stay open for another day, most interesting first; eight at most."""
    asked = {q.place: q for q in questions if q.is_open and _stays_open(q, material)}
    bonus = {place: _INVITING if question.is_inviting else 0.0 for place, question in asked.items()}
    worth: list[tuple[float, int]] = []
    texts: set[str] = set()
    for most, place in sorted((-material.interest.at_most(place) - bonus[place], place) for place in asked):
        worst = worth[_MOST_QUESTIONS - 1][0] if len(worth) >= _MOST_QUESTIONS else -_LEAST_QUESTION
        if most > worst:
            break
        interest = material.interest.of(place) + bonus[place]
        if interest >= _LEAST_QUESTION and is_printable(asked[place]):
            plain = asked[place].line.plain
            if plain not in texts:
                texts.add(plain)
                insort(worth, (-interest, place))
    return material.messages(place for _, place in worth[:_MOST_QUESTIONS])


def _stays_open(question: Question, material: Material) -> bool:
    line = question.line
    in_force = [roots for at, roots in material.themes if at <= line.seconds]
    return stays_open(
        line.message.text,
        material.record.session.channel,
        is_on_theme=bool(in_force) and touches(line.stems, in_force[-1]),
    )


def _is_noticed(place: int, material: Material) -> bool:
    line = material.lines[place]
    if material.threads.addressing(place):
        return True
    spoken_names = _called_by(line)
    near = material.threads.after(place, NOTICED_WITHIN)
    texts = "\n".join(material.lines[other].message.text for other in near).lower()
    if any(name in texts for name in spoken_names):
        for other in map(material.lines.__getitem__, near):
            if other.chatter != line.chatter and any(word.lower() in spoken_names for word in other.words):
                return True
    return any(
        name in said.text.lower()
        for said in material.heard(line.seconds, line.seconds + _SPOKEN_WITHIN)
        for name in spoken_names
    )


def _called_by(line: Line) -> frozenset[str]:
    """Return what somebody may be called: the whole name, and its first part where it is long enough."""
    names = {line.message.login, line.message.display_name.lower()}
    for name in tuple(names):
        names.update(part for part in re.split(r"[_\d]+", name) if len(part) >= _NAME_HEARD)
    return frozenset(name for name in names if len(name) >= _NAME_HEARD)
