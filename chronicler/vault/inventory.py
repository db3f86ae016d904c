"""Which notes of ours are in the vault already, and which session made each.

Decides nothing; tells ``notes.paths`` what names are taken.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from chronicler.domain.note import KIND_PROPERTY
from chronicler.vault.folder import notes_in, read_bytes
from chronicler.vault.frontmatter import read_note
from chronicler.vault.location import Vault

_LINKED: Final = re.compile(rb"#\^([A-Za-z0-9-]+)[|\]\\]")
KINDS: Final = frozenset({"ledger", "clip-seed", "blog-seed", "theme"})
QUOTING: Final = KINDS | {"blog-draft", "report"}


def blocks_linked(vault: Vault) -> frozenset[str]:
    """Return the block ids to which seeds, themes, drafts and reports link, whatever their streams.

    A block id is a message's own, so those of other streams name no line of this one.
    """
    raw = (read_bytes(vault.root / path) for path in notes_of_ours(vault, QUOTING - {"ledger"}))
    return frozenset(block.decode() for text in raw if text for block in _LINKED.findall(text))


def notes_of_ours(vault: Vault, kinds: frozenset[str] = QUOTING) -> list[str]:
    """Return the paths of all notes of some kinds, by default those that quote chat and rest."""
    return [path for path, properties in _ours(vault) if properties.get(KIND_PROPERTY) in kinds]


def sessions_by_path(vault: Vault) -> dict[str, str]:
    """Return the paths of our ledgers, seeds and themes, with the session that made each."""
    return {
        path: str(properties.get("session") or "")
        for path, properties in _ours(vault)
        if properties.get(KIND_PROPERTY) in KINDS
    }


def _ours(vault: Vault) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path, file in notes_in(vault.root, vault.folder):
        raw = read_bytes(file)
        if raw is not None and KIND_PROPERTY.encode() in raw[:4096]:
            yield str(path), read_note(raw, str(path)).properties
