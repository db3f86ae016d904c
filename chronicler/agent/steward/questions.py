"""What follows from a question: an answer at once, a look by a model, one short line, or nothing.

Decides that what is known by heart is answered without a model, even while a model looks for
somebody else's answer, that a question is put to a model only where Settings name one and one at
a time, and that an answer which comes too late, to a line that is
gone or into a hush is not said. Leaves who is answered to ``agent.steward.answering``, words to
``agent.steward.answers`` and the model, whether an answer is borne out to ``agent.steward.grounds`` and
what is told in the place of one that is not to ``agent.steward.own_words``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.prompts import steward as prompts_steward
from chronicler.agent.state import State
from chronicler.agent.steward import answering, answers, grounds, own_words, passages, topics
from chronicler.agent.steward.address import Addressed, Way
from chronicler.agent.steward.answers import Answer
from chronicler.agent.steward.asked import LOOKED_UP, MODE, MODEL, UNKNOWN, Question
from chronicler.agent.steward.topics import Topic
from chronicler.domain.actions import DraftAnswer, SendLine
from chronicler.domain.chat import Message
from chronicler.domain.events import ActionQueued, AnswerDrafted, DecisionMade, Event

ASK: Final = "ask"
"""The command for any question, and whose setting says who may ask one."""
LATE_AFTER: Final = timedelta(seconds=60)
"""An answer that comes later meets another conversation."""


def topic_of(addressed: Addressed, state: State) -> Topic | None:
    """Return the topic of what is said to the Steward."""
    return topics.topic_of(addressed.question, state.shelf.links)


def asked(state: State, message: Message, addressed: Addressed) -> Iterable[Event]:
    """Return what follows from a line that is said to the Steward."""
    topic = topic_of(addressed, state) if addressed.is_asked else None
    is_to_hearth = addressed.way is Way.REPLY_TO_HEARTH
    if not addressed.is_asked or (is_to_hearth and topic is None):
        # Whoever answers a line of the Hearthkeeper's wonders aloud, and asks nobody for a fact.
        return (DecisionMade(message.at, MODE, "in_passing", addressed.way.value),)
    return _follow(state, message, topic, addressed.question)


def commanded(state: State, message: Message, topic: Topic | None, argument: str) -> Iterable[Event]:
    """Return what follows from a command that asks for a topic, or for anything at all."""
    if topic is None:
        topic = topics.topic_of(argument, state.shelf.links)
    return _follow(state, message, topic, argument)


def _follow(state: State, message: Message, topic: Topic | None, question: str) -> Iterable[Event]:
    now, key = message.at, topic.value if topic else ASK
    if reason := answering.unanswered_because(state, message, key, now):
        return (DecisionMade(now, MODE, reason, key),)
    asker = _Asker(message.login, message.message_id)
    answer = answers.of(topic, question, state, now) if topic else None
    if topic and answer:
        return _said(state, asker, answer, key, now)
    if topic is None and has_model(state) and state.asked.pending:
        return (DecisionMade(now, MODE, "sending", key),)
    if has_model(state):
        wanted = DraftAnswer(f"{_session_id(state)}/question-{state.asked.questions + 1}", message.message_id)
        return (DecisionMade(now, MODE, "looking", message.login), ActionQueued(now, wanted))
    return _unknown(state, asker, now, topic)


def has_model(state: State) -> bool:
    """Return whether Settings name a language model."""
    return state.settings.has_model


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who is answered, and to which line."""

    login: str
    message_id: str


def _said(state: State, asker: _Asker, answer: Answer, source: str, now: datetime) -> Iterable[Event]:
    ruling = answering.ruling(state, answer, None)
    if not ruling.is_clean:
        return (DecisionMade(now, MODE, "style_rejected", ", ".join(ruling.broken)),)
    if answering.said_lately(state, ruling.text, now):
        return (DecisionMade(now, MODE, "said_lately", source),)
    line = SendLine(_line_id(state), ruling.text, MODE, source, reply_to=asker.message_id)
    return (DecisionMade(now, MODE, source, asker.login), ActionQueued(now, line))


def _unknown(state: State, asker: _Asker, now: datetime, topic: Topic | None = None) -> Iterable[Event]:
    if answering.has_said_unknown(state, now):
        return (DecisionMade(now, MODE, "unknown_lately"),)
    words = answers.unknown(topic, has_model=has_model(state))
    return _said(state, asker, Answer(words), UNKNOWN, now)


# A model's answer --------------------------------------------------------------------------


