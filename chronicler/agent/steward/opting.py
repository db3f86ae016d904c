"""What a viewer wants kept of their own words: nothing (``!forgetme``), or again everything.

Decides who may ask (only for themselves; the streamer is part of every note), that the answer
comes once the wish is kept and not before, and its words. Leaves keeping the wish, and emptying
lines before they are events, to ``runtime.forgetting.opt_outs``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.court import verdict as court
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.agent.steward.asked import MODE
from chronicler.domain import commands
from chronicler.domain.actions import KeepOptOut, SendLine
from chronicler.domain.chat import OPTED_OUT, Message
from chronicler.domain.events import ActionQueued, DecisionMade, Event, OptOutKept
from chronicler.domain.settings import Settings

SOURCE: Final = "opt_out"
APART: Final = timedelta(seconds=20)
"""Least time between two such answers; whoever asks meanwhile is opted out without one."""
_OUT: Final = (
    "From now on nothing you write here is kept, and what you wrote in the last day leaves the notes. "
    "For everything of before to go, ask whoever streams here{back}."
)
_BACK: Final = "; the command {name} takes this back"
_IN: Final = "From now on what you write here is kept again, for the notes of the stream."


def decide(message: Message, *, is_out: bool) -> Iterable[Event]:
    """Return what follows from somebody's wish about their own words."""
    if message.is_broadcaster:
        return (DecisionMade(message.at, MODE, "streamer_is_kept"),)
    if is_out is (message.withheld == OPTED_OUT):
        return (DecisionMade(message.at, MODE, "opted_before"),)
    wish = KeepOptOut(message.message_id, message.login, message.chatter_id, is_out)
    return (
        DecisionMade(message.at, MODE, "forgetme" if is_out else "rememberme"),
        ActionQueued(message.at, wish),
    )


def answer(state: State, kept: OptOutKept) -> Iterable[Event]:
    """Return the answer to a wish that is kept now, once a person and not too often."""
    reason = "opted_out" if kept.is_out else "opted_in"
    if kept.problem:
        return (DecisionMade(kept.at, MODE, "wish_not_kept", kept.problem),)
    if closed := live_gate.closed_because(state, kept.at):
        return (DecisionMade(kept.at, MODE, closed, reason),)
    last = state.asked.opted_at
    if (last and kept.at - last < APART) or f"{reason} {kept.name}" in state.asked.told:
        return (DecisionMade(kept.at, MODE, "opted_unanswered"),)
    case = replace(brief.case_for(state), names=frozenset())  # the words are fixed, as those of about
    ruling = court.judge(words(state.settings, is_out=kept.is_out), court.Profile.STEWARD, case)
    if not ruling.is_clean:
        return (DecisionMade(kept.at, MODE, "style_rejected", ", ".join(ruling.broken)),)
    session_id = state.session.session_id if state.session else "off-air"
    line_id = f"{session_id}/answer-{state.asked.lines + 1}"
    line = SendLine(line_id, ruling.text, MODE, SOURCE, reply_to=kept.message_id)
    return (DecisionMade(kept.at, MODE, reason, kept.name), ActionQueued(kept.at, line))


def words(settings: Settings, *, is_out: bool) -> str:
    """Return the answer."""
    back = commands.given(settings.command_rememberme)
    return _OUT.format(back=_BACK.format(name=back.name) if back else "") if is_out else _IN
