"""The test line, said by the bot that is running already: an order, and its trace in the journal.

Decides how long each step is waited for and what is told where the running bot would not say
it; what happened is read from the journals' new lines alone, so that the bot is not disturbed.
"""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from chronicler.agent.steward.asked import MODE
from chronicler.agent.way_test import TEST, is_line_of
from chronicler.archive.journal.lines import SkippedLineError, decode_event
from chronicler.domain.actions import SendLine
from chronicler.domain.events import ActionQueued, DecisionMade, DeliveryReported, Event, OperatorCommanded
from chronicler.domain.session import Origin
from chronicler.notes.words.reasons import why_unheard
from chronicler.ports import Clock
from chronicler.runtime import orders
from chronicler.runtime.asking.running_bot import NEEDS_LOGIN, NOT_PERMITTED, connection_beside
from chronicler.runtime.asking.say_test import (
    CHAT,
    GATE,
    LINE,
    PATIENCE,
    OnStep,
    Patience,
    Report,
    Trial,
    is_echo,
    new_id,
    plain,
)
from chronicler.runtime.house import House

Found = TypeVar("Found")
BOT: Final = "bot"
LOOK_EVERY_SECONDS: Final = 0.1
HOW_TO_TEST_OFF_AIR: Final = "To test off air, stop the bot (Ctrl-C) and run: chronicler say --test"


async def say_beside(
    house: House,
    runner: str,
    clock: Clock,
    on_step: OnStep,
    patience: Patience = PATIENCE,
) -> Trial:
    """Let the running bot say one line, and return what happened at each step.

    Raises:
        UserError: the data folder cannot be written.
    """
    report = Report(Trial(is_beside=True, channel=house.settings().channel), on_step)
    trace, test_id = Trace(house), new_id()
    file = await asyncio.to_thread(orders.give, house.data, orders.Order(TEST, test_id, clock.now()))
    try:
        if taken := await _taken(runner, report, trace, test_id, patience):
            _tell_chat(report, *await asyncio.to_thread(connection_beside, house, clock.now(), runner))
            await _follow(taken, report, trace, patience)
    finally:
        orders.withdraw(file)
    return report.trial


async def _taken(
    runner: str, report: Report, trace: "Trace", test_id: str, patience: Patience
) -> OperatorCommanded | None:
    taken = await trace.until(lambda: trace.taken(test_id), patience.order)
    if taken is None:
        waited = f"{runner}; it did not take the order within {patience.order:g} s: it is starting, or no bot"
        report.ill(BOT, f"{waited}. Try again, or look: chronicler status", "not_taken")
    else:
        report.well(BOT, f"at work: {runner}")
    return taken


async def _follow(taken: OperatorCommanded, report: Report, trace: "Trace", patience: Patience) -> None:
    decision = await trace.until(lambda: trace.decision(taken.argument), patience.order)
    if decision is None or decision.reason != TEST:
        report.decided_against(decision.reason if decision else "")
        return
    line = await trace.until(lambda: trace.line(taken.argument), patience.order)
    if line is None:
        report.ill(LINE, "the running bot queued no line", "not_queued")
        return
    report.trial.text = line.text
    report.well(GATE, "open")
    told = await trace.until(lambda: trace.delivery(line.line_id), patience.line)
    if told is None:
        report.ill(LINE, f"nothing came of it within {patience.line:g} s", "timeout")
    elif report.delivered(told):
        echo = await trace.until(lambda: trace.echo(told, line.text), patience.echo)
        report.heard_again(told, None if echo is None else (echo.at - taken.at).total_seconds())


def _tell_chat(report: Report, state: str, reason: str) -> None:
    if state == "connected":
        report.well(CHAT, "the running bot hears chat")
    else:
        code = state if state in (NEEDS_LOGIN, NOT_PERMITTED) else reason or state
        report.ill(CHAT, f"the running bot does not hear chat: {plain(why_unheard(code))}", code)


class Trace:
    """What has been written to a vault's journals since this was made."""

    def __init__(self, house: House) -> None:
        """Begin at the present end of every journal, a test's off air among them."""
        test = House(house.vault, Origin.REHEARSAL)
        self._folders = (house.journals, test.journals)
        self._read = {path: path.stat().st_size for path in self._files()}
        self._events: list[Event] = []

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            yield from folder.glob("*.ndjson")

    async def until(self, find: Callable[[], Found | None], seconds: float) -> Found | None:
        """Read on until something is found, ``None`` where it is not in time."""
        try:
            async with asyncio.timeout(seconds):
                while (found := find()) is None:
                    await asyncio.to_thread(self._read_on)
                    if (found := find()) is not None:
                        break
                    await asyncio.sleep(LOOK_EVERY_SECONDS)
        except TimeoutError:
            return None
        return found

    def _read_on(self) -> None:
        for path in self._files():
            read = self._read.get(path, 0)
            with path.open("rb") as file:
                file.seek(read)
                whole = file.read().rpartition(b"\n")[0]
            if whole:
                self._read[path] = read + len(whole) + 1
                self._events += _decoded(whole)

    def taken(self, test_id: str) -> OperatorCommanded | None:
        """Return the order as the bot took it."""
        return next((e for _, e in self._orders(test_id)), None)

    def _orders(self, test_id: str) -> Iterator[tuple[int, OperatorCommanded]]:
        for index, event in enumerate(self._events):
            if isinstance(event, OperatorCommanded) and event.argument == test_id:
                yield index, event

    def decision(self, test_id: str) -> DecisionMade | None:
        """Return what the Steward decided upon the order."""
        start = next((index for index, _ in self._orders(test_id)), len(self._events))
        later = self._events[start:]
        return next((e for e in later if isinstance(e, DecisionMade) and e.mode == MODE), None)

    def line(self, test_id: str) -> SendLine | None:
        """Return the line that followed."""
        queued = (e.action for e in self._events if isinstance(e, ActionQueued))
        lines = (action for action in queued if isinstance(action, SendLine))
        return next((line for line in lines if is_line_of(test_id, line.line_id)), None)

    def delivery(self, line_id: str) -> DeliveryReported | None:
        """Return what became of the line."""
        told = (e for e in self._events if isinstance(e, DeliveryReported))
        return next((e for e in told if e.line_id == line_id), None)

    def echo(self, told: DeliveryReported, text: str) -> Event | None:
        """Return the line as chat showed it."""
        return next((e for e in self._events if is_echo(e, told, text)), None)


def _decoded(lines: bytes) -> Iterator[Event]:
    for line in lines.split(b"\n"):
        try:
            yield decode_event(line)[1]
        except SkippedLineError:
            continue  # a header, or what a newer version wrote
