"""Keeping memory up to date: when lines are embedded and their words indexed, and by whom.

Decides that one process and one thread at a time does it, that only real streams are
remembered, and what is said where it cannot be done; leaves the vectors' files to ``recall``,
lines and words to ``archive`` and the model to ``llm``. Without the extra ``memory`` only words
are kept.
"""

import logging
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from chronicler.archive.asking import word_index
from chronicler.archive.asking.remembered import keys_of_lines, state_of, texts_in
from chronicler.archive.asking.word_index import FILE as WORDS
from chronicler.archive.connect import connect
from chronicler.archive.files import PUBLISHED
from chronicler.errors import ChroniclerError, ConfigError
from chronicler.llm.embedders import make_embedder
from chronicler.ports import Embedder
from chronicler.runtime.house import House
from chronicler.runtime.lock import hold_lock

LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "memory"
LABEL: Final = "shelf.json"
"""Replaced whenever lines were embedded; see ``recall.shelf``, which cannot be asked without numpy."""
Progress = Callable[[int, int], None]
Choose = Callable[[House], tuple[Embedder | None, str]]
_ONE_AT_A_TIME: Final = threading.Lock()
"""The lock on the folder keeps other processes away, not other threads."""


def memory_folder(house: House) -> Path:
    """Return where the vectors of a vault's real streams stand, outside the vault."""
    return house.vault.data / FOLDER


def words_file(house: House) -> Path:
    """Return where the index of words stands; it goes with the vectors where somebody is forgotten."""
    return memory_folder(house) / WORDS


def keep_words(house: House, progress: Progress = lambda _done, _of: None) -> int:
    """Index the words of streams that are over, and return of how many that were new.

    Raises:
        ArchiveError: the archive cannot be used.
        UserError: another process is doing it just now.
        OSError: the folder cannot be written.
    """
    with connect(house.vault.data) as archive, _ONE_AT_A_TIME, hold_lock(memory_folder(house)):
        return word_index.keep_words(archive, words_file(house), progress)


def embedded_stamp(house: House) -> tuple[int, int] | None:
    """Return by what it is seen that more was embedded; ``None`` where nothing is yet."""
    try:
        status = (memory_folder(house) / LABEL).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def chosen_embedder(house: House) -> tuple[Embedder | None, str]:
    """Return the embedder that Settings choose, or ``None`` and why there is none."""
    if find_spec("numpy") is None:
        return None, "install the extra memory to search by meaning"
    try:
        embedder = make_embedder(house.settings())
    except ConfigError as error:
        return None, str(error)
    if embedder is None:
        is_off = house.settings().embedder.strip().lower() in ("", "none")
        why = "embedder in Settings is none" if is_off else "install the extra memory to search by meaning"
        return None, why
    return embedder, ""


def keep_memory(house: House, embedder: Embedder, progress: Progress = lambda _done, _of: None) -> int:
    """Embed what is new in the archive, drop what is gone, and return how many lines were embedded.

    Blocking; may be stopped at any time and goes on from there.

    Raises:
        ArchiveError: the archive cannot be used.
        ModelError: the embedder failed.
        UserError: another process is doing it just now.
        OSError: the folder cannot be written.
    """
    from chronicler.recall.keeping import is_kept, keep  # noqa: PLC0415  numpy

    folder = memory_folder(house)
    with connect(house.vault.data) as archive:
        seen = state_of(archive)
        if is_kept(folder, embedder.name, seen):
            return 0
        with _ONE_AT_A_TIME, hold_lock(folder):
            standing = keys_of_lines(archive)
            texts = lambda journal: texts_in(archive, journal)  # noqa: E731
            return keep(folder, embedder, standing, texts, seen=seen, progress=progress)


class Remembering:
    """Keeps memory up to date beside a running bot, on a thread of its own, while it is entered.

    Leaving ends it and waits for the piece under way: a thread that is inside a library's own
    code when the interpreter goes would take the whole program down with it.
    """

    def __init__(self, house: House, choose: Choose = chosen_embedder) -> None:
        """Remember for ``house`` with the embedder that ``choose`` returns; nothing before :meth:`begin`."""
        self._house, self._choose = house, choose
        self._leaving = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        for thread in self._threads:
            thread.join()

    def begin(self) -> None:
        """Begin to bring memory up to date; what stands in the way is only logged."""
        thread = threading.Thread(target=self._keep, name="memory")
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def _keep(self) -> None:
        if not self._house.origin.is_real or not (self._house.vault.data / PUBLISHED).exists():
            return  # nothing was ever kept here, which is no trouble
        try:
            self._go_on(0, 0)
            keep_words(self._house, self._go_on)
            embedder, _ = self._choose(self._house)
            if embedder is None:
                return
            done = keep_memory(self._house, embedder, self._go_on)
        except _Leaving:
            LOG.info("Memory is brought up to date another time")
        except (ChroniclerError, OSError) as error:
            LOG.warning("Memory is not up to date: %s; chronicler recall tries again", error)
        else:
            LOG.info("%d lines embedded", done)

    def _go_on(self, _done: int, _of: int) -> None:
        if self._leaving.is_set():
            raise _Leaving


class _Leaving(Exception):  # noqa: N818 - no error
    """The program ends: the rest is embedded another time."""
