"""Receipts: that somebody was forgotten, and by which salted hashes a guess at who is checked.

Decides the form of one, a line in a file of the data folder; its hashes cover every login and id
they had here, so that they are known again in data of before. Leaves the salt to
``forgetting.opt_outs``.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler.domain.read_json import read_json
from chronicler.errors import ArchiveError

RECEIPTS: Final = "forgotten.ndjson"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Somebody was forgotten."""

    at: str
    """UTC, as the journal spells times: when it was begun."""
    who: str
    lines: int
    streams: int
    known_by: frozenset[str] = frozenset()
    """Every hash that is theirs, ``who`` included."""

    def spelled(self) -> bytes:
        """Return it as a line."""
        fields = {"at": self.at, "who": self.who, "lines": self.lines, "streams": self.streams}
        return json.dumps({**fields, "known_by": sorted(self.known_by)}).encode() + b"\n"


def read_receipts(data: Path) -> tuple[Receipt, ...]:
    """Return the receipts of a data folder, oldest first; a line that is none is left out."""
    try:
        lines = (data / RECEIPTS).read_bytes().splitlines()
    except OSError:
        return ()
    return tuple(filter(None, map(_receipt_in, lines)))


def keep_receipt(data: Path, receipt: Receipt) -> None:
    """Add a receipt, durably; once it stands there it is not added again.

    Raises:
        ArchiveError: the disk refused.
    """
    file, line = data / RECEIPTS, receipt.spelled()
    try:
        if file.exists() and line in file.read_bytes():
            return
        with file.open("ab") as receipts:
            receipts.write(line)
            receipts.flush()
            os.fsync(receipts.fileno())
    except OSError as error:
        raise ArchiveError(f"{file} could not be written ({error.strerror}); run it again") from error


def _receipt_in(line: bytes) -> Receipt | None:
    try:
        told = read_json(line)
        who = str(told["who"])
        known_by = frozenset({who, *map(str, told.get("known_by", ()))})
        return Receipt(
            str(told.get("at", "")), who, int(told.get("lines", 0)), int(told.get("streams", 0)), known_by
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
