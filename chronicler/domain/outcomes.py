"""Outcomes: what came of our own actions, fed again in a replay like every other input.

Decides what a model, the outbox and Twitch's makers of clips and markers report back and what
each report carries; leaves asking to ``actions`` and what follows to the modes.
"""

from dataclasses import dataclass
from enum import StrEnum

from chronicler.domain.actions import NOT_DRAWN, Drawn
from chronicler.domain.event import Event


class DeliveryState(StrEnum):
    """What became of a line handed to the outbox."""

    SENT = "sent"
    DROPPED = "dropped"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """A crash or timeout hid the outcome: never sent again, and it starts the cooldown."""


class RequestState(StrEnum):
    """What became of something that Twitch was asked to make: a stream marker, a clip."""

    PENDING = "pending"
    """Twitch has taken it on, and it is not there yet."""
    MADE = "made"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """A crash or timeout hid the outcome: it is never asked for again."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line that a model or the written lines offered."""

    text: str
    source: str
    drawn: Drawn = NOT_DRAWN


@dataclass(frozen=True, slots=True)
class LineDrafted(Event):
    """The chat model answered a :class:`~chronicler.domain.actions.DraftLine`."""

    draft_id: str
    candidates: tuple[Candidate, ...] = ()
    """In order of preference; empty where there was no material."""
    error: str = ""


class ModelOutcome(StrEnum):
    """What became of one call of a language model."""

    ANSWERED = "answered"
    UNFIT = "unfit"
    """It answered, but not as it was asked to."""
    FAILED = "failed"
    LATE = "late"
    """It had not answered when the time for it was over."""
    RESTING = "resting"
    """It was not asked: it had just failed several times in a row."""
    SPENT = "spent"
    """It was not asked: the calls that Settings allow an hour were used up."""


@dataclass(frozen=True, slots=True)
class ModelCalled(Event):
    """A language model was called, or would have been; ``at`` is when that was over.

    It costs what it says here; neither question nor answer stands in it.
    """

    purpose: str
    """For whom: ``hearthkeeper``, ``steward``, ``dashboard``, ``blog``, ``check`` …"""
    model: str
    outcome: ModelOutcome
    seconds: float = 0.0
    """Of wall time, waiting included."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    trouble: str = ""
    """Why there was no answer that could be used, and what to do about it."""


@dataclass(frozen=True, slots=True)
class ToolUsed:
    """One tool that a model called while it looked for an answer, and what came of it."""

    tool: str
    arguments: str
    """As the model gave them, in JSON."""
    result: str
    """What the model was told, a refusal too."""
    is_refused: bool = False
    people: tuple[str, ...] = ()
    """Logins of those whose words the result quotes."""


@dataclass(frozen=True, slots=True)
class AnswerDrafted(Event):
    """The chat model answered a :class:`~chronicler.domain.actions.DraftAnswer`."""

    question_id: str
    text: str = ""
    """Empty where it does not know."""
    links: tuple[str, ...] = ()
    """Names of the links to be given with it."""
    used: tuple[ToolUsed, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class SendAttempted(Event):
    """The outbox is about to send; durable before the request leaves."""

    line_id: str


@dataclass(frozen=True, slots=True)
class DeliveryReported(Event):
    """What became of a line."""

    line_id: str
    state: DeliveryState
    message_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestAttempted(Event):
    """Twitch is about to be asked for a marker or a clip; durable before the request leaves."""

    request_id: str


@dataclass(frozen=True, slots=True)
class StreamMarked(Event):
    """What became of a :class:`~chronicler.domain.actions.MarkStream`."""

    request_id: str
    state: RequestState
    position_seconds: float | None = None
    """Where in the recording the marker stands, as Twitch says."""
    reason: str = ""
    """Why it was not made, as a stable code."""


@dataclass(frozen=True, slots=True)
class ClipReported(Event):
    """What became of a :class:`~chronicler.domain.actions.MakeClip`; a pending one is reported again."""

    request_id: str
    state: RequestState
    clip_id: str = ""
    """Twitch's own."""
    url: str = ""
    edit_url: str = ""
    """Where the streamer trims and names it."""
    reason: str = ""
    """Why it was not made, as a stable code."""
