"""A command that asks a model is metered in the off-air journal, whoever has it open."""

import asyncio
from pathlib import Path

from chronicler.archive.journal.writing import off_air_path, read_journal
from chronicler.domain.events import Event, ModelCalled, ModelOutcome
from chronicler.domain.session import Origin
from chronicler.ports import Call
from chronicler.runtime import orders
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.models.off_air_meter import OffAirMeter
from chronicler.runtime.replay import replay
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault

CALL = Call("dashboard", "small:1b", ModelOutcome.ANSWERED, 3.5, 120, 60)


def meter(folder: Path) -> OffAirMeter:
    return OffAirMeter(House(lay_vault(folder), Origin.LIVE), FakeClock(START))


def test_where_nothing_runs_the_call_is_written_at_once(tmp_path: Path) -> None:
    mine = meter(tmp_path)
    mine.called(CALL)
    mine.called(CALL)
    path = off_air_path(mine.house.journals, START)
    events = [event for _, event in read_journal(path)]
    assert events == [ModelCalled(START, "dashboard", "small:1b", ModelOutcome.ANSWERED, 3.5, 120, 60)] * 2
    assert replay(path).differences == ()


def test_where_the_bot_runs_it_is_handed_the_call(tmp_path: Path) -> None:
    mine = OffAirMeter(meter(tmp_path).house)
    with hold_lock(mine.house.data):
        mine.called(CALL)
        assert asyncio.run(_heeded(mine.house.data)) == ModelCalled(
            START, "dashboard", "small:1b", ModelOutcome.ANSWERED, 3.5, 120, 60
        )
    assert not list(mine.house.journals.glob("*"))


async def _heeded(data: Path) -> Event:
    """Return what a running bot reports first of what another terminal left for it."""
    heard: asyncio.Queue[Event] = asyncio.Queue()
    bot = asyncio.create_task(orders.heed(data, FakeClock(START), heard.put_nowait))
    event = await asyncio.wait_for(heard.get(), 60)
    bot.cancel()
    return event


def test_a_command_has_no_limit(tmp_path: Path) -> None:
    assert meter(tmp_path).calls_left() is None
