"""How DuckDB is opened here, and how its errors are told apart.

Decides the settings of every connection (no extension is ever downloaded, memory and
threads are bounded) and which error means locked, damaged or newer; leaves what to do
about each to its callers.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb

from chronicler.errors import ArchiveError

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # A name that is no table must not be looked up among the variables of this program.
    "python_enable_replacements": False,
    "memory_limit": "1GB",
    "temp_directory": "",
}
THREADS: Final = 2
"""That a question is worked at by."""
_DAMAGE: Final = (
    "Corrupt",
    "not a valid DuckDB database file",
    "replaying WAL",
    "Could not read enough bytes",
)
_NO_ROOM: Final = ("No space left on device", "File too large", "Disk quota exceeded")
_DAMAGE_TYPES: Final = (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)


def open_database(
    path: Path | None = None, *, threads: int = THREADS, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database file, or to a new one in memory.

    One thread reads JSON with 50 MB less than two (measured), for loading beside a stream.

    Raises:
        ArchiveError: the path cannot hold a database.
        duckdb.Error: the file is locked, damaged or newer; see :func:`trouble_with`.
    """
    if path is not None and "?" in str(path):
        # DuckDB takes what follows for options and puts its log elsewhere.
        raise ArchiveError(
            f"An archive cannot stand in {path}: DuckDB stumbles over the question mark in that path. "
            "Set CHRONICLER_HOME to a folder without one."
        )
    return duckdb.connect(
        str(path) if path else ":memory:", read_only=read_only, config=CONFIG | {"threads": threads}
    )


def sql_named(name: str) -> str:
    """Return the text of a statement in ``archive/sql``."""
    return (files("chronicler.archive") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def quoted(path: Path) -> str:
    """Return a path as a SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def not_a_pattern(path: Path) -> str:
    """Return a path such that DuckDB does not take brackets, stars and question marks for a glob."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in str(path))


def first_line(error: BaseException) -> str:
    """Return the first line of an error, which is what a person can use of it."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def is_damage(error: duckdb.Error) -> bool:
    """Return whether an error means that the file itself is broken.

    A full disk is no damage, though DuckDB gives a database up when its log cannot be written.
    """
    if is_without_room(error):
        return False
    return isinstance(error, _DAMAGE_TYPES) or any(mark in str(error) for mark in _DAMAGE)


def is_without_room(error: BaseException) -> bool:
    """Return whether an error means that the disk is full."""
    return any(mark in str(error) for mark in _NO_ROOM)


def no_room(folder: Path) -> str:
    """Return what to tell when the disk under an archive is full."""
    return (
        f"There is no room left on the disk of {folder}. Free some and try again; the journals are whole, "
        "and so is what was published before."
    )


def is_newer(error: duckdb.Error) -> bool:
    """Return whether an error means that a newer DuckDB wrote the file."""
    return "version number" in str(error)


def newer(path: Path, what: str) -> ArchiveError:
    """Return the refusal of an archive that a newer program wrote."""
    return ArchiveError(
        f"{path} was written by a newer {what}. Update the Chronicler to use it; "
        "or move the file away, and it is built anew from the journals."
    )


def trouble_with(path: Path, error: duckdb.Error) -> ArchiveError:
    """Return an error about a database file as one that says what to do."""
    said = first_line(error)
    if is_newer(error):
        return newer(path, "DuckDB")
    if "lock on file" in said or isinstance(error, duckdb.ResourceInUseException):
        holder = said.partition("held in ")[2].partition(". ")[0] or "another part of this program"
        return ArchiveError(
            f"{path} is held open by {holder}. Close that program (a notebook or database viewer that "
            "opened the file itself) and try again."
        )
    if is_without_room(error):
        return ArchiveError(no_room(path.parent))
    if isinstance(error, duckdb.OutOfMemoryException):
        return ArchiveError(
            f"{path} could not be used: a gigabyte of memory does not suffice for it. Nothing is lost; move "
            "the largest journals elsewhere and run: chronicler archive rebuild"
        )
    if is_damage(error):
        return ArchiveError(
            f"{path} is damaged ({said}). Nothing is lost: run `chronicler archive load`, which moves it "
            "aside and builds it anew from the journals."
        )
    return ArchiveError(f"{path} could not be used: {said}. Check that disk and folder can be written.")
