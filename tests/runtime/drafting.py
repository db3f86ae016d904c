"""A vault with the bundled evening rehearsed, whose seeds are drafted."""

import asyncio
from pathlib import Path

from chronicler.domain.session import Origin
from chronicler.runtime.blog.check import Checked, check
from chronicler.runtime.blog.draft import Drafted, draft, seeds_in
from chronicler.runtime.blog.notes import meant
from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.sample import sample_files
from chronicler.vault.location import Vault
from tests.scenarios.evening import lay_vault

SEED = "Remarks column"


def rehearsed(folder: Path) -> Vault:
    """Rehearse the bundled evening into a new vault."""
    files, vault = sample_files(), lay_vault(folder)
    wish = Wish(log=files.stream, home=folder / "home", vault=vault, dashboard=files.dashboard)
    asyncio.run(run(prepare(wish), watch_nothing))
    return vault


def house_of(vault: Vault) -> House:
    return House(vault, Origin.LIVE, {"timezone": "UTC"})


def drafted(house: House, seed: str = SEED, *, again: bool = False) -> Drafted:
    """Draft a seed by a part of its title."""
    notes = seeds_in(house)
    return draft(house, notes, meant(notes.seeds, seed, house.vault, "blog seed"), again=again)


def kinds(checked: Checked) -> list[str]:
    """Return the kinds of what was found, remarks left out."""
    return [finding.kind for finding in checked.findings if not finding.is_remark]


def checked_as(house: House, text: str, name: str = "mine.md") -> Checked:
    """Return what there is to say of a note of the streamer's own writing."""
    (house.vault.root / name).write_text(text, encoding="utf-8")
    return check(house, name)
