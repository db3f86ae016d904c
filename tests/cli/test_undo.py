"""``chronicler undo`` as a person uses it: a rehearsal, a change of mind, and the vault as it was."""

import asyncio
import os
import tarfile
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import session_journals
from chronicler.domain.session import Origin
from chronicler.domain.settings import Settings
from chronicler.runtime.house import House
from chronicler.runtime.live.afterwards import Afterwards
from chronicler.runtime.lock import hold_lock
from chronicler.vault.location import find_vault
from tests.cli.terminal import Terminal
from tests.scenarios.evening import tree

DATA = os.environ.get("CHRONICLER_TEST_DATA")
REAL = ("kepano-obsidian", "obsidian-dataview-test-vault", "obsidian-help-en-ja-ar")


def rehearsed(terminal: Terminal) -> Path:
    vault = terminal.vault()
    terminal.ok("rehearse", "sample", "--vault", vault)
    return vault


def test_a_rehearsal_is_taken_back_whole_and_can_be_had_again(terminal: Terminal) -> None:
    vault = terminal.vault()
    before = tree(vault)
    terminal.ok("rehearse", "sample", "--vault", vault)
    after = tree(vault)
    told = terminal.ok("undo", "--last", "--rehearsals").out
    assert tree(vault) == before
    assert f"Took back {len(after) - len(before)} notes" in told
    again = next(line for line in told.splitlines() if "to have its notes again" in line)
    terminal.ok(*again.partition("chronicler ")[2].split())
    assert tree(vault).keys() >= {path for path in after if "/Ledgers/" in path}


def test_a_dry_run_tells_the_same_and_changes_nothing(terminal: Terminal) -> None:
    vault = rehearsed(terminal)
    before = tree(vault)
    would = terminal.ok("undo", "--last", "--rehearsals", "--dry-run").out
    assert tree(vault) == before
    done = terminal.ok("undo", "--last", "--rehearsals").out
    assert would.splitlines()[:-1] == done.splitlines()[: len(would.splitlines()) - 1]


def test_a_note_they_wrote_in_stays_and_is_shown(terminal: Terminal) -> None:
    vault = rehearsed(terminal)
    (ledger,) = (vault / "Chronicler/Rehearsals/Ledgers").glob("*.md")
    ledger.write_text(ledger.read_text(encoding="utf-8") + "Ask Ida about the bell.\n", encoding="utf-8")
    told = terminal.ok("undo", "--last", "--rehearsals").out
    assert "Left as they are:" in told
    assert "    | Ask Ida about the bell." in told
    assert "Ask Ida" in ledger.read_text(encoding="utf-8")


def test_what_recorded_streams_brought_along_stays_while_another_rehearsal_links_it(
    terminal: Terminal,
) -> None:
    vault = rehearsed(terminal)
    log = terminal.folder / "other.stream"
    sample = next((Path(__file__).parents[2] / "chronicler/sample").glob("*.stream"))
    log.write_text(sample.read_text(encoding="utf-8"), encoding="utf-8")
    terminal.ok("rehearse", log, "--vault", vault, "--started-at", "2026-04-06T19:30:00Z")
    terminal.ok("undo", "2026-04-06", "--rehearsals")
    assert list((vault / "Chronicler/Rehearsals").glob("On keeping*.md"))
    terminal.ok("undo", "--last", "--rehearsals")
    assert not [str(p) for p in (vault / "Chronicler/Rehearsals").rglob("*")]


def test_init_is_taken_back_and_says_no_more_than_it_did(terminal: Terminal) -> None:
    vault = terminal.vault()
    mine = vault / "Mine.md"
    mine.write_text("mine", encoding="utf-8")
    terminal.ok("undo", "init")
    assert tree(vault) == {"Mine.md": b"mine"}
    terminal.ok("init", vault)
    assert (vault / "Chronicler/Settings.md").exists()


def test_what_cannot_be_meant_is_told_with_what_can(terminal: Terminal) -> None:
    vault = terminal.vault()
    assert "--last" in terminal.refused("undo")
    assert "--last" in terminal.refused("undo", "init", "--last")
    assert "nothing is to be taken back" in terminal.refused("undo", "--last")
    terminal.ok("rehearse", "sample", "--vault", vault)
    assert "--rehearsals" in terminal.refused("undo", "--last")
    assert "20260306T193000Z" in terminal.refused("undo", "1999-01-01", "--rehearsals")


def test_nothing_is_taken_back_while_the_chronicler_is_at_work(terminal: Terminal) -> None:
    vault = rehearsed(terminal)
    before = tree(vault)
    house = House(find_vault(vault, {}, vault, terminal.home), Origin.REHEARSAL)
    with hold_lock(house.data):
        assert "at work" in terminal.refused("undo", "--last", "--rehearsals")
    assert tree(vault) == before


async def _kept_again(house: House, journal: Path) -> list[str]:
    told: list[str] = []
    after = Afterwards(
        house,
        "lowlamp_wren",
        shown=lambda _: pytest.fail("not shown"),
        on_kept=lambda _: None,
        on_trouble=told.append,
    )
    await after.keep(journal, Settings())
    return told


def test_the_bot_does_not_write_again_by_itself_what_was_taken_back(terminal: Terminal) -> None:
    """A removal that comes after the stream reaches other notes all the same."""
    vault = rehearsed(terminal)
    terminal.ok("undo", "--last", "--rehearsals")
    before = tree(vault)
    house = House(find_vault(vault, {}, vault, terminal.home), Origin.REHEARSAL)
    (journal,) = session_journals(house.journals)
    assert asyncio.run(_kept_again(house, journal)) == []
    assert tree(vault) == before


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == REAL[1] else pytest.mark.trust) for name in REAL]
)
def test_a_vault_that_people_keep_is_as_it_was_byte_for_byte(terminal: Terminal, name: str) -> None:
    if not DATA:
        pytest.skip("CHRONICLER_TEST_DATA is not set: the real vaults are not on this machine")
    with tarfile.open(Path(DATA) / "vaults" / f"{name}.tar.gz") as packed:
        packed.extractall(terminal.folder, filter="data")
    vault = terminal.folder / name
    before = tree(vault)
    terminal.ok("init", vault)
    terminal.ok("rehearse", "sample", "--vault", vault)
    terminal.ok("report", "--vault", vault, "--rehearsals")
    written = tree(vault)
    assert before.items() <= written.items()
    terminal.ok("undo", "--last", "--rehearsals")
    terminal.ok("undo", "init")
    assert tree(vault) == before
