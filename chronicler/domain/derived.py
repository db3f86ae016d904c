"""Derived: what was decided here, compared in a replay.

Decides which judgements are facts of their own and what each carries; leaves how they come
about to ``agent``.
"""

from dataclasses import dataclass
from datetime import datetime

from chronicler.domain.actions import NOT_DRAWN, Action, Drawn
from chronicler.domain.event import Event


@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    """A mode acted, or its reason for not acting changed."""

    mode: str
    reason: str
    """A stable code such as ``active_chat`` or ``cooldown``."""
    detail: str = ""
    """The figures behind the reason, for a person."""
    repeats: int = 0
    """How often the mode's previous reason had been evaluated again since it was journaled."""


@dataclass(frozen=True, slots=True)
class ActionQueued(Event):
    """Something was asked of the rim."""

    action: Action


@dataclass(frozen=True, slots=True)
class DashboardAdopted(Event):
    """A rested dashboard came into force."""

    path: str
    revision: str
    theme_from: str
    theme_to: str
    changes: tuple[str, ...] = ()
    """What changed, one sentence a field, as the receipt will say it."""


@dataclass(frozen=True, slots=True)
class DashboardRefused(Event):
    """A rested dashboard could not come into force; the one before it stays."""

    path: str
    revision: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DashboardMended(Event):
    """A dashboard that was refused says again what is in force; nothing changed by it."""

    path: str
    revision: str


@dataclass(frozen=True, slots=True)
class DashboardCleared(Event):
    """No dashboard is in force any more."""

    theme_from: str
    is_withdrawn: bool = False
    """Whether it went back to draft; else its note is gone, or no longer tonight's."""


@dataclass(frozen=True, slots=True)
class SettingsTaken(Event):
    """A save of the Settings note was read: what changed, and what was refused."""

    changes: tuple[str, ...] = ()
    """One line a setting, ``quiet_minutes 15 → 8``."""
    refused: tuple[str, ...] = ()
    """One sentence each, with what is in force instead."""


@dataclass(frozen=True, slots=True)
class MessageFlagged(Event):
    """The Warden thinks a line is a growth scam or an impersonation. Nothing is done about it."""

    message_id: str
    severity: str
    """``likely`` or ``certain``."""
    evidence: tuple[str, ...]
    """What was found, in our words; never the chatter's, which may have to go."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the line each piece of evidence stands, as character offsets; ``(0, 0)`` where nowhere."""


@dataclass(frozen=True, slots=True)
class FlagRepeated(Event):
    """A line like ``first_id``, flagged already, by the same chatter or in the same wave."""

    message_id: str
    first_id: str


@dataclass(frozen=True, slots=True)
class HushChanged(Event):
    """The Hearthkeeper was asked to be quiet ``until`` then, or released again (``None``)."""

    until: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class HearthSwitched(Event):
    """``!hearth on|off``: lifts or sets only its own switch."""

    is_on: bool
    by: str


@dataclass(frozen=True, slots=True)
class LineShadowed(Event):
    """What the Hearthkeeper would have said, had ``held_by`` (a reason code) not kept it silent."""

    text: str
    source: str
    quiet_seconds: float
    held_by: str
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class QuietEnded(Event):
    """A stretch of at least ``quiet_minutes`` without a human line is over."""

    began_at: datetime
    outcome: str
    """``spoke`` or ``silent``."""
    reason: str


@dataclass(frozen=True, slots=True)
class JottingSeen(Event):
    """A new line under ``## During the stream`` was timed."""

    text: str
    replaces: str = ""
    """The earlier jotting that this one completes; its time stays."""


@dataclass(frozen=True, slots=True)
class PostReminded(Event):
    """The announcement post of the dashboard in force is due, ten minutes before its start."""

    path: str
    """Of the dashboard."""
    start_at: datetime


@dataclass(frozen=True, slots=True)
class MomentSeen(Event):
    """The chat reacts at once, far above its usual, just now; afterwards the Scribe looks again."""

    peak_at: datetime
    """End of the half minute in which it reacted most."""
    score: float
    chatters: int
    reactors: int
    """Distinct people writing and reacting in that half minute."""
    usual: int = 0
    """Distinct people who usually write in such a time."""
    kind: str = ""
    """How most of them reacted, as ``analysis.reactions`` calls it."""
    alike: int = 0
    """How many reacted so."""
    clip_calls: int = 0
    """How many asked for a clip."""
