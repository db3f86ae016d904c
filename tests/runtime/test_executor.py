"""The rim: every action ends in an event, whoever fails on the way."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from chronicler.agent.state import State
from chronicler.domain.actions import (
    Action,
    Brief,
    DraftLine,
    MakeClip,
    MarkStream,
    ReadContext,
    Recall,
    SendLine,
)
from chronicler.domain.events import (
    Candidate,
    ClipReported,
    ContextRead,
    DeliveryReported,
    DeliveryState,
    EarlierMoment,
    Event,
    LineDrafted,
    LiveStatusChecked,
    MemoryRead,
    RequestState,
    SendAttempted,
    StreamMarked,
)
from chronicler.errors import ModelError, VaultError
from chronicler.ports import LineWriter
from chronicler.runtime.executor import Executor, Recalled
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.live.outbox import Outbox
from chronicler.runtime.live.requests import NOT_HERE, Requests
from tests.agent.evening import Evening, approved
from tests.fakes import FakeClock, FakeSender, FakeWriter, after

DRAFT = DraftLine("draft-1", "prompt", Brief("Lamps"))


class FailingWriter:
    """A model that is not there."""

    async def draft(self, request: DraftLine) -> Sequence[Candidate]:
        raise ModelError(f"nobody answered for {request.draft_id}")


PLACE = EarlierMoment("s1", "2026-02-04", 61.5)


class Rim:
    """An executor with everything it told."""

    def __init__(
        self,
        *writers: LineWriter,
        state: State | None = None,
        seconds: float = 0,
        opt_outs: OptOuts | None = None,
    ) -> None:
        self.told: list[Event] = []
        self.sender = FakeSender()
        self.clock = FakeClock()
        self.clock.advance(seconds)
        self.executor = Executor(
            writers=writers,
            outbox=Outbox(self.sender, self.clock, report=self.told.append, make_durable=self._at_once),
            requests=Requests(
                None,
                self.clock,
                report=lambda _session_id, event: self.told.append(event),
                make_durable=self._at_once,
                held_because=lambda _session_id: None,
                rest=self._rest,
            ),
            read_context=self._context,
            recall=self._memory,
            state=lambda: state or State(),
            clock=self.clock,
            report=self.told.append,
            opt_outs=opt_outs,
        )

    def carry_out(self, action: Action) -> list[Event]:
        asyncio.run(self.executor.carry_out(action))
        return self.told

    async def _context(self, links: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        if "gone" in links:
            raise VaultError("the vault is not there")
        return [f"A sentence of {links[0]}."], links[1:]

    async def _memory(self, wanted: Recall) -> Recalled:
        return Recalled([f"An evening about {wanted.theme}."], [PLACE])

    async def _rest(self, seconds: float) -> bool:
        raise AssertionError(f"nothing was to be waited for, not {seconds} s")

    async def _at_once(self) -> None:
        return


def drafted(rim: Rim) -> LineDrafted:
    (event,) = rim.carry_out(DRAFT)
    assert isinstance(event, LineDrafted)
    return event


def test_where_the_model_fails_the_next_writer_is_asked() -> None:
    found = drafted(Rim(FailingWriter(), FakeWriter("The lamp stays lit.")))
    assert (tuple(c.text for c in found.candidates), found.error) == (
        ("The lamp stays lit.",),
        "nobody answered for draft-1",
    )


def test_where_everybody_fails_the_draft_says_why() -> None:
    found = drafted(Rim(FailingWriter(), FailingWriter()))
    assert (found.candidates, found.error) == ((), "nobody answered for draft-1; nobody answered for draft-1")


def test_no_material_is_no_failure() -> None:
    found = drafted(Rim(FakeWriter()))
    assert (found.candidates, found.error) == ((), "")


def test_a_models_words_stand_before_the_written_lines() -> None:
    found = drafted(Rim(FakeWriter("From a model.", source="model"), FakeWriter("From the page.")))
    assert [c.source for c in found.candidates] == ["model", "kindling"]


def test_context_is_read_and_missing_links_are_named() -> None:
    (read,) = Rim().carry_out(ReadContext(("Orrow", "Nowhere")))
    assert ContextRead(after(0), ("A sentence of Orrow.",), ("Nowhere",)) == read


def test_where_the_vault_is_gone_every_link_is_missing() -> None:
    (read,) = Rim().carry_out(ReadContext(("gone", "Orrow")))
    assert ContextRead(after(0), (), ("gone", "Orrow")) == read


def test_memory_comes_back_as_an_event() -> None:
    (read,) = Rim().carry_out(Recall("Lamps"))
    assert MemoryRead(after(0), ("An evening about Lamps.",), (PLACE,)) == read


def test_where_nothing_is_broadcast_nothing_is_marked_or_clipped() -> None:
    assert Rim().carry_out(MarkStream("mark-1", "here")) == [
        StreamMarked(after(0), "mark-1", RequestState.FAILED, reason=NOT_HERE)
    ]
    assert Rim().carry_out(MakeClip("clip-1", "that")) == [
        ClipReported(after(0), "clip-1", RequestState.FAILED, reason=NOT_HERE)
    ]


# Before a line leaves ------------------------------------------------------------------

LINE = SendLine("line-1", "The lamp stays lit.", "hearthkeeper", "kindling")


def quiet_evening() -> Evening:
    evening = Evening(delivery=DeliveryState.DROPPED)
    evening.save(0, approved())
    evening.tick_until(16 * 60)
    return evening


def test_in_a_quiet_the_line_leaves() -> None:
    rim = Rim(state=quiet_evening().orchestrator.state, seconds=16 * 60)
    told = rim.carry_out(LINE)
    assert [SendAttempted, DeliveryReported] == [type(event) for event in told]
    assert rim.sender.said == ["The lamp stays lit."]


def dropped(evening: Evening, seconds: float, line: SendLine = LINE) -> str:
    rim = Rim(state=evening.orchestrator.state, seconds=seconds)
    (told,) = rim.carry_out(line)
    assert isinstance(told, DeliveryReported)
    assert (told.state, rim.sender.said) == (DeliveryState.DROPPED, [])
    return told.reason


def test_somebody_who_writes_meanwhile_is_not_talked_over() -> None:
    evening = quiet_evening()
    evening.say(965)
    assert dropped(evening, 966) == "active_chat"


def test_a_stream_that_went_offline_meanwhile_hears_nothing() -> None:
    evening = quiet_evening()
    evening.feed(LiveStatusChecked(after(961), is_live=False))
    assert dropped(evening, 962) == "not_live"


def test_a_hush_meanwhile_is_kept() -> None:
    evening = quiet_evening()
    evening.say(961, "wren", "!hush", is_broadcaster=True)
    assert dropped(evening, 962 + 15 * 60) == "hushed"


@pytest.mark.parametrize("mode", ["steward", "scribe"])
def test_lines_of_other_modes_wait_for_the_gate_alone(mode: str) -> None:
    evening = quiet_evening()
    evening.say(965)
    line = SendLine("line-2", "The tide table is on the wall.", mode, "links")
    assert len(Rim(state=evening.orchestrator.state, seconds=966).carry_out(line)) == 2
    evening.feed(LiveStatusChecked(after(970), is_live=False))
    assert dropped(evening, 971, line) == "not_live"


def evening_with_a_line() -> tuple[Evening, SendLine]:
    """Return an evening quiet enough to be spoken into, and a line for its dashboard."""
    evening = Evening()
    evening.save(0, approved())
    evening.tick_until(16 * 60)
    board = evening.orchestrator.state.desk.dashboard
    assert board is not None
    return evening, SendLine(
        "line-9", "A fresh thought.", "hearthkeeper", "kindling", revision=board.revision
    )


@pytest.mark.parametrize(("save_again", "reason"), [(False, ""), (True, "theme_changed")])
def test_words_for_one_dashboard_are_not_said_under_another(*, save_again: bool, reason: str) -> None:
    evening, line = evening_with_a_line()
    if save_again:
        evening.save(16 * 60 + 10, approved("Another angle altogether"))
    rim = Rim(state=evening.orchestrator.state, seconds=16 * 60 + 20)
    told = rim.carry_out(line)[-1]
    assert isinstance(told, DeliveryReported)
    assert (told.reason, rim.sender.said) == (reason, [] if reason else ["A fresh thought."])


def test_a_line_for_a_stream_that_is_over_is_not_said_in_the_next() -> None:
    evening, line = evening_with_a_line()
    rim = Rim(state=evening.orchestrator.state, seconds=16 * 60 + 20)
    asked = rim.executor.carry_out(line)
    session = evening.orchestrator.state.session
    assert session is not None
    evening.orchestrator.state.session = replace(session, session_id="another")
    asyncio.run(asked)
    told = rim.told[-1]
    assert isinstance(told, DeliveryReported)
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "another_stream")
    assert rim.sender.said == []
