"""The Steward obeys the commands of chat, and answers only when addressed.

Decides what follows from a command for whoever may give it; anyone else is met with
silence, and the journal keeps why. Only questions and an opt-out are answered in chat; a hush
shows by the silence it brings, and what became of a clip or a marker is told on Tonight and in
the terminal: a line in chat for each would make the bot talk about itself. Leaves reading a
line to ``commands`` and ``address``, questions to ``questions``, what it says of itself to
``about``, opt-outs to ``opting``, and clips and markers to the rim.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import live_gate, way_test
from chronicler.agent.court import verdict as court
from chronicler.agent.state import State
from chronicler.agent.steward import about, commands, opting, questions, topics
from chronicler.agent.steward.asked import ABOUT, MODE
from chronicler.agent.steward.topics import Topic
from chronicler.agent.way_test import TEST
from chronicler.domain.actions import MakeClip, MarkStream, SendLine
from chronicler.domain.chat import Message
from chronicler.domain.commands import given
from chronicler.domain.events import (
    ActionQueued,
    AnswerDrafted,
    DecisionMade,
    Event,
    HearthSwitched,
    HushChanged,
    MessageReceived,
    OperatorCommanded,
    OptOutKept,
)

HEARS: Final = frozenset({MessageReceived, OperatorCommanded, OptOutKept, AnswerDrafted})
"""The types of event it is asked about."""
HUSH_MINUTES: Final = 20
LONGEST_HUSH: Final = 24 * 60
OPERATOR: Final = "the streamer, in the terminal"
CLIPS_APART: Final = timedelta(seconds=30)
"""A clip reaches about so far back: a second one would show the same."""
MARKERS_APART: Final = timedelta(seconds=10)
MOST_WORDS: Final = 140
"""Characters Twitch takes for a marker; a clip's words are kept to the same."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A command that may be given, with what obeying it needs to know."""

    at: datetime
    argument: str
    by: str
    request: str
    """What names a request to Twitch that follows: the message, or the moment."""
    message: Message | None = None

    @property
    def login(self) -> str:
        """Of whoever gave it in chat."""
        return self.message.login if self.message else ""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return what follows from a command in chat or in the terminal, or from a question."""
    match event:
        case MessageReceived():
            return _in_chat(state, event.message)
        case OperatorCommanded():
            at = event.at
            order = _Order(at, event.argument.strip(), OPERATOR, f"terminal-{at:%Y%m%dT%H%M%S%f}")
            return _obey(state, event.command, order)
        case OptOutKept():
            return opting.answer(state, event)
        case AnswerDrafted():
            return questions.on_draft(state, event)
        case _:
            return ()


def _in_chat(state: State, message: Message) -> Iterable[Event]:
    if message.reply_to or message.text.startswith(state.settings.command_prefix):
        heard = commands.read(message, state.settings)
        if heard is not None:
            return _commanded(state, message, heard)
    addressed = state.addressed
    if addressed is None:
        return ()  # as are most lines
    if addressed.is_asked and questions.topic_of(addressed, state) is Topic.ABOUT:
        return _about(state, _order(message, ""))
    return questions.asked(state, message, addressed)


def _commanded(state: State, message: Message, heard: commands.Heard) -> Iterable[Event]:
    if not heard.is_allowed:
        return (DecisionMade(message.at, MODE, "not_allowed", heard.command),)
    return _obey(state, heard.command, _order(message, heard.argument))


def _order(message: Message, argument: str) -> _Order:
    by = message.display_name or message.login
    return _Order(message.at, argument, by, message.message_id, message)


def _obey(state: State, command: str, order: _Order) -> Iterable[Event]:
    obeying = _COMMANDS.get(command)
    if obeying is None:
        return (_not_understood(command, order),)
    return obeying(state, order)


def _not_understood(command: str, order: _Order) -> DecisionMade:
    # Words from chat stay in the line that holds them: a moderator may have to take that back.
    words = command if order.message else f"{command} {order.argument}".strip()
    return DecisionMade(order.at, MODE, "not_understood", words)


# The Hearthkeeper's switches ---------------------------------------------------------------


def _hush(_: State, order: _Order) -> Iterable[Event]:
    word = order.argument.casefold()
    minutes = HUSH_MINUTES if not word else _whole(word)
    if word in ("off", "0"):
        until = None
    elif minutes is not None and 0 < minutes <= LONGEST_HUSH:
        until = order.at + timedelta(minutes=minutes)
    else:
        return (_not_understood("hush", order),)
    return (DecisionMade(order.at, MODE, "hush", order.argument), HushChanged(order.at, until, order.by))


def _whole(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= len(str(LONGEST_HUSH)) else None


def _hearth(_: State, order: _Order) -> Iterable[Event]:
    switch = {"on": True, "off": False}.get(order.argument.casefold())
    if switch is None:
        return (_not_understood("hearth", order),)
    return (
        DecisionMade(order.at, MODE, "hearth", order.argument),
        HearthSwitched(order.at, switch, order.by),
    )


# What Twitch is asked for ------------------------------------------------------------------


def _clip(state: State, order: _Order) -> Iterable[Event]:
    if reason := live_gate.closed_because(state, order.at):
        return (DecisionMade(order.at, MODE, reason, "clip"),)
    if _is_soon(state.asked.clip_at, order.at, CLIPS_APART):
        return (DecisionMade(order.at, MODE, "clipped_just_now", order.by),)
    clip = MakeClip(f"clip-{order.request}", order.argument[:MOST_WORDS], order.login)
    return (DecisionMade(order.at, MODE, "clip", order.by), ActionQueued(order.at, clip))


def _marker(state: State, order: _Order) -> Iterable[Event]:
    if reason := live_gate.closed_because(state, order.at):
        return (DecisionMade(order.at, MODE, reason, "marker"),)
    if _is_soon(state.asked.marker_at, order.at, MARKERS_APART):
        return (DecisionMade(order.at, MODE, "marked_just_now", order.by),)
    words = order.argument or f"marked by {order.by}"
    marker = MarkStream(f"mark-{order.request}", words[:MOST_WORDS], order.login)
    return (DecisionMade(order.at, MODE, "marker", order.by), ActionQueued(order.at, marker))


def _is_soon(last: datetime | None, now: datetime, apart: timedelta) -> bool:
    return last is not None and now - last < apart


# Answers -----------------------------------------------------------------------------------


def _question(topic: Topic | None) -> Callable[[State, _Order], Iterable[Event]]:
    """Return what answers a command that asks for a topic, or for anything."""

    def ask(state: State, order: _Order) -> Iterable[Event]:
        if order.message is None or (topic is None and not order.argument):
            return (_not_understood(topic or questions.ASK, order),)
        if topic is None and topics.topic_of(order.argument, state.shelf.links) is Topic.ABOUT:
            return _about(state, order)
        return questions.commanded(state, order.message, topic, order.argument)

    return ask


def _about(state: State, order: _Order) -> Iterable[Event]:
    message = order.message
    if message is None:
        return (_not_understood(ABOUT, order),)
    if given(state.settings.command_about) is None:
        return (DecisionMade(order.at, MODE, "topic_off", ABOUT),)
    if reason := about.unanswered_because(state, message.login, order.at):
        return (DecisionMade(order.at, MODE, reason, ABOUT),)
    ruling = about.ruling(state)
    if not ruling.is_clean:
        return (DecisionMade(order.at, MODE, "style_rejected", ", ".join(ruling.broken)),)
    session_id = state.session.session_id if state.session else "off-air"
    line_id = f"{session_id}/answer-{state.asked.lines + 1}"
    line = SendLine(line_id, ruling.text, MODE, ABOUT, reply_to=message.message_id)
    return (DecisionMade(order.at, MODE, ABOUT, message.login), ActionQueued(order.at, line))


# What somebody wants kept of their own words ---------------------------------------------------


def _forget_me(_: State, order: _Order) -> Iterable[Event]:
    return _wish("forgetme", order, is_out=True)


def _remember_me(_: State, order: _Order) -> Iterable[Event]:
    return _wish("rememberme", order, is_out=False)


def _wish(command: str, order: _Order, *, is_out: bool) -> Iterable[Event]:
    if order.message is None:
        return (_not_understood(command, order),)  # nobody can ask it for somebody else
    return opting.decide(order.message, is_out=is_out)


# The streamer's own check ------------------------------------------------------------------


def _test(state: State, order: _Order) -> Iterable[Event]:
    """Say one line that is clearly a test: only for the terminal, and only through an open gate."""
    if order.message is not None:
        return (_not_understood(TEST, order),)
    if reason := live_gate.closed_because(state, order.at):
        return (DecisionMade(order.at, MODE, reason, TEST),)
    text = way_test.words(order.at, state.settings.timezone)
    case = court.Case(banned=state.settings.banned_words, command_prefix=state.settings.command_prefix)
    ruling = court.judge(text, court.Profile.STEWARD, case)
    if not ruling.is_clean:
        return (DecisionMade(order.at, MODE, "test_rejected", ", ".join(ruling.broken)),)
    session_id = state.session.session_id if state.session else "off-air"
    line = SendLine(way_test.line_id(session_id, order.argument), ruling.text, MODE, TEST)
    return (DecisionMade(order.at, MODE, TEST, order.by), ActionQueued(order.at, line))


_COMMANDS: Final[dict[str, Callable[[State, _Order], Iterable[Event]]]] = {
    "hush": _hush,
    "hearth": _hearth,
    "clip": _clip,
    "marker": _marker,
    "about": _about,
    "forgetme": _forget_me,
    "rememberme": _remember_me,
    **{topic.value: _question(topic) for topic in Topic if topic is not Topic.ABOUT},
    questions.ASK: _question(None),
    TEST: _test,
}
