"""The double of OBS with a service that listens to it, on a clock that moves with the meters."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chronicler.domain.events import BroadcastObserved, Event, SpeechSignalChanged, StreamerSpoke
from chronicler.obs.service import ObsService, Patience, Wishes
from tests.doubles.obs_server import PASSWORD, ObsServer
from tests.fakes import after

STEP = 0.05
WAITING = 10.0
QUICK = Patience(look=0.01, deaf_after=WAITING, inactive_after=0.0, first_retry=0.01, longest_retry=0.02)
VOICE, ROOM = -20.0, -62.0
Told = TypeVar("Told", bound=Event)


class Beat:
    """Seconds that pass only as levels are heard, a meter's period at each question."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += STEP
        return self.seconds

    def now(self) -> datetime:
        return after(self.seconds)


@dataclass
class Stage:
    """A server, a service, and everything it reported."""

    server: ObsServer
    wishes: Wishes
    password: str = PASSWORD
    patience: Patience = QUICK
    speed: float = 1.0
    beat: Beat = field(default_factory=Beat)
    heard: list[Event] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    running: "asyncio.Task[None] | None" = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.service = ObsService(
            lambda: self.wishes,
            lambda: self.password,
            self._hear,
            self.beat,
            on_lost=self.lost.append,
            speed=self.speed,
            patience=self.patience,
            elapsed=self.beat,
        )

    def _hear(self, event: Event) -> None:
        self.heard.append(event)
        self._news.set()

    def start(self) -> None:
        self.running = asyncio.create_task(self.service.run())

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until what was reported makes something true."""
        async with asyncio.timeout(WAITING):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def until_signal(self, *, is_present: bool, reason: str = "") -> None:
        await self.until(
            lambda: any(
                (e.is_present, e.reason) == (is_present, reason) for e in self.told(SpeechSignalChanged)
            )
        )

    def told(self, kind: type[Told]) -> list[Told]:
        return [event for event in self.heard if isinstance(event, kind)]

    @property
    def spoken(self) -> list[StreamerSpoke]:
        return self.told(StreamerSpoke)

    @property
    def broadcasts(self) -> list[bool | None]:
        return [event.is_on for event in self.told(BroadcastObserved)]

    async def speak(self, seconds: float, level: float = VOICE) -> None:
        for _ in range(round(seconds / STEP)):
            await self.server.meter(mic=level)

    async def be_silent(self, seconds: float) -> None:
        await self.speak(seconds, ROOM)


@asynccontextmanager
async def on_stage(
    server: ObsServer | None = None, *, microphone: str = "", is_off: bool = False, **rest: object
) -> AsyncIterator[Stage]:
    """Open the double with a service that runs, and is stopped afterwards."""
    async with server or ObsServer() as obs:
        wishes = Wishes("" if is_off else obs.url, microphone)
        stage = Stage(obs, wishes, **rest)  # type: ignore[arg-type]
        stage.start()
        try:
            yield stage
        finally:
            assert stage.running is not None
            assert not stage.running.done(), stage.running.exception()
            stage.running.cancel()
            await asyncio.gather(stage.running, return_exceptions=True)


@asynccontextmanager
async def hearing(server: ObsServer | None = None, **rest: object) -> AsyncIterator[Stage]:
    """Open a stage whose service already hears the microphone."""
    async with on_stage(server, **rest) as stage:  # type: ignore[arg-type]
        await stage.server.until_identified()
        await stage.server.until_asked("GetInputMute")
        await stage.server.meter()
        await stage.until_signal(is_present=True)
        yield stage
