"""That Tonight cannot be written is told once, and what then becomes of it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.session import Origin
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import RETRY_SECONDS, Keeper
from chronicler.runtime.live.tonight_writing import BACK, TAKEN_UP, TonightWriting
from tests.runtime.test_tonight import Wall
from tests.scenarios.evening import lay_vault
from tests.scenarios.on_air import on_air

VIEW = TonightView(warnings=("Lamps",))
NEWER = replace(VIEW, warnings=("Bells",))


class Desk:
    """A vault, its Tonight, and what was told."""

    def __init__(self, folder: Path, origin: Origin = Origin.LIVE) -> None:
        self.house, self.wall = House(lay_vault(folder), origin), Wall()
        self.root = self.house.vault.root
        self.told: list[str] = []
        self.writing = TonightWriting(Keeper(self.house, self.wall), origin, self.told.append)

    @property
    def file(self) -> Path:
        here = "Tonight.md" if self.house.origin.is_real else "Rehearsals/Tonight.md"
        return self.root / "Chronicler" / here

    def look(self, view: TonightView, *, times: int = 1) -> None:
        for _ in range(times):
            self.wall.seconds += RETRY_SECONDS
            asyncio.run(self.writing.look(replace(view, origin=self.house.origin)))

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")


def test_a_tonight_that_is_not_ours_is_told_once_and_written_as_soon_as_it_is_renamed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Origin.REHEARSAL)
    desk.file.parent.mkdir(parents=True)
    desk.file.write_text("---\nchronicler: tonight\n---\nOld words.\n", encoding="utf-8")
    desk.look(VIEW, times=5)
    (told,) = desk.told
    assert "Chronicler/Rehearsals/Tonight.md" in told
    assert "rename it" in told
    assert told.endswith("within seconds.")
    desk.file.rename(desk.file.with_name("Old.md"))
    desk.look(VIEW)
    assert "Lamps" in desk.text
    assert desk.told[1:] == [TAKEN_UP]


def test_a_stop_does_not_tell_twice_that_tonight_is_not_ours(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Origin.REHEARSAL)
    desk.file.parent.mkdir(parents=True)
    desk.file.write_text("---\nchronicler: tonight\n---\nOld words.\n", encoding="utf-8")
    desk.look(VIEW)
    told = list(desk.told)
    asyncio.run(desk.writing.write(replace(NEWER, origin=Origin.REHEARSAL), is_last=True))
    assert desk.told == told


def test_a_tonight_whose_properties_cannot_be_read_is_taken_up_once_they_are_mended(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.look(VIEW)
    good = desk.text
    desk.file.write_text(good.replace("chronicler: tonight", 'chronicler: "tonight', 1), encoding="utf-8")
    desk.look(NEWER, times=3)
    assert len(desk.told) == 1
    desk.file.write_text(good, encoding="utf-8")
    desk.look(NEWER)
    assert "Bells" in desk.text
    assert desk.told[1:] == [TAKEN_UP]


@pytest.mark.parametrize(("origin", "by_init"), [(Origin.LIVE, True), (Origin.REHEARSAL, False)])
def test_a_deleted_tonight_stays_deleted_and_it_is_said_how_to_have_it_again(
    tmp_path: Path, origin: Origin, *, by_init: bool
) -> None:
    desk = Desk(tmp_path, origin)
    desk.look(VIEW)
    desk.file.unlink()
    desk.look(NEWER, times=3)
    (told,) = desk.told
    assert not desk.file.exists()
    assert ("chronicler init" in told) is by_init
    assert ("the next rehearsal" in told) is not by_init
    assert "put it back" in told


@pytest.mark.parametrize(("origin", "comes_back"), [(Origin.LIVE, False), (Origin.REHEARSAL, True)])
def test_a_rehearsal_that_begins_asks_for_its_tonight_a_live_bot_does_not(
    tmp_path: Path, origin: Origin, *, comes_back: bool
) -> None:
    desk = Desk(tmp_path, origin)
    desk.look(VIEW)
    desk.file.unlink()
    desk.writing = TonightWriting(Keeper(desk.house, desk.wall), origin, desk.told.append)
    desk.look(NEWER)
    assert desk.file.exists() is comes_back
    assert (desk.told == []) is comes_back


@pytest.mark.parametrize("leaves_an_empty_folder", [False, True])
def test_a_vault_that_was_away_gets_tonight_at_once_when_it_is_back(
    tmp_path: Path, *, leaves_an_empty_folder: bool
) -> None:
    """An unplugged drive may leave the empty folder behind on which it was mounted."""
    desk = Desk(tmp_path)
    desk.look(VIEW)
    away = desk.root.rename(desk.root.with_name("away"))
    if leaves_an_empty_folder:
        desk.root.mkdir()
    desk.look(NEWER, times=90)
    (told,) = desk.told
    assert told.endswith("connected? It is tried again by itself.")
    if leaves_an_empty_folder:
        assert list(desk.root.iterdir()) == []
        desk.root.rmdir()
    away.rename(desk.root)
    desk.look(NEWER)
    assert "Bells" in desk.text
    assert desk.told[1:] == [BACK]


def test_a_vault_that_goes_away_is_told_though_nothing_is_to_be_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.look(VIEW)
    away = desk.root.rename(desk.root.with_name("away"))
    desk.look(VIEW, times=3)
    assert ["is not there" in told for told in desk.told] == [True]
    away.rename(desk.root)
    desk.look(VIEW)
    assert desk.told[1:] == [BACK]


def test_the_running_bot_says_that_the_vault_is_back_and_brings_tonight_up_to_date(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with on_air(tmp_path) as air:
            root = air.house.vault.root
            await air.live()
            await air.ticks_until(lambda: "live since" in air.tonight)
            away = root.rename(root.with_name("away"))
            await air.says("ottoline", "!hush 20", badges=["moderator"])
            await air.ticks_until(lambda: any("is not there" in told for told in air.trouble))
            await asyncio.to_thread(away.rename, root)
            await air.ticks_until(lambda: BACK in air.trouble)
            assert "silent: hushed until" in air.tonight
            assert sum("is not there" in told for told in air.trouble) == 1

    asyncio.run(scenario())
