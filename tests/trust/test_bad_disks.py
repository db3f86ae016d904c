"""A disk that is full, protected or gone in mid-stream costs no line, and what it delayed is made up for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from chronicler.domain.events import DeliveryReported, DeliveryState, MessageReceived
from chronicler.runtime.live.tonight_writing import BACK, TAKEN_UP
from chronicler.standin.server import StandIn
from chronicler.vault.location import Vault
from tests.fakes import START, FakeClock
from tests.scenarios.evening import lay_vault
from tests.scenarios.on_air import CHANNEL, OnAir, on_air, running
from tests.trust.disk import Disk, small_disk
from tests.trust.vault_held import HeldVault
from tests.waiting import until

NO_ROOM = "No space left on device"
LONG = "the salt stair and the lamp upon it " * 12
"""Of such lines a few fill the last page of a file."""


def on_disk(air: OnAir) -> list[str]:
    return [e.message.message_id for e in air.journaled() if isinstance(e, MessageReceived)]


def test_a_full_disk_of_data_silences_the_bot_and_loses_no_line(tmp_path: Path) -> None:
    async def scenario(disk: Disk) -> None:
        async with on_air(tmp_path / "evening") as air, _freed(disk):
            await air.live()
            said = [await air.says("maren", LONG)]
            await asyncio.to_thread(until, lambda: on_disk(air) == said, "the first line on disk")
            disk.fill()
            said += [await air.says(f"person{n}", f"{n} {LONG}") for n in range(20)]
            await air.ticks_until(lambda: air.bot.sessions.engine.trouble)
            said.append(await air.says("joost", "!about"))
            await air.ticks_until(lambda: air.of(DeliveryReported))
            (told,) = air.of(DeliveryReported)
            assert (told.state, told.reason.partition(":")[0]) == (DeliveryState.DROPPED, "not_journaled")
            stood = air.tonight  # the record of a write comes before the write, and finds no room either
            await air.ticks_until(lambda: any(NO_ROOM in told for told in air.trouble))
            assert air.tonight == stood
            assert not air.standin.sent
            disk.make_room()
            said.append(await air.says("ida", "There is room again"))
            await air.ticks_until(lambda: not air.bot.sessions.engine.trouble)
            await air.ticks_until(lambda: BACK in air.trouble)
            assert (await air.ends()).ledger
            assert on_disk(air) == said
            assert list((air.house.data / "writes").rglob(".*")) == []

    with small_disk(tmp_path, tmp_path / "evening/home") as disk:
        asyncio.run(scenario(disk))


@asynccontextmanager
async def _freed(disk: Disk) -> AsyncIterator[None]:
    """Make room whatever went wrong: what stops then must not find the disk full."""
    try:
        yield
    finally:
        disk.make_room()


CANNOT_BE_WRITTEN: dict[str, tuple[Callable[[Disk], None], Callable[[Disk], None], str]] = {
    "full": (Disk.fill, Disk.make_room, NO_ROOM),
    "read-only": (Disk.protect, Disk.unprotect, "Read-only file system"),
    "unplugged": (Disk.unplug, Disk.plug_in, "is its drive or sync folder connected?"),
}


@pytest.mark.parametrize("how", CANNOT_BE_WRITTEN)
def test_a_vault_that_cannot_be_written_is_told_and_made_up_for(tmp_path: Path, how: str) -> None:
    spoil, mend, words = CANNOT_BE_WRITTEN[how]

    async def scenario(disk: Disk, vault: Vault) -> tuple[str, int]:
        clock = FakeClock(START)
        async with StandIn(clock, broadcaster=CHANNEL) as standin:
            async with running(OnAir(vault, standin, clock)) as air:
                await air.live()
                said = [await air.says("maren", LONG)]
                await air.ticks_until(lambda: "live since" in air.tonight)
                await asyncio.to_thread(spoil, disk)
                said.append(await air.says("ottoline", "!hush 20", badges=["moderator"]))
                await air.ticks_until(lambda: any(words in told for told in air.trouble))
                said.append(await air.says("joost", "Is it still there?"))
                await standin.go_offline()
                await air.until(lambda: air.state.live and air.state.live.is_live is False)
                clock.advance(601)
                await air.ticks_until(lambda: any("chronicler ledger" in told for told in air.trouble))
                assert air.kept == []
                assert on_disk(air) == said
                await asyncio.to_thread(mend, disk)
                await air.ticks_until(lambda: {BACK, TAKEN_UP}.intersection(air.trouble))
                assert sum(words in told and told.startswith("Tonight") for told in air.trouble) == 1
            async with running(OnAir(vault, standin, clock)) as later:
                await later.ticks_until(lambda: later.kept)
                return later.note(later.kept[0].ledger), len(said)

    with small_disk(tmp_path, tmp_path / "vault") as disk:
        vault = lay_vault(tmp_path)
        held = HeldVault(vault)
        held.seed()
        ledger, lines = asyncio.run(scenario(disk, vault))
        assert f"\nlines: {lines}\n" in ledger
        assert held.faults() == []
        assert list(vault.root.rglob(".chronicler-*")) == []
