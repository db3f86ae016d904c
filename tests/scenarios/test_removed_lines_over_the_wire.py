"""Words that a moderator took down during the stream are gone from wherever they stood."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from chronicler.archive.connect import connect
from chronicler.domain.events import ChatterCleared, Event, MessageDeleted
from chronicler.runtime.aftermath import Kept, load
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault, tree
from tests.scenarios.on_air import CHANNEL, OnAir, running

Removal = tuple[Callable[[StandIn, str], Awaitable[None]], type[Event]]
WORD: Final = "zirconium"
ASKED: Final = f"is anybody here fond of {WORD}, I wonder, or am I alone with it?"
SCAM: Final = (
    "Hello dear, I can increase your live viewers and followers at a very low price, "
    f"text {WORD} on whatsapp +1 555 0199"
)


async def one_line(standin: StandIn, message_id: str) -> None:
    await standin.delete(message_id, "ida")


async def everything_of_theirs(standin: StandIn, message_id: str) -> None:
    del message_id
    await standin.clear_user("ida")


REMOVALS: Final = [
    pytest.param((one_line, MessageDeleted), id="deleted"),
    pytest.param((everything_of_theirs, ChatterCleared), id="banned"),
]


async def speaks(air: OnAir) -> str:
    """Let an evening pass before, so that Ida is new, and return the id of her line."""
    await air.live("s-1")
    await air.says("maren", "good evening to the lamps")
    await air.ends()
    air.clock.advance(3600)
    await air.live("s-2")
    await air.says("maren", "the salt on the stairs is older than the stairs")
    message_id = await air.says("ida", ASKED)
    for _ in range(31):
        air.tick()
    return message_id


async def is_taken_down(air: OnAir, message_id: str, removal: Removal) -> None:
    remove, kind = removal
    await remove(air.standin, message_id)
    await air.until(lambda: air.of(kind))


def in_vault(air: OnAir) -> list[str]:
    """Return the notes in which the word stands."""
    notes = tree(air.house.vault.root)
    return [path for path, content in notes.items() if WORD.encode() in content]


def archived(air: OnAir) -> list[str]:
    load(air.house)
    with connect(air.house.data) as archive:
        return [str(text) for (text,) in archive.query("SELECT text FROM messages").rows]


def assert_gone(air: OnAir, kept: Kept) -> None:
    assert WORD not in repr(kept.record)
    assert kept.ledger is not None
    assert in_vault(air) == []
    assert len(archived(air)) >= 3
    assert not any(WORD in text for text in archived(air))


@pytest.mark.parametrize("removal", REMOVALS)
def test_while_the_bot_runs(tmp_path: Path, removal: Removal) -> None:
    async def scenario() -> None:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(lay_vault(tmp_path), standin, clock)) as air:
                message_id = await speaks(air)
                load(air.house)
                assert any(WORD in text for text in archived(air)), "the archive held it before"
                await is_taken_down(air, message_id, removal)
                assert WORD not in repr(air.state)
                kept = await air.ends()
            assert_gone(air, kept)

    asyncio.run(scenario())


@pytest.mark.parametrize("removal", REMOVALS)
def test_with_the_bot_started_again_in_between(tmp_path: Path, removal: Removal) -> None:
    async def scenario() -> None:
        clock, vault = FakeClock(START), lay_vault(tmp_path)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(vault, standin, clock)) as first:
                message_id = await speaks(first)
            assert in_vault(first) == ["Chronicler/Tonight.md"], "it waited for a word there"
            async with running(OnAir(vault, standin, clock)) as second:
                assert WORD in repr(second.state)
                await is_taken_down(second, message_id, removal)
                assert WORD not in repr(second.state)
            assert in_vault(second) == []
            async with running(OnAir(vault, standin, clock)) as third:
                assert WORD not in repr(third.state)
                kept = await third.ends()
            assert_gone(third, kept)

    asyncio.run(scenario())


def test_tonight_lets_go_of_it_within_seconds_of_its_last_write(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock, vault = FakeClock(START), lay_vault(tmp_path)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(vault, standin, clock)) as first:
                message_id = await speaks(first)
            async with running(OnAir(vault, standin, clock)) as air:
                await standin.follow("joost")
                await air.ticks_until(lambda: "**joost** followed" in air.tonight)
                assert in_vault(air) == ["Chronicler/Tonight.md"]
                await is_taken_down(air, message_id, (one_line, MessageDeleted))
                await air.ticks_until(lambda: not in_vault(air))

    asyncio.run(scenario())


def test_a_scam_that_was_flagged_and_then_banned_keeps_no_words(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(lay_vault(tmp_path), standin, clock)) as air:
                await air.live()
                await air.says("maren", "good evening to the lamps")
                await air.says("ida", SCAM)
                assert air.state.room.flagged
                await standin.clear_user("ida")
                await air.until(lambda: air.of(ChatterCleared))
                kept = await air.ends()
            assert in_vault(air) == []
            assert not any(WORD in message.text for message in kept.record.messages)

    asyncio.run(scenario())
