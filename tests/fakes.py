"""Fakes that stand in for the world: honest, in memory, and held to the same contract suites."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chronicler.domain.actions import DraftLine
from chronicler.domain.chat import Message
from chronicler.domain.events import Candidate, DeliveryState
from chronicler.ports import Delivery, LiveReport

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
