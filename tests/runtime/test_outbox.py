"""The outbox keeps its laws whatever is asked of it: form, pace, intent before deed, nothing twice."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.actions import SendLine
from chronicler.domain.events import DeliveryReported, DeliveryState, Event, SendAttempted
from chronicler.errors import ArchiveError
from chronicler.ports import RATE_LIMITED, Delivery
from chronicler.runtime.live.outbox import MARK, MOST_CHARACTERS, WINDOW, Outbox, collapse, split
from tests.fakes import FakeClock, after

SENT = Delivery(DeliveryState.SENT, "m-1")
TOO_MANY = Delivery(DeliveryState.DROPPED, reason=RATE_LIMITED)
LOST = Delivery(DeliveryState.UNKNOWN, reason="timeout")


class World:
    """A chat, a clock and a journal around one outbox; every step is written down in order."""

    def __init__(
        self, answers: Sequence[Delivery] = (), *, is_shared: bool = False, is_moderator: bool = False
    ) -> None:
        self.clock = FakeClock()
        self.steps: list[str] = []
        self.said: list[tuple[datetime, str, str | None]] = []
        self.events: list[Event] = []
        self.durable: Callable[[], Awaitable[None]] = self._sync
        self.reason: str | None = None
        self.is_moderator = is_moderator
        self._answers = list(answers)
        self.outbox = Outbox(
            self,
            self.clock,
            report=self._report,
            make_durable=self._make_durable,
            is_shared_account=lambda: is_shared,
            is_moderator=lambda: self.is_moderator,
            pause=self._pause,
        )

    async def send(self, text: str, *, reply_to: str | None = None) -> Delivery:
        self.steps.append("send")
        self.said.append((self.clock.now(), text, reply_to))
        return self._answers.pop(0) if self._answers else Delivery(DeliveryState.SENT, f"m-{len(self.said)}")

    def deliver(self, *texts: str, reply_to: str | None = None) -> list[DeliveryReported]:
        """Hand lines over one after the other and return their ends."""

        async def scenario() -> list[DeliveryReported]:
            return [
                await self.outbox.deliver(_line(text, number, reply_to), lambda: self.reason)
                for number, text in enumerate(texts)
            ]

        return asyncio.run(scenario())

    def texts(self) -> list[str]:
        return [text for _, text, _ in self.said]

    def _report(self, event: Event) -> None:
        self.steps.append(type(event).__name__)
        self.events.append(event)

    async def _make_durable(self) -> None:
        await self.durable()

    async def _sync(self) -> None:
        self.steps.append("durable")

    async def _pause(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await asyncio.sleep(0)


def _line(text: str, number: int = 0, reply_to: str | None = None) -> SendLine:
    return SendLine(f"line-{number}", text, "hearthkeeper", "kindling", reply_to)


# Order ---------------------------------------------------------------------------------


def test_the_intent_is_durable_before_the_request_leaves() -> None:
    world = World()
    (told,) = world.deliver("The kettle is on.")
    assert world.steps == ["SendAttempted", "durable", "send", "DeliveryReported"]
    assert world.events[0] == SendAttempted(after(0), "line-0")
    assert world.events[1] == told == DeliveryReported(after(0), "line-0", DeliveryState.SENT, "m-1")


def test_without_a_durable_intent_nothing_leaves() -> None:
    world = World()

    async def full() -> None:
        raise ArchiveError("the disk is full")

    world.durable = full
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "not_journaled: the disk is full")
    assert world.said == []


def test_a_line_no_longer_wanted_never_leaves_nor_is_attempted() -> None:
    world = World()
    world.reason = "not_live"
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "not_live")
    assert world.steps == ["DeliveryReported"]


def test_a_gate_that_closes_while_the_intent_is_written_still_holds_the_line_back() -> None:
    world = World()

    async def close_meanwhile() -> None:
        world.reason = "hushed"

    world.durable = close_meanwhile
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "hushed")
    assert world.said == []


def test_a_gate_that_closes_while_the_line_waits_holds_it_back() -> None:
    world = World([TOO_MANY])
    original = world.send

    async def send(text: str, *, reply_to: str | None = None) -> Delivery:
        answer = await original(text, reply_to=reply_to)
        world.reason = "not_live"
        return answer

    world.send = send  # type: ignore[method-assign]
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "not_live")
    assert len(world.said) == 1


def test_lines_leave_in_the_order_they_were_asked_for_also_when_asked_at_once() -> None:
    world = World()

    async def scenario() -> None:
        lines = [_line(f"thought {n}", n) for n in range(5)]
        await asyncio.gather(*(world.outbox.deliver(line, lambda: None) for line in lines))

    asyncio.run(scenario())
    assert world.texts() == [f"thought {n}" for n in range(5)]


# Outcomes ------------------------------------------------------------------------------


def test_an_unknown_outcome_is_reported_and_never_tried_again() -> None:
    world = World([LOST])
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.UNKNOWN, "timeout")
    assert len(world.said) == 1


def test_a_drop_keeps_its_reason() -> None:
    world = World([Delivery(DeliveryState.DROPPED, reason="channel_settings: followers only")])
    (told,) = world.deliver("The kettle is on.")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "channel_settings: followers only")


def test_too_many_requests_are_answered_with_longer_and_longer_pauses() -> None:
    world = World([TOO_MANY, TOO_MANY, SENT])
    (told,) = world.deliver("The kettle is on.")
    assert told.state is DeliveryState.SENT
    assert [at for at, _, _ in world.said] == [after(0), after(5), after(15)]
    assert world.steps.count("SendAttempted") == 1


def test_a_line_that_waited_too_long_expires() -> None:
    world = World([TOO_MANY] * 9)
    (told,) = world.deliver("The kettle is on.")
    assert told.state is DeliveryState.EXPIRED
    assert told.reason == "waited 60 s"
    assert [at for at, _, _ in world.said] == [after(0), after(5), after(15), after(35)]


def test_waiting_for_ones_turn_counts_as_waiting() -> None:
    """The second line is behind one that Twitch keeps putting off."""
    world = World([TOO_MANY] * 4)

    async def scenario() -> list[DeliveryReported]:
        lines = (_line("first", 1), _line("second", 2))
        return await asyncio.gather(*(world.outbox.deliver(line, lambda: None) for line in lines))

    _, second = asyncio.run(scenario())
    assert second.state is DeliveryState.EXPIRED
    assert "second" not in world.texts()


def test_stopping_in_the_middle_of_a_request_leaves_an_unknown_outcome() -> None:
    world = World()
    asking = asyncio.Event()

    async def hang(text: str, *, reply_to: str | None = None) -> Delivery:
        del text, reply_to
        asking.set()
        await asyncio.Event().wait()
        return SENT

    world.send = hang  # type: ignore[method-assign]

    async def scenario() -> None:
        task = asyncio.create_task(world.outbox.deliver(_line("The kettle is on."), lambda: None))
        await asking.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scenario())
    assert world.events[-1] == DeliveryReported(after(0), "line-0", DeliveryState.UNKNOWN, reason="stopped")


# Form ----------------------------------------------------------------------------------


def test_whitespace_collapses_to_one_line() -> None:
    world = World()
    world.deliver("  The kettle\n\tis   on. ")
    assert world.texts() == ["The kettle is on."]


def test_a_line_without_words_is_dropped_unsaid() -> None:
    world = World()
    (told,) = world.deliver(" \n ")
    assert (told.state, told.reason) == (DeliveryState.DROPPED, "empty")
    assert world.said == []


def test_a_long_line_leaves_in_parts_the_first_of_which_answers() -> None:
    world = World()
    (told,) = world.deliver("lantern " * 100, reply_to="m-9")
    assert [len(text) for text in world.texts()] == [495, 303]
    assert [reply_to for _, _, reply_to in world.said] == ["m-9", None]
    assert world.steps == ["SendAttempted", "durable", "send", "send", "DeliveryReported"]
    assert (told.state, told.message_id) == (DeliveryState.SENT, "m-1")


def test_a_line_whose_second_part_fails_was_said_all_the_same() -> None:
    world = World([SENT, LOST])
    (told,) = world.deliver("lantern " * 100)
    assert told.state is DeliveryState.SENT
    assert told.reason == "part 2 of 2 unknown: timeout"


def test_a_line_whose_first_part_fails_is_not_continued() -> None:
    world = World([LOST])
    (told,) = world.deliver("lantern " * 100)
    assert told.state is DeliveryState.UNKNOWN
    assert len(world.said) == 1


def test_on_a_shared_account_every_part_is_marked_within_the_limit() -> None:
    world = World(is_shared=True)
    world.deliver("lantern " * 100)
    assert len(world.said) == 2
    assert all(text.startswith(MARK) and len(text) <= MOST_CHARACTERS for text in world.texts())


def test_a_line_that_is_marked_already_is_not_marked_twice() -> None:
    world = World(is_shared=True)
    world.deliver(f"{MARK}The kettle is on.")
    assert world.texts() == [f"{MARK}The kettle is on."]


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_splits_into_parts_that_fit_and_lose_nothing(text: str) -> None:
    parts = split(text, 20)
    assert all(0 < len(part) <= 20 for part in parts)
    assert "".join(parts).replace(" ", "") == collapse(text).replace(" ", "")
    assert all(part == collapse(part) for part in parts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc", min_size=1, max_size=20), max_size=30))
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    assert " ".join(split(" ".join(words), 20)).split() == words


# Pace ----------------------------------------------------------------------------------


def test_the_same_line_is_not_said_twice_within_thirty_seconds() -> None:
    world = World()
    first, second = world.deliver("Still here.", "Still  here.")
    assert (first.state, second.state) == (DeliveryState.SENT, DeliveryState.DROPPED)
    assert second.reason == "repeated"
    world.clock.advance(30)
    (third,) = world.deliver("Still here.")
    assert third.state is DeliveryState.SENT


def test_an_unknown_line_may_have_been_said_so_its_words_are_not_repeated() -> None:
    world = World([LOST])
    _, second = world.deliver("Still here.", "Still here.")
    assert second.reason == "repeated"


def test_a_refused_line_was_not_said_so_its_words_may_come_again() -> None:
    world = World([Delivery(DeliveryState.DROPPED, reason="unreachable"), SENT])
    _, second = world.deliver("Still here.", "Still here.")
    assert second.state is DeliveryState.SENT


def test_the_twenty_first_line_waits_for_the_window_to_pass() -> None:
    world = World()
    told = world.deliver(*(f"thought {n}" for n in range(21)))
    assert {report.state for report in told} == {DeliveryState.SENT}
    assert [at for at, _, _ in world.said][-2:] == [after(0), after(30)]


def test_a_moderator_may_say_a_hundred_lines_in_the_window() -> None:
    world = World(is_moderator=True)
    world.deliver(*(f"thought {n}" for n in range(101)))
    assert [at for at, _, _ in world.said][-2:] == [after(0), after(30)]


def test_whoever_becomes_a_moderator_meanwhile_need_not_wait_any_more() -> None:
    world = World()
    world.deliver(*(f"thought {n}" for n in range(20)))
    world.is_moderator = True
    world.deliver(*(f"afterthought {n}" for n in range(20)))
    assert {at for at, _, _ in world.said} == {after(0)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 20),
            st.sampled_from([f"thought {n}" for n in range(40)]),
            st.sampled_from([SENT, SENT, SENT, LOST, TOO_MANY]),
        ),
        max_size=70,
    )
)
def test_never_more_than_twenty_lines_nor_the_same_said_twice_in_any_thirty_seconds(
    asked: list[tuple[int, str, Delivery]],
) -> None:
    world = World([answer for _, _, answer in asked])
    for wait, text, _ in asked:
        world.clock.advance(wait)
        world.deliver(text)
    for number, (at, _, _) in enumerate(world.said):
        window = [text for later, text, _ in world.said[number:] if later - at < WINDOW]
        assert len(window) <= 20
    attempted = [event.line_id for event in world.events if isinstance(event, SendAttempted)]
    reported = [event for event in world.events if isinstance(event, DeliveryReported)]
    assert len(reported) == len(asked)
    assert len(attempted) <= len(asked)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from("abcd")), max_size=40))
def test_what_may_have_been_said_is_never_said_again_within_thirty_seconds(
    asked: list[tuple[int, str]],
) -> None:
    world = World()
    for wait, text in asked:
        world.clock.advance(wait)
        world.deliver(text)
    for number, (at, text, _) in enumerate(world.said):
        assert not any(
            text == other and timedelta(0) <= later - at < WINDOW
            for later, other, _ in world.said[number + 1 :]
        )
