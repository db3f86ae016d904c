"""From the words of a command to a rehearsal that can run.

Decides which vault, dashboard and pace a rehearsal gets; leaves running it to
``runtime.rehearsing.rehearsal`` (as fast as it goes) and ``runtime.rehearsing.paced`` (with the watcher on).
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.session import Origin, stream_date
from chronicler.errors import UserError, VaultError
from chronicler.runtime.dashboard.saves import ScriptedDashboard
from chronicler.runtime.engine import Observer
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing import from_journal, rehearsal
from chronicler.runtime.rehearsing.rehearsal import BROUGHT, Plan
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.setting_up import init_vault
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.thinning import ThinnedLog
from chronicler.vault import atomic
from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.folder import locate, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault, find_vault

REHEARSALS: Final = "Rehearsals"
TEMPORARY: Final = "chronicler-rehearsal-"
FASTEST: Final = 10_000.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rehearsal that can run."""

    plan: Plan
    speed: float | None
    """Times real time; ``None`` is as fast as it goes."""
    is_over_wire: bool = False
    again: str = ""
    is_from_journal: bool = False
    """Whether it is a journal of ours, whose outcomes are known already."""


def prepare(wish: Wish) -> Prepared:
    """Return the rehearsal that was asked for.

    Raises:
        UserError: log, dashboard or speed cannot be used.
    """
    speed = _speed(wish.speed)
    if wish.is_over_wire and speed is not None:
        raise UserError("--over-wire goes as fast as the wire does; leave --speed out")
    vault = wish.vault or temporary_vault()
    house = House(vault, Origin.REHEARSAL, wish.overrides)
    if from_journal.is_journal(wish.log):
        return Prepared(from_journal.plan_of(wish, house), None, is_from_journal=True)
    settings = house.settings()
    transcript = open_transcript(
        wish.log,
        started_at=wish.started_at,
        channel=wish.channel,
        own_channel=settings.channel,
        known_bots=frozenset(settings.known_bots),
        tells_undated_apart=True,
    )
    thinned = ""
    if wish.thinning:
        thinned = wish.thinning.told_of(transcript.events())
        transcript = transcript.through(partial(ThinnedLog, thinning=wish.thinning))
    date = stream_date(transcript.started_at, settings.timezone)
    chosen = _dashboard(wish, vault, date, has_edits=bool(transcript.edits()))
    _bring(wish.context, vault)
    scripted = ScriptedDashboard(
        chosen.copy, chosen.path, chosen.text, is_bound=chosen.is_bound, follows_script=chosen.follows_script
    )
    note = read_note(chosen.text.encode("utf-8"), chosen.path) if chosen.file else None
    return Prepared(
        Plan(house, transcript, scripted, note, chosen.file, settings, thinned),
        speed,
        wish.is_over_wire,
        wish.again,
    )


async def run(prepared: Prepared, watch: Observer) -> Result:
    """Run it at its pace and return what came of it."""
    if prepared.is_from_journal:
        return await from_journal.rehearse(prepared.plan, watch)
    if prepared.is_over_wire:
        from chronicler.runtime.rehearsing import over_wire  # noqa: PLC0415 - needs Twitch's library

        return await over_wire.rehearse(prepared.plan, watch)
    if prepared.speed is None:
        return await rehearsal.rehearse(prepared.plan, watch)
    from chronicler.runtime.rehearsing import paced  # noqa: PLC0415 - needs the whole running bot

    return await paced.rehearse(prepared.plan, prepared.speed, watch, again=prepared.again)


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
    return _laid_in(Path(tempfile.mkdtemp(prefix=TEMPORARY)))


@contextmanager
def passing_vault() -> Iterator[Vault]:
    """Lay a vault in a temporary folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, ignore_cleanup_errors=True) as folder:
        yield _laid_in(Path(folder))


def _laid_in(root: Path) -> Vault:
    init_vault(root / "vault", "Chronicler", root / "home", dry_run=False)
    return find_vault(root / "vault", {}, root, root / "home")


def bring_along(vault: Vault, dashboard: Path | None, context: Sequence[Path]) -> Path | None:
    """Lay a log's own dashboard and the notes it links under Rehearsals, and return where it is."""
    _bring(context, vault)
    if dashboard is None:
        return None
    target, text = vault.root / vault.folder / REHEARSALS / dashboard.name, _read(dashboard)
    _set_aside(target, text, _aside(vault))
    _copy(text, target, vault)
    return target


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The dashboard a rehearsal begins with."""

    path: str
    """Vault-relative, so that notes can link it."""
    copy: Path
    """What scripted edits are saved over: never the streamer's own note."""
    file: Path | None = None
    """What is watched for the streamer's saves; ``None`` where there is no dashboard."""
    text: str = ""
    is_bound: bool = False
    follows_script: bool = True


def _dashboard(wish: Wish, vault: Vault, on: date, *, has_edits: bool) -> _Chosen:
    """Return the named dashboard, else the vault's own of that date, else the log's own.

    One in the vault that has no theme yet is not meant.
    """
    own = None if wish.dashboard else tonights_dashboard(vault, on).note
    if own is not None and parse_dashboard(own.properties, own.body).dashboard.theme:
        mine = vault.root / own.path
        return _Chosen(own.path, mine, mine, _read(mine), follows_script=False)
    file = wish.dashboard or wish.fallback
    if file is None:
        path = f"{vault.folder}/{REHEARSALS}/Dashboard.md"
        return _Chosen(path, vault.root / path)
    text = _read(file)
    path = f"{vault.folder}/{REHEARSALS}/{file.name}"
    copy = vault.root / path
    is_inside = file.resolve().is_relative_to(vault.root.resolve())
    if is_inside and not has_edits:
        path = file.resolve().relative_to(vault.root.resolve()).as_posix()
    else:
        _set_aside(copy, text, _aside(vault))
        _copy(text, copy, vault)
    watched = copy if has_edits else file
    return _Chosen(path, copy, watched, text, is_bound=True)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise UserError(f"{file} could not be read ({error.strerror}); check --dashboard") from error


def _set_aside(target: Path, text: str, kept_in: Path) -> None:
    """What somebody wrote into a rehearsal's dashboard is kept outside the vault before it is laid anew."""
    if target.is_file() and (before := target.read_bytes()) != text.encode("utf-8"):
        kept_in.mkdir(parents=True, exist_ok=True)
        (kept_in / hashlib.sha256(before).hexdigest()).write_bytes(before)


def _aside(vault: Vault) -> Path:
    return vault.data / "rehearsals" / "writes" / "dashboards"


def _copy(text: str, target: Path, vault: Vault) -> None:
    path = PurePosixPath(target.relative_to(vault.root).as_posix())
    real = locate(vault.root, path)  # a link out of the vault is no place to write to
    try:
        atomic.replace(real, read_bytes(real), text.encode("utf-8"))
    except atomic.ChangedMeanwhile as error:
        raise VaultError(f"{target} was saved in this very moment; rehearse again") from error
    House(vault, Origin.REHEARSAL).notes(BROUGHT).claim(path)


def _bring(context: Sequence[Path], vault: Vault) -> None:
    """Lay the notes that a bundled dashboard links beside the rehearsal, where they are missing."""
    for note in context:
        target = vault.root / vault.folder / REHEARSALS / note.name
        if not target.exists():
            _copy(_read(note), target, vault)
