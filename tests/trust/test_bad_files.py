"""A locked or spoilt archive and spoilt journal lines cost no note and no stream, over the wire."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chronicler.archive.connect import connect
from chronicler.archive.files import LOG, PUBLISHED, WORK
from chronicler.archive.health import look_after
from chronicler.archive.load import load_journals
from chronicler.domain.events import MessageReceived
from chronicler.standin.server import StandIn
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, on_air, running

LINES = 30
HOLDER = "import duckdb, sys\nheld = duckdb.connect(sys.argv[1])\nprint('held', flush=True)\nsys.stdin.read()"


@contextmanager
def held_open(database: Path) -> Iterator[None]:
    """Let another program hold a database for writing meanwhile, as a viewer does."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            holder.stdin.close()


def lines_in_archive(data: Path) -> int:
    """Return how many lines of chat a reader finds."""
    with connect(data) as archive:
        ((found,),) = archive.query("SELECT count(*) FROM messages").rows
        return int(found)


async def talk(air: OnAir, first: int = 0) -> None:
    """Let people write."""
    for n in range(first, first + LINES):
        await air.standin.say(f"person{n % 7}", f"the salt stair, {n}", message_id=f"m-{n}")
    await air.until(lambda: sum(isinstance(e, MessageReceived) for e in air.seen) >= LINES)


def test_an_archive_that_another_program_holds_costs_no_note_and_is_loaded_later(tmp_path: Path) -> None:
    async def scenario() -> Path:
        async with on_air(tmp_path) as air:
            data = air.house.data
            await air.live()
            await talk(air)
            await asyncio.to_thread(load_journals, data)
            with held_open(data / WORK):
                kept = await air.ends()
                assert "Nobody wrote" not in air.note(kept.ledger)
                (told,) = kept.warnings
                assert "open" in told
            return data

    data = asyncio.run(scenario())
    assert load_journals(data).notes == []
    assert lines_in_archive(data) == LINES


def garbage(data: Path) -> None:
    (data / WORK).write_bytes(b"milk, bread, candles\n" * 500)


def flipped_wal(data: Path) -> None:
    (data / f"{WORK}{LOG}").write_bytes(bytes(range(256)) * 20)


def garbage_where_readers_look(data: Path) -> None:
    (data / PUBLISHED).write_bytes(b"milk, bread, candles\n" * 500)


@pytest.mark.parametrize("spoil", [garbage, flipped_wal, garbage_where_readers_look])
def test_a_spoilt_archive_costs_no_note_and_mends_itself_from_the_journals(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    async def scenario() -> Path:
        async with on_air(tmp_path) as air:
            data = air.house.data
            await air.live()
            await talk(air)
            await asyncio.to_thread(load_journals, data)
            spoil(data)
            kept = await air.ends()
            assert "Nobody wrote" not in air.note(kept.ledger)
            return data

    data = asyncio.run(scenario())
    assert load_journals(data).notes == []
    assert lines_in_archive(data) == LINES
    assert look_after(data).trouble == ""


@pytest.mark.parametrize(
    "spoilt",
    [b"\0" * 60, b"\xff" * 60, b'{"seq":7,"kind":"input","type":"no'],
    ids=["zeros", "no text", "half a line"],
)
def test_a_spoilt_line_of_the_journal_costs_itself_alone(tmp_path: Path, spoilt: bytes) -> None:
    async def scenario() -> OnAir:
        clock, vault = FakeClock(START), lay_vault(tmp_path)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            air = OnAir(vault, standin, clock)
            async with running(air):
                await air.live()
                await talk(air)
            journal = air.journal()
            lines = journal.read_bytes().splitlines(keepends=True)
            at = next(n for n, line in enumerate(lines) if b'"m-9"' in line)
            lines[at] = spoilt + lines[at][len(spoilt) : -1].replace(b'"', b"?") + b"\n"
            journal.write_bytes(b"".join(lines))
            again = OnAir(vault, standin, clock)
            async with running(again):
                await talk(again, LINES)
                kept = await again.ends()
                assert kept.ledger
                written = [e.message.message_id for e in again.journaled() if isinstance(e, MessageReceived)]
                assert written == [f"m-{n}" for n in range(2 * LINES) if n != 9]
        return again

    air = asyncio.run(scenario())
    load_journals(air.house.data)
    (damaged,) = look_after(air.house.data).damaged
    assert (damaged.journal, damaged.count) == (air.journal().stem, 1)
    assert lines_in_archive(air.house.data) == 2 * LINES - 1
