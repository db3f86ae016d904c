"""People the evening left waiting: newcomers nobody greeted, questions nobody took up.

Decides who counts as new and what counts as having been noticed. Leaves the checklist on
Tonight, which is kept live, to ``agent.librarian``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from chronicler.agent.scribe_material import Material, flagged_logins
from chronicler.analysis.lines import Line
from chronicler.analysis.questions import Question, is_printable
from chronicler.analysis.reactions import Kind, kinds_of
from chronicler.domain.chat import Message

NOTICED_WITHIN: Final = 300.0
_SPOKEN_WITHIN: Final = 180.0
_MOST_NEWCOMERS: Final = 12
_MOST_QUESTIONS: Final = 8
_LEAST_QUESTION: Final = 4.5
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
            and not _is_noticed(place, line, material)
        ):
            found.append((-sureness, line.seconds, place))
    return material.messages(place for _, _, place in sorted(found)[:_MOST_NEWCOMERS])


def open_questions(material: Material, questions: Sequence[Question]) -> tuple[Message, ...]:
    """Return the questions that stayed open, most interesting first; eight at most."""
    places: list[tuple[float, int]] = []
    texts: set[str] = set()
    for question in questions:
        interest = material.interest[question.place].interest + (1.5 if question.is_inviting else 0.0)
        if question.is_open and interest >= _LEAST_QUESTION and is_printable(question):
            if question.line.plain in texts:
                continue
            texts.add(question.line.plain)
            places.append((-interest, question.place))
    return material.messages(place for _, place in sorted(places)[:_MOST_QUESTIONS])


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
    is_greeting = Kind.GREETING in kinds_of(line) and not line.has_emote
    return is_greeting or ("?" in line.message.text and len(line.words) >= _ASKING_WORDS)


def _is_noticed(place: int, line: Line, material: Material) -> bool:
    if material.threads.answers_to(place, NOTICED_WITHIN):
        return True
    spoken_names = _called_by(line)
    for other in material.threads.after(place, NOTICED_WITHIN):
        near = material.lines[other]
        if near.chatter != line.chatter and any(word.lower() in spoken_names for word in near.words):
            return True
    return any(
        0 <= material.seconds(said.at) - line.seconds <= _SPOKEN_WITHIN
        and any(name in said.text.lower() for name in spoken_names)
        for said in material.spoken
    )


def _called_by(line: Line) -> frozenset[str]:
    """Return what somebody may be called: the whole name, and its first part where it is long enough."""
    names = {line.message.login, line.message.display_name.lower()}
    for name in tuple(names):
        names.update(part for part in re.split(r"[_\d]+", name) if len(part) >= _NAME_HEARD)
    return frozenset(name for name in names if len(name) >= _NAME_HEARD)
