"""What the core asks of the world, as Protocols.

Decides the smallest surface each adapter must offer; leaves the adapters to ``twitch``,
``vault``, ``llm`` and ``runtime``. Every Protocol has a fake and one suite of contract
tests that the fake and the real adapter both pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Protocol

from chronicler.domain.actions import DraftLine
from chronicler.domain.events import Candidate, DeliveryState, RequestState
from chronicler.domain.note import GeneratedNote, NoteContent, SpanningSection


class Clock(Protocol):
    """Tells the time; the only way to learn it outside tests."""

    def now(self) -> datetime:
        """Return the current time, aware UTC."""
        ...


RATE_LIMITED: Final = "rate_limited"
"""The reason of a dropped :class:`Delivery` that may be tried again after a pause."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a chat service said about one line."""

    state: DeliveryState
    message_id: str = ""
    reason: str = ""


class ChatSender(Protocol):
    """Says one line in chat."""

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        """Send ``text`` (at most 500 characters) once and return what became of it.

        Never raises for a refusal or an unreachable service; never sends twice.
        """
        ...


@dataclass(frozen=True, slots=True)
class LiveReport:
    """Whether the channel is live, and as which stream."""

    is_live: bool | None
    reason: str = ""
    """Why the question could not be answered, where ``is_live`` is ``None``."""
    stream_id: str | None = None
    title: str = ""
    category: str = ""
    started_at: datetime | None = None


class LiveStatus(Protocol):
    """Tells whether the stream is live."""

    async def check(self) -> LiveReport:
        """Ask now; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Marked:
    """What a streaming service said about one marker."""

    state: RequestState
    position_seconds: float | None = None
    """Where in the recording it stands."""
    reason: str = ""
    """Why it was not made, as a stable code."""


@dataclass(frozen=True, slots=True)
class Clipped:
    """What a streaming service said about one clip."""

    state: RequestState
    clip_id: str = ""
    url: str = ""
    edit_url: str = ""
    reason: str = ""
    """Why it was not made, as a stable code."""


class Highlighting(Protocol):
    """Marks the recording of the stream under way, and clips it.

    Never raises for a refusal or an unreachable service; never asks for the same twice.
    """

    async def mark(self, description: str) -> Marked:
        """Set one marker at this moment; ``description`` has at most 140 characters."""
        ...

    async def clip(self) -> Clipped:
        """Ask for one clip of the last half minute or so; it takes a while to exist."""
        ...

    async def find_clip(self, clip_id: str) -> Clipped:
        """Return a clip asked for: ``MADE``, ``PENDING`` while it is not there, ``UNKNOWN`` else."""
        ...


class LineWriter(Protocol):
    """Finds words for a quiet moment: a language model, or the streamer's own lines."""

    async def draft(self, request: DraftLine) -> Sequence[Candidate]:
        """Return candidate lines, best first; none where there is no material.

        Raises:
            ModelError: the model was unreachable, too slow or unusable.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One turn put to a language model."""

    system: str
    prompt: str
    deadline_seconds: float
    temperature: float = 0.7
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """A language model's whole answer, with what it cost."""

    text: str
    model: str
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0


class ChatModel(Protocol):
    """A language model."""

    async def generate(self, request: ModelRequest) -> Completion:
        """Return the answer as text.

        Raises:
            ModelError: unreachable, absent, cut short, or past its deadline.
        """
        ...

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return an answer that fits the JSON schema.

        Raises:
            ModelError: as above, or the answer does not fit.
        """
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one note we wanted in the vault."""

    path: str
    outcome: str
    """``created``, ``updated``, ``unchanged``, ``left_alone`` or ``deleted_by_user``."""
    reason: str = ""


NOT_WRITTEN: Final = frozenset({"left_alone", "deleted_by_user"})
"""Outcomes of a note that does not hold what we wanted."""


OUTCOMES: Final = {"left_alone": "left alone", "deleted_by_user": "deleted by you"}
"""Outcomes in words, where they are not words themselves."""


class NoteStore(Protocol):
    """The vault, as far as the core may touch it. Blocking; call it off the event loop."""

    def read(self, path: PurePosixPath) -> NoteContent | None:
        """Return a note as it stands, ``None`` where there is none.

        Raises:
            VaultError: the vault is gone, or the path leads out of it.
        """
        ...

    def put(self, note: GeneratedNote) -> Written:
        """Create or regenerate a note of ours, keeping everything that is the streamer's."""
        ...

    def append(self, section: SpanningSection) -> Written:
        """Add one session's section to a note that spans streams, once."""
        ...

    def draw(self, path: PurePosixPath, content: bytes) -> Written:
        """Make or renew a picture of ours; one that the streamer changed or deleted is left as it is."""
        ...
