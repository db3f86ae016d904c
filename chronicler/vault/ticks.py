"""The streamer's ticks on lines of ours, read back from the vault.

Decides which checkboxes count: those in our ledgers of real streams whose line still ends in
the block id we gave it, ticked with an x. Leaves what a tick means to whoever asks.
"""

from chronicler.domain.note import KIND_PROPERTY, NoteKind
from chronicler.domain.session import Origin
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault
from chronicler.vault.merge import lines_of, marks_in

_REAL = frozenset({Origin.LIVE.value, Origin.IMPORT.value})


def ticked_blocks(vault: Vault) -> frozenset[str]:
    """Return the block ids of all ticked checkboxes in ledgers of real streams.

    Raises:
        VaultError: the vault is gone.
    """
    ticked: set[str] = set()
    for path, file in notes_in(vault.root, vault.folder):
        raw = read_bytes(file)
        if raw is None or b"- [" not in raw:
            continue
        note = read_note(raw, str(path))
        is_ledger = note.properties.get(KIND_PROPERTY) == NoteKind.LEDGER
        if is_ledger and note.properties.get("origin") in _REAL:
            marks = marks_in(lines_of(note.body))
            ticked |= {block for block, mark in marks.items() if mark in "xX"}
    return frozenset(ticked)
