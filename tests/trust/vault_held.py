"""A streamer's vault under test: what they wrote into it, and whether each byte still stands.

Decides what a streamer of the tests writes, before and between; every note of ours must be a version
that we recorded or that they saved, whole. Leaves killing to ``killed_evening``.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chronicler.domain.note import OWN_HEADING
from chronicler.vault.location import Vault

OWN_NOTES: Final = {
    "Recipes/Brown bread.md": b"---\ntitle: Brown bread   # keep\nrating: 5\n---\r\nFlour, salt, time.\r\n\r\n## My notes\r\nless salt\r\n",
    "Games/The Salt Stair.md": "\ufeff---\ntags: [lamp, harbour]\n---\n# The Salt Stair\n\nNo final newline – ünïcode 灯".encode(),
    "Chronicler/Thoughts of mine.md": b"A note of mine in your folder.\n\n## My notes\nstays\n",
    "Daily/2026-03-05.md": b"---\n{{title}}\n---\n\tbroken on purpose\n",
    ".obsidian/app.json": b'{"alwaysUpdateLinks": true}',
    "Attachments/lamp.png": bytes(range(256)) * 4,
}  # fmt: skip
"""Vault-relative path to bytes: the hard cases of real vaults among them."""
_OWN: Final = OWN_HEADING.encode()


@dataclass
class HeldVault:
    """What the streamer wrote, and the faults found so far."""

    vault: Vault
    own: dict[str, bytes] = field(default_factory=dict)
    """Notes that are theirs alone, with the bytes they last gave them."""
    below: dict[str, list[bytes]] = field(default_factory=dict)
    """What they wrote under the heading that is theirs, by note of ours."""
    saved: set[str] = field(default_factory=set)
    """sha256 of every version of a note of ours that they saved."""

    def seed(self) -> None:
        """Write down what they had before they met us."""
        for path, content in OWN_NOTES.items():
            self.write(path, content)

    def write(self, path: str, content: bytes) -> None:
        """Let them save a note of their own."""
        self.own[path] = content
        _save(self.vault.root / path, content)

    def jot(self, path: str, line: str) -> bool:
        """Let them write a line under ``## My notes`` of a note of ours; false where there is none."""
        file = self.vault.root / path
        try:
            stood = file.read_bytes()
        except FileNotFoundError:
            return False
        if _OWN not in stood:
            return False
        new = stood + f"{line}\n".encode()
        self.below.setdefault(path, []).append(line.encode())
        self.saved.add(_sha(new))
        _save(file, new)
        return True

    def ours(self) -> list[str]:
        """Return the notes in our folder that carry the heading, but theirs."""
        folder = self.vault.root / self.vault.folder
        found = (p.relative_to(self.vault.root).as_posix() for p in sorted(folder.rglob("*.md")))
        return [p for p in found if p not in self.own and _OWN in (self.vault.root / p).read_bytes()]

    def faults(self) -> list[str]:
        """Return what is not as it must be, in words."""
        return [*self._own_faults(), *self._below_faults(), *self._half_written()]

    def _own_faults(self) -> list[str]:
        return [
            f"{path}: a note of theirs changed"
            for path, content in self.own.items()
            if not (self.vault.root / path).is_file() or (self.vault.root / path).read_bytes() != content
        ]

    def _below_faults(self) -> list[str]:
        faults = []
        for path, lines in self.below.items():
            file = self.vault.root / path
            own = file.read_bytes().partition(_OWN)[2].splitlines() if file.is_file() else []
            stands = [line for line in own if line in lines]
            if stands != lines:
                faults.append(
                    f"{path}: {len(lines) - len(stands)} of {len(lines)} own lines are gone or moved"
                )
        return faults

    def _half_written(self) -> list[str]:
        """Every note of ours must be a version we kept before writing it, or one that they saved."""
        kept = {file.name for file in (self.vault.data / "writes").glob("*/*")} | self.saved
        kept |= {file.name for file in (self.vault.data / "rehearsals" / "writes").glob("*/*")}
        return [
            f"{path}: no version that anybody wrote"
            for path in self.ours()
            if _sha((self.vault.root / path).read_bytes()) not in kept
        ]


def _save(file: Path, content: bytes) -> None:
    """Save as an editor does: beside, then in place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.editor")
    beside.write_bytes(content)
    beside.replace(file)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
