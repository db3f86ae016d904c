"""The running bot with OBS beside it, over the wire: speech is waited for, and its loss stops nothing."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from chronicler.archive.journal.writing import off_air_path, read_journal, session_journals
from chronicler.domain.events import (
    BroadcastObserved,
    DeliveryReported,
    Event,
    LineDrafted,
    LiveStatusChecked,
    SpeechSignalChanged,
    StreamerSpoke,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.notes.tonight.note import render
from chronicler.runtime.asking.status import read_status
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.tonight import view_of
from chronicler.runtime.live.vault_ears import bound_to
from chronicler.runtime.replay import replay
from tests.doubles.obs_server import PASSWORD, ObsServer
from tests.fakes import START, FakeSender, after
from tests.obs.stage import ROOM, STEP, VOICE, Beat
from tests.scenarios.evening import KINDLING, dashboard, lay_vault

MINUTE = 60
Play = Callable[["Evening"], Awaitable[None]]


class Evening:
    """A bot with Settings that name an OBS, and a test that plays streamer, chat and Twitch."""

    def __init__(self, folder: Path, obs: ObsServer, play: Play) -> None:
        board = folder / "tonight.md"
        board.write_text(dashboard(), encoding="utf-8")
        settings = {"timezone": "UTC", "obs_url": obs.url}
        self.house = House(lay_vault(folder), Origin.LIVE, settings)
        self.obs, self.beat, self.sender = obs, Beat(), FakeSender()
        self.heard: list[Event] = []
        self.trouble: list[str] = []
        self._play, self._news = play, asyncio.Event()
        self.bot = Bot(
            self.house,
            "lantern",
            Rim(self, self.sender, self.beat, obs_password=lambda: PASSWORD, elapsed=self.beat),
            bound=bound_to(self.house, board),
            watch=self._watch,
            on_trouble=self.trouble.append,
        )

    async def run(self, report: Callable[[Event], None]) -> None:
        self.report = report
        await self._play(self)

    def _watch(self, event: Event, derived: object, state: object) -> None:
        del derived, state
        self.heard.append(event)
        self._news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def until_heard(self, kind: type[Event], times: int = 1) -> None:
        await self.until(lambda: sum(isinstance(e, kind) for e in self.heard) >= times)

    async def go_live(self) -> None:
        self.report(LiveStatusChecked(self.beat.now(), is_live=True, stream_id="s1"))
        await self.obs.until_asked("GetInputMute")
        await self.obs.meter()
        await self.until(lambda: self.signals[-1:] == [True])

    async def speak(self, seconds: float, level: float = VOICE) -> None:
        for _ in range(round(seconds / STEP)):
            await self.obs.meter(mic=level)

    def pass_until(self, seconds: float) -> None:
        """Let stream time pass in ticks, while Twitch goes on saying that the stream is live."""
        while self.beat.seconds < seconds:
            self.beat.seconds += 10
            self.report(LiveStatusChecked(self.beat.now(), is_live=True, stream_id="s1"))
            self.report(Ticked(self.beat.now()))

    @property
    def signals(self) -> list[bool]:
        return [e.is_present for e in self.heard if isinstance(e, SpeechSignalChanged)]

    @property
    def reason(self) -> str:
        return self.bot.sessions.engine.state.reasons["hearthkeeper"].reason


def evening(folder: Path, play: Play, server: ObsServer | None = None) -> Evening:
    async def run() -> Evening:
        async with server or ObsServer() as obs:
            tonight = Evening(folder, obs, play)
            await asyncio.wait_for(tonight.bot.run(), 60)
            return tonight

    return asyncio.run(run())


def events(tonight: Evening) -> list[Event]:
    (journal,) = session_journals(tonight.house.journals)
    return [event for _, event in read_journal(journal)]


def test_it_waits_while_the_streamer_speaks_and_speaks_after_the_threshold(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        await tonight.go_live()
        tonight.pass_until(14 * MINUTE)
        await tonight.speak(1)
        await tonight.until_heard(StreamerSpoke)
        tonight.pass_until(20 * MINUTE)
        reasons.append(tonight.reason)
        assert tonight.sender.said == []
        tonight.pass_until(30 * MINUTE)
        await tonight.until_heard(DeliveryReported)

    reasons: list[str] = []
    tonight = evening(tmp_path, play)
    assert (reasons, tonight.sender.said[:1]) == (["streamer_speaking"], [KINDLING])
    spoken = [e for e in events(tonight) if isinstance(e, StreamerSpoke)]
    assert after(14 * MINUTE - 15) < spoken[0].at < after(14 * MINUTE + 15)
    (journal,) = session_journals(tonight.house.journals)
    assert replay(journal).differences == ()


def test_obs_that_dies_in_mid_sentence_is_told_once_and_chat_goes_on(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        await tonight.go_live()
        tonight.pass_until(14 * MINUTE)
        await tonight.speak(1)
        await tonight.until_heard(StreamerSpoke)
        await tonight.obs.stop()
        await tonight.until(lambda: tonight.signals[-1] is False)
        tonight.pass_until(20 * MINUTE)
        reasons.append(tonight.reason)
        tonight.bot.sessions.engine.journal.sync()
        status = read_status(tonight.house, tonight.beat.now()).as_json()["session"]["obs"]
        told.append((status["hears_you"], status["sends_the_stream"]))
        tonight.pass_until(30 * MINUTE)
        await tonight.until_heard(DeliveryReported)

    reasons: list[str] = []
    told: list[tuple[bool, bool | None]] = []
    tonight = evening(tmp_path, play)
    assert (reasons, told) == (["streamer_speaking"], [(False, None)])
    assert tonight.sender.said == [KINDLING]
    assert sum("does not tell when you speak" in text for text in tonight.trouble) == 1
    assert not any("obs stopped" in text for text in tonight.trouble)


def test_an_obs_that_was_never_there_changes_nothing_but_says_so(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        tonight.report(LiveStatusChecked(tonight.beat.now(), is_live=True, stream_id="s1"))
        await tonight.until_heard(SpeechSignalChanged)
        tonight.pass_until(10 * MINUTE)
        await tonight.until_heard(LineDrafted)  # a shadow, which would be waited for
        tonight.pass_until(16 * MINUTE)
        await tonight.until_heard(DeliveryReported)

    server = ObsServer(password="another")  # noqa: S106 - the double's
    tonight = evening(tmp_path, play, server)
    assert tonight.sender.said == [KINDLING]
    (said,) = [text for text in tonight.trouble if "OBS" in text]
    assert "chronicler obs login" in said
    note = (tonight.house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert PASSWORD not in note + json.dumps([repr(e) for e in events(tonight)])


def test_a_stop_in_obs_closes_the_gate_while_twitch_still_says_live(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        await tonight.go_live()
        await tonight.obs.stream("STARTED")
        await tonight.until_heard(BroadcastObserved, 2)
        tonight.pass_until(14 * MINUTE)
        await tonight.obs.stream("STOPPED")
        await tonight.until_heard(BroadcastObserved, 3)
        tonight.pass_until(16 * MINUTE)
        reasons.append(tonight.reason)

    reasons: list[str] = []
    tonight = evening(tmp_path, play)
    assert (reasons, tonight.sender.said) == (["broadcast_stopped"], [])


def test_between_streams_nobodys_speech_is_kept(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        await tonight.obs.until_asked("GetInputMute")
        await tonight.speak(12)
        await tonight.until(lambda: tonight.signals == [True])
        tonight.report(LiveStatusChecked(tonight.beat.now(), is_live=True, stream_id="s1"))
        await tonight.speak(1)
        await tonight.speak(7, ROOM)
        await tonight.until_heard(StreamerSpoke)

    tonight = evening(tmp_path, play)
    off_air = [event for _, event in read_journal(off_air_path(tonight.house.journals, START))]
    assert not any(isinstance(event, StreamerSpoke) for event in off_air)
    opened = [e for e in events(tonight) if isinstance(e, SpeechSignalChanged | BroadcastObserved)]
    assert [type(e) for e in opened[:2]] == [SpeechSignalChanged, BroadcastObserved]


def test_tonight_says_what_obs_tells(tmp_path: Path) -> None:
    async def play(tonight: Evening) -> None:
        await tonight.go_live()
        shown.append(render(view_of(tonight.house, tonight.bot.sessions.engine.state)).body)
        tonight.bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    shown: list[str] = []
    tonight = evening(tmp_path, play)
    assert "- **OBS**: it hears you on Mic/Aux and does not send the stream." in shown[0]
    note = (tonight.house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert "**OBS**" not in note, "nobody listens any more"
