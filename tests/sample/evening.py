"""The sample stream, read once for all its tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TypeVar

from chronicler.domain.chat import Message
from chronicler.domain.events import Event, MessageReceived, StreamerSpoke
from chronicler.sample import sample_path
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Transcript

Kind = TypeVar("Kind", bound=Event)
QUIET = timedelta(minutes=15)
"""How long nobody must have written before a prompt is due, as Settings have it at first."""


@cache
def transcript() -> Transcript:
    return open_transcript(sample_path())


@cache
def events() -> tuple[Event, ...]:
    return tuple(transcript().events())


def of(kind: type[Kind]) -> list[Kind]:
    return [event for event in events() if isinstance(event, kind)]


def messages() -> list[Message]:
    return [event.message for event in of(MessageReceived)]


def seconds(at: datetime) -> float:
    return (at - transcript().started_at).total_seconds()


def between(low: float, high: float) -> list[Message]:
    """Return the chat from ``low`` to before ``high`` seconds into the stream."""
    return [message for message in messages() if low <= seconds(message.at) < high]


def gaps(times: Iterable[datetime], least: timedelta) -> list[tuple[datetime, datetime]]:
    """Return the stretches of at least ``least`` between two of the times, in order."""
    ordered = sorted(times)
    return [(a, b) for a, b in pairwise(ordered) if b - a >= least]


def human_times() -> list[datetime]:
    return [message.at for message in messages() if message.is_human]


def speech_times() -> list[datetime]:
    """Return when the streamer began and ceased to speak."""
    return [at for e in of(StreamerSpoke) for at in (e.at, e.at + timedelta(seconds=e.seconds))]
