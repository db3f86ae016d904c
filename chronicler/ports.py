"""What the core asks of the world, as Protocols.

Decides the smallest surface each adapter must offer; leaves the adapters to ``twitch``,
``vault``, ``llm`` and ``runtime``. Every Protocol has a fake and one suite of contract
tests that the fake and the real adapter both pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Final, Protocol

from chronicler.domain.actions import DraftLine
from chronicler.domain.events import Candidate, DeliveryState, ModelOutcome, RequestState
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
    purpose: str = ""
    """For whom the model is asked, as :class:`~chronicler.domain.events.ModelCalled` counts it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A language model's whole answer, with what it cost."""

    text: str
    model: str
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0
    first_seconds: float = 0.0
    """Until the first words came."""

    @property
    def tokens_per_second(self) -> float | None:
        """How fast it wrote once it had begun, ``None`` where too little came to tell."""
        lasted = self.seconds - self.first_seconds
        return (self.answer_tokens - 1) / lasted if self.answer_tokens > 1 and lasted > 0 else None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a language model, as it is metered."""

    purpose: str
    model: str
    outcome: ModelOutcome
    seconds: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    trouble: str = ""


class Meter(Protocol):
    """Keeps account of what a language model costs, and says when enough is enough."""

    def calls_left(self) -> int | None:
        """Return how many more calls this hour allows, ``None`` where nothing limits them."""
        ...

    def called(self, call: Call) -> None:
        """Take down one call, whatever became of it."""
        ...


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
class Remembered:
    """One line of an earlier stream, found again."""

    session_id: str
    channel: str
    on: date
    """The stream's date, as the streamer counts it."""
    said_at: datetime
    """Aware UTC."""
    at_seconds: float
    """From the stream's start."""
    login: str
    """Empty where the streamer was heard speaking, and where a log names nobody."""
    who: str
    text: str
    message_id: str = ""
    is_spoken: bool = False
    """Whether the streamer was heard to say it."""
    score: float = 0.0
    """Comparable only within one answer; the best comes first."""
    before: tuple[tuple[str, str], ...] = ()
    """Who said what just before, in order."""
    after: tuple[tuple[str, str], ...] = ()
    """Who said what just after, in order."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Texts as points in a space of meanings."""

    dimension: int
    data: bytes
    """float32 in this machine's byte order, one text after the other; all zero where a text means nothing."""


class Embedder(Protocol):
    """Turns texts into points that lie near each other where the texts mean alike. Blocking."""

    @property
    def name(self) -> str:
        """Which model it is, its size included: vectors of two names are never compared."""
        ...

    @property
    def is_nested(self) -> bool:
        """Whether the first of the dimensions are a coarser embedding by themselves."""
        ...

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        """Return one point a text; some models read a question otherwise than what answers it.

        Raises:
            ModelError: the model is absent, unreachable or unusable.
        """
        ...


class Memory(Protocol):
    """Finds what was said in earlier real streams again."""

    async def find(self, query: str, limit: int = 5) -> Sequence[Remembered]:
        """Return lines that touch a question, best first; none where nothing does. Never raises.

        Never a line of a rehearsal or demo, of a bot, nor one removed, flagged or forgotten, and
        nothing of the stream under way.
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

    def put(self, note: GeneratedNote, *, is_asked_for: bool = False) -> Written:
        """Create or regenerate a note of ours, keeping everything that is the streamer's.

        One that they deleted is made again only where it ``is_asked_for``.
        """
        ...

    def append(self, section: SpanningSection) -> Written:
        """Add one session's section to a note that spans streams, once."""
        ...

    def draw(self, path: PurePosixPath, content: bytes) -> Written:
        """Make or renew a picture of ours; one that the streamer changed or deleted is left as it is."""
        ...
