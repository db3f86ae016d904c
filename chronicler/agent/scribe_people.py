"""People the evening left waiting: newcomers nobody greeted, questions nobody took up.

Decides who counts as new and what counts as having been noticed. Leaves the checklist on
Tonight, which is kept live, to ``agent.librarian``.
"""

import re
from bisect import insort
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from chronicler.agent.scribe_material import Material, flagged_logins
from chronicler.analysis.lines import Line
from chronicler.analysis.questions import Question, is_printable
from chronicler.analysis.reactions import greets
from chronicler.domain.chat import Message

NOTICED_WITHIN: Final = 300.0
_SPOKEN_WITHIN: Final = 180.0
_MOST_NEWCOMERS: Final = 12
_MOST_QUESTIONS: Final = 8
_LEAST_QUESTION: Final = 4.5
_INVITING: Final = 1.5
_NAME_HEARD: Final = 4
_ASKING_WORDS: Final = 4
_FEW_LINES: Final = 4
_KNOWN_BADGES: Final = frozenset(
    {"subscriber", "founder", "vip", "moderator", "broadcaster", "staff", "partner"}
)
_SAYS_NEW: Final = re.compile(
    r"\b(?:first (?:time|stream|message)\b.{0,24}\b(?:here|chat|stream|watching|catching)|"
    r"(?:i'?m|im|am|kinda|totally) new (?:here|to (?:the|this|your))|"
    r"just (?:found|discovered|stumbled)|never (?:been|watched|seen you|chatted)|"
    r"new (?:viewer|follower) here|long ?time lurker)",
    re.IGNORECASE,
)


def unanswered_newcomers(material: Material) -> tuple[Message, ...]:
    """Return the first lines of newcomers whom nobody noticed, those surest to be new first.

    Sure is who Twitch marks or who says so. Where a log carries no marks, whoever has no
    badge, opens with a greeting or a question and writes little afterwards counts too.
    Noticed means a reply, a mention or their name within five minutes, or their name
    spoken aloud within three.
    """
    has_marks = any(message.is_first for message in material.record.messages)
    flagged = flagged_logins(material.record)
    written = Counter(line.chatter for line in material.lines)
    found: list[tuple[int, float, int]] = []
    seen: set[str] = set()
    for place, line in enumerate(material.lines):
        if line.chatter in seen and not line.message.is_first:
            continue
        seen.add(line.chatter)
        sureness = _sureness(line, has_marks=has_marks)
        if (
            sureness
            and line.chatter
            and (sureness > 1 or written[line.chatter] <= _FEW_LINES)
            and line.message.login not in flagged
        ):
            found.append((-sureness, line.seconds, place))
    waiting = (place for _, _, place in sorted(found) if not _is_noticed(place, material))
    return material.messages(islice(waiting, _MOST_NEWCOMERS))


def open_questions(material: Material, questions: Sequence[Question]) -> tuple[Message, ...]:
    """Return the questions that stayed open, most interesting first; eight at most."""
    asked = {question.place: question for question in questions if question.is_open}
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


def _sureness(line: Line, *, has_marks: bool) -> int:
    message = line.message
    if message.is_broadcaster or message.is_mod or message.is_vip:
        return 0
    if message.is_first:
        return 3
    if _KNOWN_BADGES.isdisjoint(message.badges):
        if _SAYS_NEW.search(message.text):
            return 2
        if not has_marks and not message.text.lstrip().startswith("@") and _is_addressed_to_room(line):
            return 1
    return 0


def _is_addressed_to_room(line: Line) -> bool:
    is_asking = line.size >= _ASKING_WORDS and "?" in line.message.text
    return is_asking or (not line.has_emote and greets(line))


def _is_noticed(place: int, material: Material) -> bool:
    line = material.lines[place]
    if material.threads.answers_to(place, NOTICED_WITHIN):
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
