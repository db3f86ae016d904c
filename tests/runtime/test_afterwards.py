"""What comes to light after a stream is over reaches that stream's journal and notes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.actions import MarkStream
from chronicler.domain.events import (
    ActionQueued,
    ClipReported,
    Event,
    LiveStatusChecked,
    MessageReceived,
    RequestAttempted,
    RequestState,
    SessionEnded,
    StreamMarked,
)
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from chronicler.ports import Clipped
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.afterwards import append, left_open
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.replay import replay
from tests.fakes import START, FakeClock, FakeHighlighting, FakeSender, after, message
from tests.scenarios.evening import lay_vault

Report = Callable[[Event], None]
URL = "https://clips.test/Lantern1"
SPEED = 1_000.0


class SlowClips(FakeHighlighting):
    """A channel whose clips exist as soon as a test says so."""

    def __init__(self) -> None:
        super().__init__(looks=0)
        self.are_there = False
        self.looked = 0
        self.on_look: Callable[[], None] = lambda: None
        self.may_look = asyncio.Event()
        """Whether Twitch answers, or takes its time."""

    def appear(self) -> None:
        """Let Twitch answer, and the clip be there."""
        self.are_there = True
        self.may_look.set()

    async def find_clip(self, clip_id: str) -> Clipped:
        await self.may_look.wait()
        self.looked += 1
        self.on_look()
        if not self.are_there:
            return Clipped(RequestState.PENDING, clip_id)
        return Clipped(RequestState.MADE, clip_id, URL)


class Told:
    """A source that does what a test says."""

    def __init__(self, tell: Callable[["Stage"], Awaitable[None]], stage: "Stage") -> None:
        self._tell, self._stage = tell, stage

    async def run(self, report: Report) -> None:
        del report
        await self._tell(self._stage)


class Stage:
    """One start of the bot over a vault, which several starts share."""

    def __init__(
        self, folder: Path, clips: SlowClips, tell: Callable[["Stage"], Awaitable[None]], seconds: float = 0
    ) -> None:
        self.house = House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC", "markers_per_hour": 0})
        self.clips, self.clock = clips, FakeClock()
        clips.may_look = asyncio.Event()
        clips.may_look.set()
        self.clock.advance(seconds)
        self.kept: list[Kept] = []
        self.trouble: list[str] = []
        self.is_kept = asyncio.Event()
        self.seen = asyncio.Event()
        self.bot = Bot(
            self.house,
            "lantern",
            Rim(Told(tell, self), FakeSender(), self.clock, SPEED, highlighting=clips),
            watch=lambda *_: self.seen.set(),
            on_kept=self._keep,
            on_trouble=self.trouble.append,
        )
        self.report = self.bot.report

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self.is_kept.set()

    async def clip_is_pending(self) -> None:
        while not self.bot.sessions.engine.state.highlights.pending:
            self.seen.clear()
            await self.seen.wait()

    def stop(self) -> None:
        self.bot.supervisor.stopping.set()

    def run(self) -> "Stage":
        asyncio.run(asyncio.wait_for(self.bot.run(), 60))
        return self

    @property
    def journal(self) -> Path:
        (journal,) = session_journals(self.house.journals)
        return journal

    @property
    def events(self) -> list[Event]:
        return [event for _, event in read_journal(self.journal)]

    def notes(self) -> str:
        folder = self.house.vault.root / "Chronicler"
        found = [*folder.glob("Ledgers/**/*.md"), *folder.glob("Clip Seeds/**/*.md")]
        assert len(found) == 2
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(found))


def clip_asked(seconds: float = 60) -> MessageReceived:
    text = "!clip the lamp went out"
    return MessageReceived(after(seconds), message(seconds, "ottoline", text, is_mod=True))


async def go_live_and_clip(stage: Stage) -> None:
    stage.report(LiveStatusChecked(after(0), is_live=True, stream_id="s1"))
    stage.report(MessageReceived(after(50), message(50, "maren", "look at that lamp")))
    stage.clock.advance(60)
    stage.report(LiveStatusChecked(after(60), is_live=True, stream_id="s1"))
    stage.report(clip_asked())
    await stage.clip_is_pending()


async def end(stage: Stage) -> None:
    stage.report(LiveStatusChecked(after(70), is_live=False))
    stage.clock.advance(700)
    stage.report(LiveStatusChecked(after(770), is_live=False))
    assert not stage.bot.sessions.engine.state.is_running
    await stage.is_kept.wait()


async def stop_offline(stage: Stage) -> None:
    """Clip, go offline, and be stopped before the clip is there."""
    await go_live_and_clip(stage)
    stage.report(LiveStatusChecked(after(70), is_live=False))
    stage.stop()


def looking(until: Callable[[Stage], bool]) -> Callable[[Stage], Awaitable[None]]:
    """Return a start that only waits for notes kept, or for enough looks."""

    async def tell(stage: Stage) -> None:
        done = asyncio.Event()
        stage.clips.on_look = lambda: done.set() if until(stage) else None
        stage.report(LiveStatusChecked(stage.clock.now(), is_live=False))
        waits = [asyncio.create_task(each.wait()) for each in (stage.is_kept, done)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()
        stage.stop()
        await asyncio.Event().wait()

    return tell


def test_a_clip_that_is_there_after_the_end_reaches_journal_ledger_seed_and_tonight(tmp_path: Path) -> None:
    async def tell(stage: Stage) -> None:
        stage.clips.may_look.clear()
        await go_live_and_clip(stage)
        await end(stage)
        assert "a clip is being made" in stage.notes().lower()
        stage.is_kept.clear()
        stage.clips.appear()
        await stage.is_kept.wait()

    stage = Stage(tmp_path, SlowClips(), tell).run()
    assert len(stage.clips.clips) == 1
    ended = [type(event) for event in stage.events].index(SessionEnded)
    (made,) = [e for e in stage.events[ended:] if isinstance(e, ClipReported)]
    assert (made.state, made.url) == (RequestState.MADE, URL)
    assert replay(stage.journal).differences == ()
    notes = stage.notes()
    assert f'clip: "{URL}"' in notes
    assert notes.casefold().count(f"a clip is made: [watch it]({URL})".casefold()) == 2
    assert "it was asked for at 19:31" in notes
    assert "being made" not in notes
    first, again = stage.kept
    assert [w.outcome for w in first.written] == ["created", "created"]
    assert [w.outcome for w in again.written] == ["updated", "updated"]
    tonight = (stage.house.vault.root / "Chronicler/Tonight.md").read_text(encoding="utf-8")
    assert URL in tonight
    assert Path(first.ledger or "").stem in tonight
    assert stage.trouble[1:] == []  # the first says that no dashboard is approved


def test_a_clip_pending_when_run_stopped_is_looked_for_once_more_by_the_next_start(tmp_path: Path) -> None:
    clips = SlowClips()
    Stage(tmp_path, clips, stop_offline).run()
    clips.are_there = True
    second = Stage(tmp_path, clips, looking(lambda _: False), 3_600).run()
    assert URL in second.notes()
    assert replay(second.journal).differences == ()
    assert len(clips.clips) == 1
    clips.looked = 0
    third = Stage(tmp_path, clips, looking(lambda stage: stage.clips.looked > 0), 7_200)
    third.is_kept.set()  # there is nothing to wait for
    assert third.run().kept == []
    assert clips.looked == 0


def test_a_clip_asked_for_more_than_a_day_ago_is_left_as_it_is(tmp_path: Path) -> None:
    clips = SlowClips()
    first = Stage(tmp_path, clips, stop_offline).run()
    assert (left := left_open(first.house.journals, after(3_600)))
    assert [clip.clip_id for clip in left.pending] == ["Lantern1"]
    assert left_open(first.house.journals, after(60) + timedelta(days=1)) is None


def test_a_stream_still_running_when_killed_goes_on_looking_for_its_clip(tmp_path: Path) -> None:
    async def killed(stage: Stage) -> None:
        await go_live_and_clip(stage)
        stage.stop()

    async def resumed(stage: Stage) -> None:
        stage.report(LiveStatusChecked(stage.clock.now(), is_live=True, stream_id="s1"))
        while stage.bot.sessions.engine.state.highlights.pending:
            stage.seen.clear()
            await stage.seen.wait()

    clips = SlowClips()
    Stage(tmp_path, clips, killed).run()
    clips.are_there = True
    second = Stage(tmp_path, clips, resumed, 90).run()
    assert [e.state for e in second.events if isinstance(e, ClipReported)] == [
        RequestState.PENDING,
        RequestState.MADE,
    ]
    assert len([e for e in second.events if isinstance(e, RequestAttempted)]) == len(clips.clips) == 1
    assert URL in second.notes()


def test_a_resumed_stream_that_is_over_by_then_is_told_of_its_clip_all_the_same(tmp_path: Path) -> None:
    async def killed(stage: Stage) -> None:
        await go_live_and_clip(stage)
        stage.stop()

    async def offline(stage: Stage) -> None:
        stage.report(LiveStatusChecked(stage.clock.now(), is_live=False))
        await stage.is_kept.wait()
        stage.is_kept.clear()
        stage.clips.appear()
        await stage.is_kept.wait()

    clips = SlowClips()
    Stage(tmp_path, clips, killed).run()
    second = Stage(tmp_path, clips, offline, 7_200)
    clips.may_look.clear()  # before it runs: what is still being made is looked for as soon as it does
    second.run()
    assert [type(e) for e in second.events].index(SessionEnded) < len(second.events) - 1
    assert URL in second.notes()


def test_a_request_whose_outcome_went_down_with_the_program_is_settled_in_the_ended_stream(
    tmp_path: Path,
) -> None:
    clips = SlowClips()
    first = Stage(tmp_path, clips, stop_offline).run()
    append(
        first.journal,
        [
            ActionQueued(after(60), MarkStream("mark-1", "here", "ottoline")),
            RequestAttempted(after(60), "mark-1"),
        ],
    )
    clips.are_there = True
    second = Stage(tmp_path, clips, looking(lambda _: False), 3_600).run()
    (marked,) = [e for e in second.events if isinstance(e, StreamMarked)]
    assert (marked.state, marked.reason) == (RequestState.UNKNOWN, "stopped")
    assert clips.markers == []
    assert "it is not known whether a marker was set" in second.notes()


def test_an_outcome_whose_journal_is_gone_is_trouble_told_and_no_crash(tmp_path: Path) -> None:
    async def tell(stage: Stage) -> None:
        stage.clips.may_look.clear()
        await go_live_and_clip(stage)
        await end(stage)
        stage.journal.rename(tmp_path / "elsewhere.ndjson")
        stage.clips.appear()

    stage = Stage(tmp_path, SlowClips(), tell).run()
    assert any("could not be kept" in told for told in stage.trouble)


def test_nothing_is_appended_where_there_is_no_such_journal(tmp_path: Path) -> None:
    gone = tmp_path / "gone.ndjson"
    with pytest.raises(ArchiveError, match="gone"):
        append(gone, [SessionEnded(START, "offline")])
    assert not gone.exists()
    assert left_open(tmp_path, START) is None
