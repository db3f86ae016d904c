"""Markers and clips: the intent first, never twice, and always told what became of it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import ClipReported, Event, RequestAttempted, RequestState, StreamMarked
from chronicler.errors import ArchiveError
from chronicler.ports import Clipped, Highlighting, Marked
from chronicler.runtime.live.requests import NEVER_CAME, NOT_HERE, PAUSES, Requests
from tests.fakes import FakeClock, FakeHighlighting, after

MARK = MarkStream("mark-7", "8 people laughed")
TONIGHT = "20260306T193000Z-lantern"
CLIP = MakeClip("clip-7", "that was lovely")


class Rim:
    """Requests with everything they told, and how long they waited."""

    def __init__(
        self,
        highlighting: Highlighting | None,
        *,
        held: tuple[str | None, ...] = (),
        stops_after: int = 99,
        disk: str = "",
        words: Callable[[MarkStream], str] = lambda wanted: wanted.description,
    ) -> None:
        self.told: list[Event] = []
        self.on_disk: list[Event] = []
        self.waited: list[float] = []
        self._held = list(held)
        self._stops_after = stops_after
        self._disk = disk
        self.clock = FakeClock()
        self.requests = Requests(
            highlighting,
            self.clock,
            report=self._report,
            make_durable=self._make_durable,
            held_because=lambda _: self._held.pop(0) if self._held else None,
            rest=self._rest,
            words=words,
        )

    def _report(self, session_id: str, event: Event) -> None:
        assert session_id == TONIGHT
        self.told.append(event)

    async def _make_durable(self) -> None:
        if self._disk:
            raise ArchiveError(self._disk)
        self.on_disk = list(self.told)

    async def _rest(self, seconds: float) -> bool:
        self.waited.append(seconds)
        self.clock.advance(seconds)
        return len(self.waited) <= self._stops_after

    def run(self, job: Callable[[Requests], Awaitable[None]]) -> list[Event]:
        async def scenario() -> None:
            await job(self.requests)

        asyncio.run(scenario())
        return self.told


def test_a_marker_is_intended_on_disk_before_it_is_asked_for() -> None:
    class Watching(FakeHighlighting):
        async def mark(self, description: str) -> Marked:
            assert rim.on_disk == [RequestAttempted(after(0), "mark-7")]
            return await super().mark(description)

    there = Watching()
    rim = Rim(there)
    told = rim.run(lambda requests: requests.mark(MARK, TONIGHT))
    assert told[1:] == [StreamMarked(after(0), "mark-7", RequestState.MADE, 1.0)]
    assert there.markers == ["8 people laughed"]


def test_a_clip_is_pending_first_and_made_when_it_is_there() -> None:
    rim = Rim(FakeHighlighting(looks=3))
    _, pending, made = rim.run(lambda requests: requests.clip(CLIP, TONIGHT))
    edit = "https://clips.test/Lantern1/edit"
    assert pending == ClipReported(after(0), "clip-7", RequestState.PENDING, "Lantern1", edit_url=edit)
    at = after(sum(PAUSES[:3]))
    assert made == ClipReported(
        at, "clip-7", RequestState.MADE, "Lantern1", "https://clips.test/Lantern1", edit
    )
    assert rim.waited == list(PAUSES[:3])


def test_a_clip_that_never_comes_is_given_up_with_a_reason_and_its_edit_address() -> None:
    rim = Rim(FakeHighlighting(looks=1_000))
    *_, last = rim.run(lambda requests: requests.clip(CLIP, TONIGHT))
    assert isinstance(last, ClipReported)
    assert (last.state, last.reason) == (RequestState.FAILED, NEVER_CAME)
    assert last.edit_url.endswith("/edit")
    assert rim.waited == list(PAUSES)
    assert list(PAUSES) == sorted(PAUSES)


def test_a_clip_that_nobody_could_ask_for_to_the_last_is_unknown_and_not_called_failed() -> None:
    class Away(FakeHighlighting):
        async def find_clip(self, clip_id: str) -> Clipped:
            return Clipped(RequestState.UNKNOWN, clip_id, reason="not_connected")

    *_, last = Rim(Away()).run(lambda requests: requests.clip(CLIP, TONIGHT))
    assert isinstance(last, ClipReported)
    assert (last.state, last.reason) == (RequestState.UNKNOWN, "not_connected")
    assert last.edit_url.endswith("/edit")


def test_words_removed_while_a_marker_waits_for_its_turn_are_not_sent() -> None:
    there = FakeHighlighting()
    Rim(there, words=lambda _: "").run(lambda requests: requests.mark(MARK, TONIGHT))
    assert there.markers == [""]


def test_a_stop_leaves_a_clip_pending() -> None:
    told = Rim(FakeHighlighting(looks=9), stops_after=1).run(lambda requests: requests.clip(CLIP, TONIGHT))
    assert [type(event) for event in told] == [RequestAttempted, ClipReported]


def test_a_clip_from_before_a_restart_is_looked_for_and_not_asked_for() -> None:
    there = FakeHighlighting(looks=1)
    there.clips.append("Old")
    told = Rim(there).run(
        lambda requests: requests.look_for(TONIGHT, "clip-3", "Old", "https://clips.test/Old/edit")
    )
    (made,) = told
    assert isinstance(made, ClipReported)
    assert (made.state, made.url, made.edit_url) == (
        RequestState.MADE,
        "https://clips.test/Old",
        "https://clips.test/Old/edit",
    )
    assert there.clips == ["Old"]


@pytest.mark.parametrize(
    ("rim", "reason"),
    [
        (Rim(None), NOT_HERE),
        (Rim(FakeHighlighting(), held=("not_live",)), "not_live"),
        (Rim(FakeHighlighting(), held=(None, "not_live")), "not_live"),
        (Rim(FakeHighlighting(), disk="no room"), "not_journaled"),
        (Rim(FakeHighlighting("not_granted")), "not_granted"),
    ],
    ids=["nothing is broadcast", "offline", "offline meanwhile", "a full disk", "refused"],
)
def test_what_is_not_made_says_why(rim: Rim, reason: str) -> None:
    marked = rim.run(lambda requests: requests.mark(MARK, TONIGHT))[-1]
    assert isinstance(marked, StreamMarked)
    assert (marked.state, marked.reason) == (RequestState.FAILED, reason)


def test_a_clip_that_is_refused_is_not_looked_for() -> None:
    rim = Rim(FakeHighlighting("not_permitted"))
    clipped = rim.run(lambda requests: requests.clip(CLIP, TONIGHT))[-1]
    assert isinstance(clipped, ClipReported)
    assert (clipped.state, clipped.reason, rim.waited) == (RequestState.FAILED, "not_permitted", [])


def test_a_request_cut_off_in_the_midst_is_unknown() -> None:
    class Endless(FakeHighlighting):
        async def mark(self, description: str) -> Marked:
            del description
            await asyncio.Event().wait()
            raise AssertionError

        async def clip(self) -> Clipped:
            await asyncio.Event().wait()
            raise AssertionError

    async def scenario() -> None:
        for job in (rim.requests.mark(MARK, TONIGHT), rim.requests.clip(CLIP, TONIGHT)):
            task = asyncio.create_task(job)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    rim = Rim(Endless())
    asyncio.run(scenario())
    _, marked, _, clipped = rim.told
    assert isinstance(marked, StreamMarked)
    assert isinstance(clipped, ClipReported)
    assert (marked.state, clipped.state) == (RequestState.UNKNOWN, RequestState.UNKNOWN)
