"""Which vault is meant, and where its data stands on this machine.

Decides the order in which a vault is looked for and the name of its data folder, which
never lies inside the vault; leaves what stands in either to others. A vault is ours when it
has a note with the property ``chronicler: settings``.
"""

import hashlib
import os
import re
import shlex
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from chronicler.errors import UserError
from chronicler.vault.template import FOLDER, SETTINGS, folder_in, folders_in

HOME_VARIABLE: Final = "CHRONICLER_HOME"
VAULT_VARIABLE: Final = "CHRONICLER_VAULT"
DEMO_MARK: Final = ".chronicler-demo"
"""File in a folder that a demo made; its vault's data stands beside the vault."""
DEMO_DATA: Final = "data"
_VAULTS: Final = "vaults"
_WHERE: Final = "vault-path"
"""File in a data folder that says which vault it belongs to."""


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault of ours."""

    root: Path
    folder: str
    """Name of our folder inside it."""
    data: Path
    """Where journals, archive and records of writes stand."""

    @property
    def name(self) -> str:
        """The vault's name, as Obsidian shows it."""
        return self.root.name


def chronicler_home(environ: Mapping[str, str]) -> Path:
    """Return where data is kept: ``CHRONICLER_HOME``, else the platform's user data folder."""
    named = environ.get(HOME_VARIABLE)
    return Path(named).expanduser() if named else platformdirs.user_data_path("chronicler", appauthor=False)


def data_folder(vault: Path, home: Path) -> Path:
    """Return the data folder of a vault: its name and eight hex of its real path's sha256."""
    real = as_spelled(vault.resolve())
    slug = re.sub(r"[^\w.-]+", "-", real.name).strip("-.") or "vault"
    digest = hashlib.sha256(str(real).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return home / _VAULTS / f"{slug}-{digest}"


def as_spelled(
    path: Path,
    names_in: Callable[[Path], Iterable[str]] = os.listdir,
    is_there: Callable[[Path], bool] = Path.exists,
) -> Path:
    """Return a whole path with each name as its folder spells it.

    A file system that does not tell ``Vault`` from ``vault``, or accents composed from decomposed ones,
    opens the same vault under several names; resolving keeps what was typed on macOS, and one vault
    would have two data folders and two locks.
    """
    spelled = Path(path.anchor)
    for name in path.parts[1:]:
        try:
            names = list(names_in(spelled))
        except OSError:  # a folder one may enter but not list: what was typed stands
            names = []
        if name not in names and is_there(spelled / name):
            name = next((each for each in names if _alike(each) == _alike(name)), name)  # noqa: PLW2901
        spelled /= name
    return spelled


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def remember(vault: Path, home: Path) -> Path:
    """Make a vault's data folder, note whose it is, and return it.

    Raises:
        UserError: it cannot be made.
    """
    data = data_folder(vault, home)
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / _WHERE).write_text(f"{vault.resolve()}\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{data} could not be made ({error.strerror}); set {HOME_VARIABLE} to a folder you may write to"
        ) from error
    return data


def known_vaults(home: Path) -> tuple[Path, ...]:
    """Return the vaults that have data here and are still where they were, by name."""
    return tuple(sorted(path for path, _ in _remembered(home) if path.is_dir() and folder_in(path)))


def vaults_away(home: Path) -> tuple[Path, ...]:
    """Return the vaults that have data here and are not where they were, by name."""
    here = known_vaults(home)
    return tuple(sorted(path for path, _ in _remembered(home) if path not in here))


def away_words(away: Sequence[Path]) -> str:
    """Return what to do where every remembered vault is gone."""
    listed = " and ".join(map(str, away))
    return (
        f"{listed} {'is' if len(away) == 1 else 'are'} not there. Is the drive or sync folder connected? "
        "Connect it and try again; if the vault was moved, run: chronicler init NEW/PATH --adopt"
    )


def _remembered(home: Path) -> list[tuple[Path, Path]]:
    found = []
    for note in sorted((home / _VAULTS).glob(f"*/{_WHERE}")):
        try:
            found.append((Path(note.read_text(encoding="utf-8").strip()), note.parent))
        except OSError:
            continue
    return found


