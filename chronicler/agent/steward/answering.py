"""Whether somebody who asks is answered now, and whether an answer may be said.

Decides switches, cooldowns for all and for one, what a hush means for answers, that nothing is
said twice within minutes, and what the style court sees of an answer that quotes the streamer.
A hush holds answers back, except to those who could have lifted it. Leaves the words to
``agent.steward.answers``, the rules to ``agent.court.verdict`` and ``!about`` to ``agent.steward.about``.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.court import verdict as court
from chronicler.agent.hearthkeeper import hearthkeeper
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.agent.steward import commands
from chronicler.agent.steward.answers import Answer
from chronicler.agent.steward.asked import ABOUT
from chronicler.domain.actions import SendLine
from chronicler.domain.chat import Message
from chronicler.domain.commands import BY_NAME, Role, given

AFTER_A_FAILURE: Final = timedelta(minutes=1)
SAME_AGAIN_AFTER: Final = timedelta(minutes=2)
"""How long an answer stands there for everybody to read."""
UNKNOWN_AGAIN_AFTER: Final = timedelta(minutes=5)
"""To say that it does not know is true each time, and a noise the second."""
_QUOTE: Final = "it"
_OF_OWN_WORDS: Final = frozenset({"banned_word", "names_viewer"})
"""Rules besides the hard ones that hold for quoted words as well: nobody who is here is called upon."""


def unanswered_because(state: State, message: Message, topic: str, now: datetime) -> str | None:
    """Return why somebody is not answered at ``now``, ``None`` where they are."""
    settings, asked = state.settings, state.asked
    if not settings.steward:
        return "off_in_settings"
    if reason := _not_for(state, message, topic):
        return reason
    if closed := live_gate.closed_because(state, now):
        return closed
    if hushed := hushed_because(state, message.message_id, now):
        return hushed
    if asked.on_their_way:
        return "sending"
    if asked.failed_at and now - asked.failed_at < AFTER_A_FAILURE:
        return "failed_lately"
    return None if message.may_moderate else _too_soon(state, message.login, now)


def _not_for(state: State, message: Message, topic: str) -> str | None:
    """Return why nobody, or not this person, is told of a topic: its command's setting says so."""
    row = BY_NAME.get(topic)
    found = given(getattr(state.settings, row.key)) if row else None
    if found is None:
        return "topic_off"
    return "not_allowed" if commands.role_of(message) < found.role else None


def hushed_because(state: State, message_id: str | None, now: datetime) -> str | None:
    """Return why whoever wrote a line is not answered for the quiet's sake, ``None`` where they are."""
    line = next((m for m in reversed(state.room.recent) if m.message_id == message_id), None)
    if line and commands.role_of(line) >= Role.MODERATORS:
        return None
    return hearthkeeper.hushed_because(state, now)


def _too_soon(state: State, login: str, now: datetime) -> str | None:
    settings, asked = state.settings, state.asked
    if asked.answered_at and now - asked.answered_at < timedelta(seconds=settings.steward_seconds):
        return "answered_lately"
    mine = asked.others.by_login.get(login)
    if mine and now - mine < timedelta(seconds=settings.steward_viewer_seconds):
        return "answered_before"
    return None


def said_lately(state: State, text: str, now: datetime) -> bool:
    """Return whether the very same answer stands in chat from a moment ago."""
    return any(said == text and now - at < SAME_AGAIN_AFTER for at, said in state.asked.latest_texts)


def has_said_unknown(state: State, now: datetime) -> bool:
    """Return whether it said lately that it does not know."""
    at = state.asked.unknown_at
    return at is not None and now - at < UNKNOWN_AGAIN_AFTER


def dropped_because(state: State, line: SendLine, now: datetime) -> str | None:
    """Return why an answer already queued must not leave any more, ``None`` where it may."""
    if closed := live_gate.closed_because(state, now):
        return closed
    reply = state.asked.on_their_way.get(line.line_id)
    if reply is None or reply.login is None:
        return None  # a test
    if reply.is_removed:
        return "asker_removed"
    if line.source == ABOUT:
        return None
    if not state.settings.steward:
        return "off_in_settings"
    return hushed_because(state, line.reply_to, now)


# The court ---------------------------------------------------------------------------------


def ruling(
    state: State, answer: Answer, asked_by: Message | None, told: tuple[str, ...] = ()
) -> court.Ruling:
    """Return what the style court says of an answer.

    What the streamer wrote is quoted as it stands: the style of the words around it is judged,
    and of the whole only what no line of the bot's may do. Words that are fixed name nobody,
    whatever people here are called: for those ``asked_by`` is ``None``. ``told`` is what a model
    was told and must not give back.
    """
    case = replace(_case(state, asked_by), instructions=told, links=state.shelf.links.addresses)
    frame = answer.text
    for own in sorted(answer.quoted, key=len, reverse=True):
        frame = frame.replace(own, _QUOTE)
    whole = court.judge(answer.text, court.Profile.STEWARD, case)
    around = court.judge(frame, court.Profile.STEWARD, replace(case, links=()))
    held = {*whole.hard, *(_OF_OWN_WORDS & set(whole.broken)), *around.broken}
    remarks = dict(zip((*around.broken, *whole.broken), (*around.remarks, *whole.remarks), strict=True))
    broken = tuple(rule for rule in court.TERMS[court.Profile.STEWARD] if rule in held)
    return court.Ruling(whole.text, broken, tuple(remarks[rule] for rule in broken), whole.hard)


def _case(state: State, asked_by: Message | None) -> court.Case:
    case = brief.case_for(state)
    if asked_by is None:
        return replace(case, names=frozenset())
    own = {asked_by.login, asked_by.display_name}
    return replace(case, names=case.names - own, asker=asked_by.login)
