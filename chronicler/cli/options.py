"""What several commands share: which vault, which settings, how a result is printed.

Decides how options become the values that ``runtime`` takes, and nothing else.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.pasted import pasteable, work_in
from chronicler.cli.terminal.shown import escaped, in_ascii
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.house import House, environment_overrides, read_pair
from chronicler.sample import sample_files, sample_path
from chronicler.transcripts.times import FIRST_YEAR, LAST_YEAR, on_the_day
from chronicler.vault.location import (
    VAULT_VARIABLE,
    Vault,
    chronicler_home,
    find_vault,
    known_vaults,
    vaults_away,
)
from chronicler.vault.template import folder_in

Decorated = Callable[..., Any]


def vault_option(command: Decorated) -> Decorated:
    """Add ``--vault``, which may also stand before the command."""
    return click.option(
        "--vault", type=click.Path(path_type=Path, file_okay=False), help="The vault to work in."
    )(command)


def json_option(command: Decorated) -> Decorated:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object for scripts.")(command)


def set_option(command: Decorated) -> Decorated:
    """Add ``--set KEY=VALUE``."""
    return click.option(
        "--set",
        "pairs",
        metavar="KEY=VALUE",
        multiple=True,
        help="Use this setting instead of the Settings note's, for this run.",
    )(command)


def home() -> Path:
    """Return the folder in which the Chronicler keeps data."""
    return chronicler_home(os.environ)


def the_vault(chosen: Path | None) -> Vault:
    """Return the vault meant by option, environment or current folder.

    Raises:
        UserError: there is none, or several.
    """
    named = chosen or _named_before()
    work_in(named)
    return find_vault(named, os.environ, Path.cwd(), home())


def named_vault(chosen: Path | None) -> Vault | None:
    """Return the vault that was named, behind the command or before it; ``None`` where none was.

    Raises:
        UserError: there is no vault of that name.
    """
    return the_vault(chosen) if chosen or _named_before() else None


def vault_meant(chosen: Path | None) -> Vault | None:
    """Return the vault that most commands would work in, ``None`` where that cannot be told."""
    try:
        return the_vault(chosen)
    except UserError:
        return None


def _named_before() -> Path | None:
    context = click.get_current_context(silent=True)
    before = context.find_root().params.get("vault") if context else None
    return Path(before) if before else None


def again(words: str, chosen: Path | None = None) -> str:
    """Return a command to be typed next, with the vault where another, or none, would be meant without."""
    work_in(chosen or _named_before())
    return pasteable(f"chronicler {words}")


def is_any_vault_meant() -> bool:
    """Return whether a vault is named, around the current folder, or known, also where it is away."""
    around = any(folder_in(folder) for folder in (Path.cwd(), *Path.cwd().parents))
    return bool(
        _named_before()
        or os.environ.get(VAULT_VARIABLE)
        or around
        or known_vaults(home())
        or vaults_away(home())
    )


def the_house(chosen: Path | None, origin: Origin = Origin.LIVE, pairs: Iterable[str] = ()) -> House:
    """Return the house of the chosen vault, with settings from environment and ``--set``."""
    return House(the_vault(chosen), origin, overrides(pairs))


def overrides(pairs: Iterable[str]) -> dict[str, object]:
    """Return the settings named in the environment and by ``--set``, the latter first.

    Raises:
        UserError: a pair names no setting, or a value it cannot have.
    """
    return environment_overrides(os.environ) | dict(read_pair(pair) for pair in pairs)


def the_log(named: Path) -> Path:
    """Return the recorded chat that was named; the word ``sample`` means the bundled one."""
    return sample_path() if str(named) == "sample" and not named.exists() else named


def comes_with(log: Path) -> tuple[Path | None, tuple[Path, ...]]:
    """Return the dashboard that comes with a log and the notes it links: the bundled evening's."""
    if the_log(log) != sample_path():
        return None, ()
    return sample_files().dashboard, sample_files().context


_HOUR: Final = re.compile(r"[T ]\d")


def a_time(text: str | None) -> datetime | None:
    """Return the time that ``--started-at`` names; without a zone it is UTC, a day alone is its afternoon.

    Raises:
        UserError: it is no time.
    """
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"{text!r} is no time; write one like 2026-03-06T19:30:00Z") from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise UserError(f"{text!r} is no time of a stream; write one like 2026-03-06T19:30:00Z")
    if not _HOUR.search(text):
        return on_the_day(at)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def print_json(value: object) -> None:
    """Print one JSON value on stdout; nothing in it commands a terminal."""
    tell(escaped(json.dumps(value, ensure_ascii=in_ascii(), indent=2)))