def find_vault(explicit: Path | None, environ: Mapping[str, str], cwd: Path, home: Path) -> Vault:
    """Return the vault meant: named, in ``CHRONICLER_VAULT``, around ``cwd``, or the only one known.

    Raises:
        UserError: the named folder is no vault of ours, or none or several are known.
    """
    named = explicit or (Path(environ[VAULT_VARIABLE]) if environ.get(VAULT_VARIABLE) else None)
    if named is not None:
        return _named(named.expanduser(), home)
    for folder in (cwd, *cwd.parents):
        if folder_in(folder):
            return _named(folder, home)
    known = known_vaults(home)
    if len(known) == 1:
        return _named(known[0], home)
    if not known and (away := vaults_away(home)):
        raise UserError(away_words(away))
    if not known:
        raise UserError("No vault has been set up yet. Run: chronicler init PATH/TO/VAULT")
    listed = "\n".join(f"  {path}" for path in known)
    raise UserError(f"Several vaults are known; name one with --vault or {VAULT_VARIABLE}:\n{listed}")


def _named(root: Path, home: Path) -> Vault:
    if not root.is_dir():
        raise UserError(f"{root} is not there. If its drive is unplugged, connect it; else check the path.")
    folders = folders_in(root)
    if not folders:
        if damaged := sorted(root.glob(f"*/{SETTINGS}")):
            raise UserError(
                f"{damaged[0]} is there, but its property «chronicler: settings» is missing or unreadable. "
                "Put it back at the top of its properties, or move the note away and run: "
                f"{_renewing(root, damaged[0].parent.name)}"
            )
        known = "".join(f"\n  {path}" for path in known_vaults(home))
        listed = f"\nVaults that have them:{known}" if known else ""
        raise UserError(f"{root} has no notes of the Chronicler yet. Run: chronicler init {root}{listed}")
    if len(folders) > 1:
        named = " and ".join(f"«{name}»" for name in folders)
        raise UserError(f"{root} has notes of the Chronicler in {named}. Keep one of these folders.")
    return Vault(root.resolve(), folders[0], _data_of(root.resolve(), home))


def _renewing(root: Path, folder: str) -> str:
    """Return the command that lays the missing notes into the folder that is there."""
    named = "" if folder == FOLDER else f" --folder {shlex.quote(folder)}"
    return f"chronicler init {shlex.quote(str(root))}{named}"


def _data_of(root: Path, home: Path) -> Path:
    """A demo keeps everything inside the folder it made."""
    return root.parent / DEMO_DATA if (root.parent / DEMO_MARK).exists() else data_folder(root, home)


def adopt(vault: Path, home: Path) -> Path:
    """Give a vault that was moved or renamed the data it had before, and return its folder.

    The data is recognised as that of a vault that is no longer where it was; the only one,
    or the only one of the same name.

    Raises:
        UserError: the vault has data already, or nothing or several fit.
    """
    if folder_in(vault) is None:
        raise UserError(f"{vault} has no notes of the Chronicler. Run: chronicler init {vault}")
    new = data_folder(vault, home)
    if any(path.name != _WHERE for path in (new.iterdir() if new.is_dir() else ())):
        raise UserError(f"{vault} has data already, in {new}; nothing was changed")
    lost = [(path, data) for path, data in _remembered(home) if not path.is_dir()]
    fitting = [(p, d) for p, d in lost if p.name == vault.resolve().name] or lost
    if len(fitting) != 1:
        listed = "\n".join(f"  {path}" for path, _ in lost) or "  none"
        raise UserError(
            f"Which data belongs to {vault} cannot be told. Vaults no longer where they were:\n{listed}"
        )
    try:
        if new.is_dir():
            (new / _WHERE).unlink(missing_ok=True)
            new.rmdir()
        fitting[0][1].rename(new)
    except OSError as error:
        raise UserError(f"{fitting[0][1]} could not be renamed to {new} ({error.strerror})") from error
    return remember(vault, home)
