"""quiet_minutes: auto becomes a number with a reason before anything is journaled."""

from pathlib import Path
from typing import Any

import pytest

from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.archive.load import PUBLISHED
from chronicler.domain.events import SettingsSaved
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.quiet_auto import because, is_auto, settled
from chronicler.runtime.replay import replay
from tests.runtime.imports import house_in, imported, log_in
from tests.scenarios.evening import Evening, at, talk

SLOW = [f"{at(30 + n * 20)} {('maren', 'joost', 'ida')[n % 3]}: the tide, {n}" for n in range(80)]
LONG = [f"{at(3000 + n * 500)} maren: still here, {n}" for n in range(3)]
"""Eighty lines twenty seconds apart and three after long pauses."""


def with_record(folder: Path, days: int = 3, channel: str = "lantern") -> House:
    house = house_in(folder)
    for day in range(days):
        log_in(folder / "logs", 6 + day, lines=[*SLOW, *LONG], channel=channel)
    imported(house, folder / "logs")
    return house


def test_with_enough_record_it_is_the_channels_own_pause(tmp_path: Path) -> None:
    house = with_record(tmp_path)
    values = House(house.vault, Origin.LIVE, {"quiet_minutes": "auto", "channel": "lantern"}).setting_values()
    assert values["quiet_minutes"] == 8.5
    assert "of the 246 pauses in 3 streams were shorter than 8.3 min" in str(values["quiet_settled_because"])


@pytest.mark.parametrize("days", [0, 2])
def test_without_enough_record_the_default_holds_and_the_reason_says_so(tmp_path: Path, days: int) -> None:
    house = with_record(tmp_path, days) if days else house_in(tmp_path)
    settings = House(house.vault, Origin.LIVE, {"quiet_minutes": "auto"}).settings()
    assert settings.quiet_minutes == 15
    assert settings.quiet_because.startswith("the default, since the record is too small")
    assert f"{days} streams" in settings.quiet_because


def test_another_channels_streams_are_no_record(tmp_path: Path) -> None:
    house = with_record(tmp_path)
    chosen: dict[str, Any] = {"quiet_minutes": "auto", "channel": "elsewhere"}
    assert House(house.vault, Origin.LIVE, chosen).settings().quiet_minutes == 15


def test_a_number_is_left_as_it_is(tmp_path: Path) -> None:
    assert settled({"quiet_minutes": 7}, tmp_path) == {"quiet_minutes": 7}
    assert not is_auto({})
    assert is_auto({"quiet_minutes": " AUTO"})


def test_a_damaged_archive_costs_no_stream(tmp_path: Path) -> None:
    house = with_record(tmp_path, 1)
    (house.data / PUBLISHED).write_bytes(b"no archive at all" * 300)
    values = settled({"quiet_minutes": "auto"}, house.data)
    assert values["quiet_minutes"] == 15
    assert "the archive could not be read" in str(values["quiet_settled_because"])


def test_the_record_is_read_again_only_when_there_are_other_journals(tmp_path: Path) -> None:
    house = with_record(tmp_path, 2)
    chosen: dict[str, Any] = {"quiet_minutes": "auto", "channel": "lantern"}
    assert settled(chosen, house.data)["quiet_minutes"] == 15
    log_in(tmp_path / "more", 20, lines=[*SLOW, *LONG])
    imported(house, tmp_path / "more")
    assert settled(chosen, house.data)["quiet_minutes"] == 8.5


def test_a_rehearsal_asks_the_real_record_and_replays_without_it(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *talk(30, 120), quiet_minutes="auto", channel="lantern")
    house = House(tonight.vault, Origin.IMPORT, {"timezone": "UTC"})
    for day in range(3):
        log_in(tmp_path / "logs", 1 + day, lines=[*SLOW, *LONG])
    imported(house, tmp_path / "logs")
    told = tonight.rehearse()
    journal = journal_path(tonight.vault.data / "rehearsals" / "journal", told.record.session.session_id)
    (saved,) = [event for _, event in read_journal(journal) if isinstance(event, SettingsSaved)]
    assert saved.values["quiet_minutes"] == 8.5
    (house.data / PUBLISHED).unlink()
    assert replay(journal).differences == ()


def test_the_reason_names_the_limit_that_held(tmp_path: Path) -> None:
    del tmp_path
    from chronicler.analysis.silence import own_pause  # noqa: PLC0415 - only here

    assert because(own_pause([10.0] * 300, 4)).endswith("shorter than 0.2 min, and 3 is the least")
    assert because(own_pause([5000.0] * 300, 4)).endswith("shorter than 83.3 min, and 15 is the most")
    assert because(own_pause([600.0] * 300, 4)).endswith("were shorter than 10.0 min")
