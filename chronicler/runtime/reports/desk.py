"""What a notebook works at: the vault's archive, or the bundled sample where there is none yet.

Decides which streams a notebook sees and that it always has something to show, with a banner
that says what. The sample is played anew into a temporary folder. Everything is only read.
"""

import asyncio
import atexit
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from chronicler.analysis.adherence import Nearness
from chronicler.archive.asking import queries
from chronicler.archive.asking.queries import SessionRow
from chronicler.archive.connect import Archive, connect
from chronicler.archive.evenings.evening import Evening, read_evening
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, UserError
from chronicler.ports import Embedder
from chronicler.runtime.house import House, environment_overrides
from chronicler.runtime.recalling.remembering import chosen_embedder
from chronicler.runtime.rehearsing.demo import set_up
from chronicler.runtime.rehearsing.rehearsal import rehearse
from chronicler.vault.location import chronicler_home, find_vault

SAMPLE: Final = "This is the bundled sample: an invented evening of an invented channel, not one of yours."
_LOADED: Final[dict[str, Embedder]] = {}
"""Embedders in use, by name: many notebooks in one process load a model once."""
_PREFIX: Final = "chronicler-sample-"


@dataclass(frozen=True, slots=True)
class Desk:
    """An archive to ask, and the house it belongs to."""

    house: House
    archive: Archive
    banner: str = ""
    """One sentence where these are not the streamer's own streams, else empty."""

    @property
    def streams(self) -> list[SessionRow]:
        """The streams that may be looked at together, newest first: real ones, else what there is."""
        known = queries.sessions(self.archive)
        return [row for row in known if row.is_real] or known

    def evening(self, session_id: str = "") -> Evening:
        """Return one stream, the newest where none is named.

        Raises:
            UserError: the archive holds no such stream.
        """
        return read_evening(self.archive, session_id, nearness_of(self.house))

    def close(self) -> None:
        """Let go of the archive."""
        self.archive.close()


def nearness_of(house: House) -> Nearness | None:
    """Return what tells nearness in meaning, ``None`` without an embedder: then words alone count."""
    embedder, _ = chosen_embedder(house)
    if embedder is None:
        return None
    from chronicler.recall.nearness import nearness  # noqa: PLC0415  numpy

    return partial(nearness, _LOADED.setdefault(embedder.name, embedder))


def open_desk(vault: str | Path = "", *, rehearsals: bool = False) -> Desk:
    """Return the desk of a vault, by default the one that any command would work in.

    Where it holds no stream yet, or no vault is set up, the sample lies there.

    Raises:
        UserError: the vault that was named is none of ours, or several are known.
        ArchiveError: the archive cannot be used.
    """
    home = chronicler_home(os.environ)
    try:
        meant = find_vault(Path(vault) if str(vault) else None, os.environ, Path.cwd(), home)
    except UserError:
        if str(vault) or os.environ.get("CHRONICLER_VAULT"):
            raise
        return _sample_desk("No vault of yours could be told.")
    house = House(meant, Origin.REHEARSAL if rehearsals else Origin.LIVE, environment_overrides(os.environ))
    archive = _with_streams(house)
    if archive is None:
        return _sample_desk("Your archive holds no stream yet.")
    return Desk(house, archive)


def _with_streams(house: House) -> Archive | None:
    if not house.data.is_dir():
        return None
    archive = connect(house.data)
    if queries.sessions(archive):
        return archive
    archive.close()
    return None


def _sample_desk(why: str) -> Desk:
    house = sample_house()
    return Desk(house, connect(house.data), f"{why} {SAMPLE}")


@lru_cache(maxsize=1)
def sample_house() -> House:
    """Return the house of the bundled evening, played once a process; it is gone when that ends.

    Raises:
        ArchiveError: there is no room for it.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:
        raise ArchiveError(f"the sample found no room ({error.strerror}); free some space") from error
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    plan = set_up(folder)
    with ThreadPoolExecutor(1, thread_name_prefix="sample") as beside:  # a notebook has a loop of its own
        beside.submit(lambda: asyncio.run(rehearse(plan))).result()
    return plan.house
