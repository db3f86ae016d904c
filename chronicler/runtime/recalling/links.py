"""Where in the vault a remembered line can be read again.

Decides which ledger belongs to a stream (never that of its rehearsal, which has the same id)
and whether it still quotes the line; reads only.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from chronicler.domain.session import Origin
from chronicler.notes import paths
from chronicler.notes.links import link
from chronicler.notes.paths import message_block
from chronicler.ports import Remembered
from chronicler.runtime.house import House
from chronicler.vault.folder import read_bytes
from chronicler.vault.inventory import sessions_by_path

_LEDGERS: Final = "/Ledgers/"


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a ledger."""

    note: str
    """The ledger's path in the vault."""
    block: str = ""
    """Block id of the line, empty where the ledger does not quote it."""

    @property
    def wikilink(self) -> str:
        """The place as Obsidian links it."""
        return link(self.note, block=self.block)


class Ledgers:
    """The ledgers of a vault, looked through once."""

    def __init__(self, house: House) -> None:
        """Look in the vault of ``house`` when first asked."""
        self._house = house

    def passage(self, found: Remembered) -> Passage | None:
        """Return where a line stands in its stream's ledger; ``None`` where there is no ledger."""
        note = self.note_of(found.session_id)
        if note is None:
            return None
        block = message_block(found.message_id) if found.message_id else ""
        return Passage(note, block if block and self.quotes(found.session_id, block) else "")

    def note_of(self, session_id: str) -> str | None:
        """Return the path of a stream's ledger in the vault, ``None`` where there is none."""
        return self._by_session.get(session_id)

    def quotes(self, session_id: str, block: str) -> bool:
        """Return whether a stream's ledger holds a block."""
        note = self.note_of(session_id)
        text = read_bytes(self._house.vault.root / note) if note else None
        return text is not None and f"^{block}".encode() in text

    def address(self, passage: Passage) -> str:
        """Return the address that opens a place in Obsidian."""
        file = passage.note.removesuffix(".md") + (f"#^{passage.block}" if passage.block else "")
        return f"obsidian://open?vault={quote(self._house.vault.root.name)}&file={quote(file, safe='')}"

    @cached_property
    def _by_session(self) -> dict[str, str]:
        taken = sessions_by_path(self._house.vault)
        rehearsed = f"{paths.root(self._house.vault.folder, Origin.REHEARSAL)}/"
        real = {path: session for path, session in taken.items() if not path.startswith(rehearsed)}
        return {session: path for path, session in real.items() if session and _LEDGERS in f"/{path}"}
