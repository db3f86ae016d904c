"""A running bot and the real adapter against the stand-in, on a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import Event, LiveStatusChecked, MessageReceived, Ticked
from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import TwitchRim, config_at
from chronicler.runtime.replay import replay
from chronicler.standin.server import StandIn
from chronicler.vault.location import Vault
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault

CHANNEL: Final = "lantern_keeper"
LAST: Final = "channel.follow"
"""What is subscribed to last: from then on everything is heard."""
PATIENCE: Final = 30.0
"""Wall seconds after which a wait fails."""
E = TypeVar("E", bound=Event)


class OnAir:
    """One run of the bot, and the hands that move stream, chat and clock."""

    def __init__(
        self,
        vault: Vault,
        standin: StandIn,
        clock: FakeClock,
        *,
        poll_seconds: float = 0.02,
        request_seconds: float = PATIENCE,
        **settings: object,
    ) -> None:
        self.house = House(vault, Origin.LIVE, {"timezone": "UTC", "quiet_minutes": 2, **settings})
        self.standin, self.clock = standin, clock
        self.seen: list[Event] = []
        """Inputs and what was derived from them, as the journal keeps them."""
        self.kept: list[Kept] = []
        self.trouble: list[str] = []
        self._news = asyncio.Event()
        config = config_at(standin, vault.data / "tokens", CHANNEL, poll_seconds)
        config = replace(
            config, first_retry_seconds=0.001, request_seconds=request_seconds, login_seconds=0.02
        )
        self.twitch = TwitchRim(config, clock)
        self.bot = Bot(
            self.house,
            CHANNEL,
            Rim(self.twitch, self.twitch, clock, highlighting=self.twitch),
            watch=self._watch,
            on_kept=self._keep,
            on_trouble=self.trouble.append,
        )

    def _watch(self, event: Event, derived: Sequence[Event], _: State) -> None:
        self.seen += (event, *derived)
        self._news.set()

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self._news.set()

    @property
    def state(self) -> State:
        return self.bot.sessions.engine.state

    def of(self, kind: type[E]) -> list[E]:
        """Return what was seen of one type."""
        return [event for event in self.seen if isinstance(event, kind)]

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait until what the bot knows satisfies ``is_so``; asked again at everything it hears."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def live(self, stream_id: str = "s-1", title: str = "Slow rivers") -> None:
        """Go live, and wait until the bot knows."""
        await self.standin.go_live(title, "A quiet game", stream_id=stream_id)
        await self.until(lambda: self.state.is_running and self.state.live and self.state.live.is_live)

    async def says(self, login: str, text: str, **rest: Any) -> str:
        """Write a line and wait until the bot has heard it; return its id."""
        message_id = await self.standin.say(login, text, **rest)
        await self.until(lambda: any(e.message.message_id == message_id for e in self.of(MessageReceived)))
        return message_id

    def tick(self, seconds: float = 10.0) -> None:
        """Let so much stream time pass, and tick once."""
        self.clock.advance(seconds)
        self.bot.report(Ticked(self.clock.now()))

    async def ticks_until(self, is_so: Callable[[], object], seconds: float = 0.0) -> None:
        """Tick, letting the wire speak between, until ``is_so``."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.tick(seconds)
                await asyncio.sleep(0.01)

    async def ends(self) -> Kept:
        """Let the stream end and its ten minutes of grace pass; return what was kept of it."""
        before = len(self.kept)
        await self.standin.go_offline()
        await self.until(lambda: self.state.live and self.state.live.is_live is False)
        self.clock.advance(601)
        await self.until(lambda: len(self.kept) > before)
        return self.kept[-1]

    def note(self, path: str | None) -> str:
        """Return a note's text."""
        assert path is not None
        return (self.house.vault.root / path).read_text(encoding="utf-8")

    @property
    def tonight(self) -> str:
        """Tonight as it stands in the vault."""
        return self.note("Chronicler/Tonight.md")

    def journal(self) -> Path:
        """Return the only session's journal."""
        (journal,) = session_journals(self.house.journals)
        return journal

    def journaled(self) -> list[Event]:
        """Return what stands in the only session's journal, once the bot has stopped."""
        return [event for _, event in read_journal(self.journal())]


@asynccontextmanager
async def running(air: OnAir) -> AsyncIterator[OnAir]:
    """Run the bot until the block ends, then stop it in order; its journals must replay alike."""
    run = asyncio.create_task(air.bot.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await air.standin.until_heard(LAST)
            await air.until(lambda: air.state.hearing and air.state.hearing.is_hearing)
            await air.until(lambda: air.of(LiveStatusChecked))  # the first poll; later ones may be seldom
        yield air
    finally:
        air.bot.supervisor.stopping.set()
        async with asyncio.timeout(PATIENCE):
            await run
    for journal in session_journals(air.house.journals):
        assert replay(journal).differences == ()


@asynccontextmanager
async def on_air(folder: Path, **rest: Any) -> AsyncIterator[OnAir]:
    """Open a vault, a stand-in and a bot that hears the channel; ``rest`` as for :class:`OnAir`."""
    clock = FakeClock(START)
    async with (
        StandIn(clock, broadcaster=CHANNEL) as standin,
        running(OnAir(lay_vault(folder), standin, clock, **rest)) as air,
    ):
        yield air