def on_draft(state: State, drafted: AnswerDrafted) -> Iterable[Event]:
    """Return what follows from a model's answer: everything is looked at once more."""
    question, now = state.asked.answered, drafted.at
    if question is None or question.question_id != drafted.question_id:
        return (DecisionMade(now, MODE, "stale"),)
    if reason := _no_longer(state, question, now):
        return (DecisionMade(now, MODE, reason, ASK),)
    if drafted.text.strip() or drafted.links or (drafted.error and drafted.used):
        return _judged(state, question, drafted, now)
    failed = (DecisionMade(now, MODE, "model_failed", drafted.error),) if drafted.error else ()
    return (*failed, *_unknown(state, _Asker(question.login, question.message_id), now))


def _no_longer(state: State, question: Question, now: datetime) -> str | None:
    if question.is_removed:
        return "asker_removed"
    if not state.settings.steward:
        return "off_in_settings"
    return (
        live_gate.closed_because(state, now)
        or answering.hushed_because(state, question.message_id, now)
        or ("too_late" if now - question.at > LATE_AFTER else None)
    )


def _judged(state: State, question: Question, drafted: AnswerDrafted, now: datetime) -> Iterable[Event]:
    line = next((m for m in state.room.recent if m.message_id == question.message_id), None)
    if line is None:
        return (DecisionMade(now, MODE, "too_late", ASK),)
    found = verdict(state, line, drafted)
    refused = _why_not_the_models(drafted, found, now)
    asker = _Asker(question.login, question.message_id)
    if not found.text:
        return (*refused, *_unknown(state, asker, now))
    if found.source == UNKNOWN and answering.has_said_unknown(state, now):
        return (*refused, DecisionMade(now, MODE, "unknown_lately"))
    if answering.said_lately(state, found.text, now):
        return (*refused, DecisionMade(now, MODE, "said_lately", ASK))
    said = SendLine(_line_id(state), found.text, MODE, found.source, reply_to=question.message_id)
    return (*refused, DecisionMade(now, MODE, found.source, question.login), ActionQueued(now, said))


def _why_not_the_models(drafted: AnswerDrafted, found: "Verdict", now: datetime) -> tuple[DecisionMade, ...]:
    if drafted.error:
        return (DecisionMade(now, MODE, "model_failed", drafted.error),)
    return (DecisionMade(now, MODE, "style_rejected", ", ".join(found.refused)),) if found.refused else ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would be said where a model answered a line, and what kept the model's own words from it."""

    text: str
    """Empty where nothing that was found may be said."""
    refused: tuple[str, ...] = ()
    """What the model's words broke, in stable codes."""
    source: str = MODEL
    """``uptime``, ``looked_up`` or ``unknown`` where code's own words take the place of the model's."""


def verdict(state: State, line: Message, drafted: AnswerDrafted) -> Verdict:
    """Return what would be said where a model answered a line, or broke off after it had looked."""
    if drafted.error:
        return _instead(state, line, drafted)
    answer = answers.with_links(drafted.text, drafted.links, state.shelf.links)
    today = answers.evening_of(drafted.at, state)
    if told := grounds.of_the_clock(answer, drafted.used, today):
        by_code = answering.ruling(state, answers.by_the_clock(told), None)
        return Verdict("" if by_code.broken else by_code.text, by_code.broken, Topic.UPTIME.value)
    ruling = answering.ruling(state, answer, line, prompts_steward.TOLD)
    missing = grounds.missing(answer, line.text, drafted.used, state, drafted.at)
    if not (ruling.broken or missing):
        return Verdict(ruling.text)
    return replace(_instead(state, line, drafted), refused=(*ruling.broken, *missing))


def _instead(state: State, line: Message, drafted: AnswerDrafted) -> Verdict:
    """Return what code tells of what was found, where a model's own words may not be said."""
    if nothing := passages.have_found_nothing(drafted.used):
        return Verdict(nothing, source=UNKNOWN)
    links = answers.with_links("", drafted.links, state.shelf.links)
    told = links if links.text else own_words.of_what_was_found(drafted, line.text, state)
    ruling = answering.ruling(state, told, line) if told else None
    return Verdict(ruling.text if ruling and ruling.is_clean else "", source=LOOKED_UP)


def _line_id(state: State) -> str:
    return f"{_session_id(state)}/answer-{state.asked.lines + 1}"


def _session_id(state: State) -> str:
    return state.session.session_id if state.session else "off-air"
