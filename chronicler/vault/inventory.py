"""Which notes of ours are in the vault already, and which session made each.

Decides nothing; tells ``notes.paths`` what names are taken.
"""

import re
from collections.abc import Mapping
from typing import Final

from chronicler.domain.note import KIND_PROPERTY
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

_LINKED: Final = re.compile(rb"#\^([A-Za-z0-9-]+)[|\]\\]")
KINDS: Final = frozenset({"ledger", "clip-seed", "blog-seed", "theme"})


def blocks_linked(vault: Vault, taken: Mapping[str, str], session_id: str) -> frozenset[str]:
    """Return the block ids to which the seeds and themes of one session link.

    ``taken`` is what :func:`sessions_by_path` found.
    """
    notes = (vault.root / path for path, session in taken.items() if session == session_id)
    raw = (read_bytes(note) for note in notes)
    return frozenset(block.decode() for text in raw if text for block in _LINKED.findall(text))


def sessions_by_path(vault: Vault) -> dict[str, str]:
    """Return the paths of our ledgers, seeds and themes, with the session that made each."""
    taken: dict[str, str] = {}
    for path, file in notes_in(vault.root, vault.folder):
        raw = read_bytes(file)
        if raw is None or KIND_PROPERTY.encode() not in raw[:4096]:
            continue
        properties = read_note(raw, str(path)).properties
        if properties.get(KIND_PROPERTY) in KINDS:
            taken[str(path)] = str(properties.get("session") or "")
    return taken
