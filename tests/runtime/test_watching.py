"""What a watchdog is told: nothing of what the streamer chose, everything that needs a hand."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import Event, HearingChanged, LiveStatusChecked, ProgramStarted
from chronicler.domain.session import Origin
from chronicler.runtime.asking.watching import STIRS_WITHIN, troubles
from chronicler.runtime.house import House
from chronicler.runtime.lock import LOCK_FILE, beat, hold_lock, last_beat
from tests.agent.evening import Evening
from tests.scenarios.evening import lay_vault
from tests.scenarios.on_air import on_air

ID = "20260306T193000Z-lantern"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A vault whose bot is at work."""
    house = House(lay_vault(tmp_path), Origin.LIVE)
    with hold_lock(house.data):
        yield house


def write(house: House, *events: Event) -> Path:
    path = journal_path(house.journals, ID)
    with Journal.open(path, Header("0", ID, Origin.LIVE, "lantern")) as file:
        file.append([*Evening().inputs, ProgramStarted(now(), "0"), *events])
    return path


def now() -> datetime:
    return datetime.now(UTC)


def codes(house: House, at: datetime | None = None) -> list[str]:
    return [trouble.code for trouble in troubles(house, at or now())]


def test_a_bot_that_hears_is_well(house: House) -> None:
    write(house, HearingChanged(now(), is_hearing=True))
    assert codes(house) == []


def test_nobody_at_work_is_said_with_the_way_to_begin(tmp_path: Path) -> None:
    (trouble,) = troubles(House(lay_vault(tmp_path), Origin.LIVE), now())
    assert trouble.code == "not_running"
    assert "chronicler run" in trouble.words


def test_a_bot_that_no_longer_stirs_hangs_however_alive_its_process_is(house: House) -> None:
    write(house, HearingChanged(now(), is_hearing=True))
    assert codes(house, now() + STIRS_WITHIN + timedelta(seconds=5)) == ["hangs"]
    long_ago = (now() - timedelta(minutes=10)).timestamp()
    os.utime(house.data / LOCK_FILE, (long_ago, long_ago))
    (trouble,) = troubles(house, now())
    assert "for 10 minutes" in trouble.words
    beat(house.data)
    assert codes(house) == []


def test_looking_is_no_beat(house: House) -> None:
    write(house, HearingChanged(now(), is_hearing=True))
    before = last_beat(house.data)
    codes(house)
    assert last_beat(house.data) == before


@pytest.mark.parametrize("reason", ["needs_login", "not_permitted"])
def test_a_login_that_ended_is_said(house: House, reason: str) -> None:
    write(house, LiveStatusChecked(now(), is_live=None, reason=reason))
    assert codes(house) == [reason]


def test_a_deaf_bot_is_said_with_why(house: House) -> None:
    write(house, HearingChanged(now(), is_hearing=False, reason="connection_lost"))
    (trouble,) = troubles(house, now())
    assert trouble.code == "deaf"
    assert "_" not in trouble.words


def test_connecting_is_no_trouble_at_first(house: House) -> None:
    assert codes(house) == []
    later = now() + timedelta(minutes=5)
    os.utime(house.data / LOCK_FILE, (later.timestamp(), later.timestamp()))
    assert codes(house, later) == ["starting"]


def test_a_vault_that_is_away_and_a_disk_that_is_full_are_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house, HearingChanged(now(), is_hearing=True))
    usage = shutil.disk_usage(house.data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5 * 1024 * 1024))
    (house.vault.root / house.vault.folder).rename(house.vault.root / "Elsewhere")
    assert codes(house) == ["vault_away", "disk_full"]


def test_damaged_lines_of_tonights_journal_are_said(house: House) -> None:
    path = write(house, HearingChanged(now(), is_hearing=True))
    raw = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*raw[:2], b'{"torn\n', *raw[2:]]))
    assert codes(house) == ["journal_damaged"]


def test_a_running_bot_beats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            lock = air.house.data / LOCK_FILE
            lock.touch()
            os.utime(lock, (0, 0))
            for _ in range(600):
                await asyncio.sleep(0.05)
                if lock.stat().st_mtime > 0:
                    return
            pytest.fail("it never beat")

    monkeypatch.setattr("chronicler.runtime.live.bot.BEAT_SECONDS", 0.05)
    asyncio.run(scenario())
