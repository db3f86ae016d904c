"""What ``!about`` is answered with, and when it is left unanswered.

Decides the words (from what Settings really do with chat), that the style court has seen
them, and the cooldowns that run from delivery: each who asks what is kept of them is told once,
a few people within minutes, so that chat cannot make the bot talk. A hush does not silence it:
that is for lines nobody asked for, and whoever asks what this is shall be told; Settings can
switch the command off. Leaves sending to the outbox.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chronicler.agent import live_gate
from chronicler.agent.court import verdict as court
from chronicler.agent.prompts import brief
from chronicler.agent.state import State
from chronicler.agent.steward.asked import Times
from chronicler.domain import commands
from chronicler.domain.settings import Settings

APART: Final = timedelta(seconds=45)
"""Least time from one answer to the next, whoever asks; Twitch drops the same words within half a minute."""
FEW: Final = 3
LATELY: Final = timedelta(minutes=5)
"""No more people than :data:`FEW` are answered within so long; what they ask stands in chat by then."""
APART_FOR_ONE: Final = timedelta(minutes=30)
"""The same for one person, to whom the answer stands there already."""
AFTER_A_FAILURE: Final = timedelta(minutes=1)

_WHO: Final = "I am an AI steward, and now and then I offer a line when it is quiet."
_KEEPS: Final = (
    "What is written here is kept on the machine of whoever streams here, for notes{model}{forget}."
)
_MODEL: Final = ", some of it seen by a language model elsewhere"
_FORGET: Final = "; the command {name} keeps yours out"
_NEVER: Final = "I never pose as a person, never make up activity and take no action against anyone."


def words(settings: Settings) -> str:
    """Return the answer; of a language model on another machine it says so."""
    is_remote = settings.allow_remote_model and settings.has_model
    command = commands.given(settings.command_forgetme)
    forget = _FORGET.format(name=command.name) if command else ""
    return " ".join((_WHO, _KEEPS.format(model=_MODEL if is_remote else "", forget=forget), _NEVER))


def unanswered_because(state: State, login: str, now: datetime) -> str | None:
    """Return why somebody is not answered at ``now``, ``None`` where they are."""
    asked = state.asked
    if not state.settings.steward:
        return "off_in_settings"
    if closed := live_gate.closed_because(state, now):
        return closed
    if asked.on_their_way:
        return "sending"
    if asked.failed_at and now - asked.failed_at < AFTER_A_FAILURE:
        return "failed_lately"
    mine = asked.about.by_login.get(login)
    if mine and now - mine < APART_FOR_ONE:
        return "answered_before"
    return "answered_lately" if _is_told_enough(asked.about, now) else None


def _is_told_enough(about: Times, now: datetime) -> bool:
    """Return whether the answer has just been said, or often enough for a while."""
    if about.at and now - about.at < APART:
        return True
    return sum(now - at < LATELY for at in about.by_login.values()) >= FEW


def ruling(state: State) -> court.Ruling:
    """Return what the style court says about the answer in this room."""
    case = brief.case_for(state)
    # The words are fixed: that somebody here is called "Stream" does not make them name anybody.
    return court.judge(words(state.settings), court.Profile.STEWARD, replace(case, names=frozenset()))
