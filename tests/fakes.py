"""Fakes that stand in for the world: honest, in memory, and held to the same contract suites."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chronicler.domain.actions import DraftLine
from chronicler.domain.chat import Message
from chronicler.domain.events import Candidate, DeliveryState, RequestState
from chronicler.ports import Clipped, Delivery, LiveReport, Marked, Vectors

TOPICS = (("exile", "banished", "homeless"), ("tide", "sea", "water"), ("lamp", "light"))
"""Words that mean alike, for the embedder below."""
START = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)


def after(seconds: float) -> datetime:
    """Return the time ``seconds`` after the start of the tests' stream."""
    return START + timedelta(seconds=seconds)


def message(seconds: float, login: str, text: str, **rest: object) -> Message:
    """Return a chat line ``seconds`` into the tests' stream; its id tells who and when."""
    fields: dict[str, object] = {"message_id": f"{login}-{seconds:g}", "display_name": login.title(), **rest}
    return Message(at=after(seconds), login=login, text=text, **fields)  # type: ignore[arg-type]


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class FakeSender:
    """A chat that takes every line, or refuses those it was told to refuse."""

    def __init__(self, refuse: str = "") -> None:
        self.said: list[str] = []
        self._refuse = refuse

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        del reply_to
        if self._refuse:
            return Delivery(DeliveryState.DROPPED, reason=self._refuse)
        self.said.append(text)
        return Delivery(DeliveryState.SENT, message_id=f"said-{len(self.said)}")


class FakeHighlighting:
    """A channel that can be marked and clipped, or refuses with the reason it was given."""

    def __init__(self, refuse: str = "", *, looks: int = 2) -> None:
        self.markers: list[str] = []
        self.clips: list[str] = []
        self.looks = looks
        """How often a clip is looked for before it is there."""
        self._refuse = refuse

    async def mark(self, description: str) -> Marked:
        if self._refuse:
            return Marked(RequestState.FAILED, reason=self._refuse)
        self.markers.append(description)
        return Marked(RequestState.MADE, float(len(self.markers)))

    async def clip(self) -> Clipped:
        if self._refuse:
            return Clipped(RequestState.FAILED, reason=self._refuse)
        self.clips.append(f"Lantern{len(self.clips) + 1}")
        return Clipped(
            RequestState.PENDING, self.clips[-1], edit_url=f"https://clips.test/{self.clips[-1]}/edit"
        )

    async def find_clip(self, clip_id: str) -> Clipped:
        self.looks -= 1
        if self.looks > 0 or clip_id not in self.clips:
            return Clipped(RequestState.PENDING, clip_id)
        return Clipped(RequestState.MADE, clip_id, f"https://clips.test/{clip_id}")


class FakeLiveStatus:
    """A channel that is live, offline or unknown, as told."""

    def __init__(self, report: LiveReport) -> None:
        self.report = report

    async def check(self) -> LiveReport:
        return self.report


class FakeWriter:
    """Finds the same words every time."""

    def __init__(self, *texts: str, source: str = "kindling") -> None:
        self.asked: list[DraftLine] = []
        self._candidates = tuple(Candidate(text, source) for text in texts)

    async def draft(self, request: DraftLine) -> Sequence[Candidate]:
        self.asked.append(request)
        return self._candidates


class FakeEmbedder:
    """Tells topics apart by a few words it knows; counts what it is asked."""

    def __init__(self, name: str = "fake/8", topics: Sequence[Sequence[str]] = TOPICS, size: int = 8) -> None:
        self.name = name
        self.is_nested = True
        self.embedded: list[str] = []
        self._topics, self._size = topics, size

    def embed(self, texts: Sequence[str], *, is_question: bool = False) -> Vectors:
        if not is_question:
            self.embedded += texts
        data = array("f")
        for text in texts:
            words = text.lower().split()
            row = [float(sum(word in words for word in topic)) for topic in self._topics]
            # Whatever is said in a chat has something of chat about it.
            data.extend([*row, *[0.0] * (self._size - len(row) - 1), 0.5 if words else 0.0])
        return Vectors(self._size, data.tobytes())
