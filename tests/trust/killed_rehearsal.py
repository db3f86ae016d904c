"""Rehearsals of one evening, killed again and again: the last one is as if none had been.

Decides what is rehearsed, when it dies, and what must be the same: every note, byte for byte above
what the streamer wrote, and the journal, as of a rehearsal in another vault that nobody disturbed.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import session_journals
from chronicler.domain.note import OWN_HEADING
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.replay import replay
from chronicler.vault.location import Vault
from tests.scenarios.evening import at, dashboard, lay_vault, script, talk
from tests.trust.campaign import Campaign
from tests.trust.dying import AT, TOLD, TORN, last_touched, prepared
from tests.trust.nursery import Nursery
from tests.trust.vault_held import HeldVault

KINDS: Final = ("journal append", "Tonight", "notes of a stream", "record of a write", "archive", TORN)
MOST: Final = {"archive": 14, TORN: 8, "journal append": 30}
LINES: Final = (
    *talk(20, 900, 7),
    f"{at(905)} maren: !clip the lamp",
    f"{at(910)} ida: what game is this?",
    *talk(2000, 2600, 5),
    f"{at(2610)} ottoline: !hush 5",
    *talk(2700, 3600, 11),
)
LOG: Final = "evening.stream"
BOARD: Final = "tonight.md"
_OWN: Final = OWN_HEADING.encode()


class KilledRehearsal:
    """One vault into which the same evening is rehearsed until it was killed ``kills`` times."""

    def __init__(
        self, nursery: Nursery, folder: Path, seed: int, kills: int, lines: Sequence[str] = LINES
    ) -> None:
        self._nursery, self._folder, self._lines = nursery, folder, lines
        self._chance, self._seed, self._kills = random.Random(seed), seed, kills
        self.it = Campaign()
        self._seconds = 1.0
        self._number = 0

    def play(self) -> Campaign:
        """Rehearse undisturbed, then killed, then once more; return what came of it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._told = prepared(self._folder / "told")
        (self._folder / LOG).write_text(script(*self._lines), encoding="utf-8")
        (self._folder / BOARD).write_text(dashboard(), encoding="utf-8")
        control = self._lay("undisturbed")
        self._rehearse(control)
        self._vault = self._lay("killed")
        self._held = HeldVault(self._vault)
        self._held.seed()
        while sum(self.it.kills.values()) < self._kills and len(self.it.faults) < 10:
            self._number += 1
            self._rehearse_killed()
            self._blame(self._held.faults())
            if ours := [path for path in self._held.ours() if "/Rehearsals/" in path]:
                self.it.own_lines += self._held.jot(self._chance.choice(ours), f"between {self._number}")
        self._rehearse(self._vault)
        self._blame([*self._held.faults(), *self._otherwise(control)])
        self.it.streams, self.it.notes = 1, len(self._held.ours())
        return self.it

    def _blame(self, found: list[str]) -> None:
        self.it.faults += [f"rehearsal, seed {self._seed}, life {self._number}: {fault}" for fault in found]

    def _lay(self, name: str) -> Vault:
        return lay_vault(self._folder / name)

    def _begin(self, vault: Vault, dies_at: str) -> "Rehearsing":
        return Rehearsing(self._nursery, self._folder, vault, self._told, dies_at=dies_at)

    def _rehearse(self, vault: Vault) -> None:
        """Rehearse to the end, and measure how long that takes."""
        began = time.monotonic()
        self.it.restarts += 1
        if (code := self._begin(vault, "").wait()) != 0:
            self._blame([f"a rehearsal ended with {code}: {self._said()}"])
        self._seconds = time.monotonic() - began

    def _said(self) -> str:
        return (self._folder / "said.txt").read_text(encoding="utf-8")[-300:]

    def _rehearse_killed(self) -> None:
        kind = self._chance.choice(KINDS) if self._chance.random() < 0.5 else ""
        number = self._chance.randrange(1, MOST.get(kind, 20) + 1)
        self.it.restarts += 1
        running = self._begin(self._vault, f"{kind}:{number}" if kind else "")
        if kind:
            if running.wait() < 0:
                self.it.kills[kind] += 1
                self.it.drawn[kind] += 1
            return
        if running.survives(self._chance.uniform(0.0, self._seconds)):
            running.kill()
            self.it.kills[last_touched(self._told)] += 1
            self.it.drawn["any moment"] += 1

    def _otherwise(self, control: Vault) -> Iterator[str]:
        """Yield what differs from the undisturbed rehearsal."""
        expected, found = _generated(control), _generated(self._vault)
        yield from (f"{path}: missing" for path in sorted(expected.keys() - found.keys()))
        yield from (f"{path}: too many" for path in sorted(found.keys() - expected.keys()))
        yield from (
            f"{path}: differs"
            for path in sorted(expected.keys() & found.keys())
            if expected[path] != found[path]
        )
        (kept,), (killed,) = (
            session_journals(House(vault, Origin.REHEARSAL).journals) for vault in (control, self._vault)
        )
        if _without_own_notes(kept) != _without_own_notes(killed):
            yield f"{killed.name}: the journal differs"
        if replay(killed).differences:
            yield f"{killed.name}: a replay differs"


class Rehearsing:
    """One rehearsal under way."""

    def __init__(self, nursery: Nursery, folder: Path, vault: Vault, told: Path, *, dies_at: str) -> None:
        environment = {
            "CHRONICLER_HOME": str(vault.root.parent / "home"), "CHRONICLER_TIMEZONE": "UTC",
            TOLD: str(told), AT: dies_at,
        }  # fmt: skip
        log, board = str(folder / LOG), str(folder / BOARD)
        words = ["chronicler", "rehearse", log, "--vault", str(vault.root), "--dashboard", board]
        self._forked = nursery.start(words, environment, folder / "said.txt", folder / "said.txt")

    def wait(self) -> int:
        """Return its exit code."""
        return self._forked.wait()

    def survives(self, seconds: float) -> bool:
        """Wait so long at most, and return whether it still runs."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._forked.poll() is None:
            time.sleep(0.002)
        return self._forked.poll() is None

    def kill(self) -> None:
        """Kill it."""
        self._forked.kill()
        self._forked.wait()


def _generated(vault: Vault) -> dict[str, bytes]:
    """Return what is ours of every file of the rehearsal, by path."""
    folder = vault.root / vault.folder / "Rehearsals"
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes().partition(_OWN)[0] for p in files}


def _without_own_notes(journal: Path) -> bytes:
    """Return a journal without what the streamer wrote between: it is read again each time."""
    return b"".join(line for line in journal.read_bytes().splitlines(True) if b'"own_notes_read"' not in line)
