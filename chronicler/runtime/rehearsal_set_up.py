"""From the words of a command to a rehearsal that can run.

Decides which vault, dashboard and pace a rehearsal gets; leaves running it to
``runtime.rehearsal`` (as fast as it goes) and ``runtime.paced`` (with the watcher on).
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin, stream_date
from chronicler.errors import UserError
from chronicler.runtime import paced, rehearsal
from chronicler.runtime.dashboards import ScriptedDashboard
from chronicler.runtime.engine import Observer
from chronicler.runtime.house import House
from chronicler.runtime.rehearsal import Plan
from chronicler.runtime.result import Result
from chronicler.runtime.setting_up import init_vault
from chronicler.transcripts.opening import open_transcript
from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault, find_vault

REHEARSALS: Final = "Rehearsals"
TEMPORARY: Final = "chronicler-rehearsal-"
FASTEST: Final = 10_000.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    log: Path
    home: Path
    vault: Vault | None = None
    """``None`` rehearses in a temporary vault."""
    dashboard: Path | None = None
    speed: str = "max"
    started_at: datetime | None = None
    channel: str | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rehearsal that can run."""

    plan: Plan
    speed: float | None
    """Times real time; ``None`` is as fast as it goes."""


def prepare(wish: Wish) -> Prepared:
    """Return the rehearsal that was asked for.

    Raises:
        UserError: log, dashboard or speed cannot be used.
    """
    speed = _speed(wish.speed)
    vault = wish.vault or temporary_vault()
    house = House(vault, Origin.REHEARSAL, wish.overrides)
    settings = house.settings()
    transcript = open_transcript(
        wish.log,
        started_at=wish.started_at,
        channel=wish.channel,
        known_bots=frozenset(settings.known_bots),
    )
    note = _dashboard(wish, vault, stream_date(transcript.started_at, settings.timezone))
    file = wish.dashboard or (vault.root / note.path if note else None)
    return Prepared(Plan(house, transcript, _scripted(wish, vault, note), note, file, settings), speed)


async def run(prepared: Prepared, watch: Observer) -> Result:
    """Run it at its pace and return what came of it."""
    if prepared.speed is None:
        return await rehearsal.rehearse(prepared.plan, watch)
    return await paced.rehearse(prepared.plan, prepared.speed, watch)


def _speed(word: str) -> float | None:
    if word == "max":
        return None
    try:
        speed = float(word)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise UserError(f"--speed {word!r} cannot be used; write max, or a number such as 60")
    return speed


def temporary_vault() -> Vault:
    """Lay a vault in a temporary folder, its data beside it, and return it."""
    root = Path(tempfile.mkdtemp(prefix=TEMPORARY))
    init_vault(root / "vault", "Chronicler", root / "home", dry_run=False)
    return find_vault(root / "vault", {}, root, root / "home")


def _dashboard(wish: Wish, vault: Vault, date: date) -> NoteContent | None:
    if wish.dashboard is None:
        return tonights_dashboard(vault, date).note
    try:
        return read_note(wish.dashboard.read_bytes(), _path_in(vault, wish.dashboard))
    except OSError as error:
        raise UserError(
            f"{wish.dashboard} could not be read ({error.strerror}); check --dashboard"
        ) from error


def _path_in(vault: Vault, file: Path) -> str:
    try:
        return file.resolve().relative_to(vault.root.resolve()).as_posix()
    except ValueError:
        return file.name


def _scripted(wish: Wish, vault: Vault, note: NoteContent | None) -> ScriptedDashboard:
    """Scripted edits go to a copy under Rehearsals: the streamer's own dashboard is never touched."""
    name = Path(note.path).name if note else "Dashboard.md"
    path = f"{vault.folder}/{REHEARSALS}/{name}"
    text = wish.dashboard.read_text(encoding="utf-8", errors="replace") if wish.dashboard else ""
    return ScriptedDashboard(vault.root / path, path, text=text, is_bound=wish.dashboard is not None)
