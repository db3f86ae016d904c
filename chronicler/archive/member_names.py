"""Names of files inside a backup, such that each leads to one file below a folder on every platform.

Decides which names do, and how another is spelled so that it does.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LONGEST_PART: Final = 255
"""Bytes that common file systems allow a name."""
_NEVER: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that are no files on Windows."""


def is_plain(name: str) -> bool:
    """Return whether a name leads to a file below the folder on every platform."""
    return all(map(_is_plain_part, name.split("/")))


def folded(name: str) -> str:
    """Return what names have in common that mean one file where capitals or composed letters do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def parents(name: str) -> Iterator[str]:
    """Yield the folders that a name leads through, the innermost first."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


class PlainNames:
    """Spells names of files one after another, no two alike."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def of(self, name: str) -> str:
        """Return a name as it is where it is plain and free, else another that tells what it was."""
        plain = "/".join(map(_plain_part, name.split("/")))
        stem, dot, ending = plain.rpartition(".") if "." in plain.rpartition("/")[2] else (plain, "", "")
        free, number = plain, 2
        while folded(free) in self._taken:
            free, number = f"{stem}~{number}{dot}{ending}", number + 1
        self._taken.add(folded(free))
        return free


def _is_plain_part(part: str) -> bool:
    return (
        part not in ("", ".", "..")
        and not _NEVER.search(part)
        and not part.endswith((".", " "))
        and not _DEVICES.fullmatch(part)
        and len(part.encode()) <= _LONGEST_PART
    )


def _plain_part(part: str) -> str:
    if _is_plain_part(part):
        return part
    spelled = _NEVER.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", part).rstrip(". ")
    if _DEVICES.fullmatch(spelled) or not spelled:
        spelled = f"_{spelled}"
    while len(spelled.encode()) > _LONGEST_PART:
        spelled = spelled[:-1]
    return spelled
