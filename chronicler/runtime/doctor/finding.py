"""What the doctor found: where, what, how grave, and the way out.

Decides the form of a finding and their order; leaves looking to the other files of this folder.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chronicler.domain.problem import Severity


class Mend(StrEnum):
    """What the doctor can do by itself; each leaves behind all it needs to be taken back."""

    LAY = "lay"
    """Lay the notes of ours that are missing; ``chronicler undo init`` takes them away again."""
    CLOSE = "close"
    """Let nobody but the owner read a file of secrets."""
    SET_ASIDE = "set aside"
    """Move what a crash left in the vault into the data folder, bytes unchanged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    check: str
    """A stable code, such as ``broken_link``."""
    where: str
    """A path, vault-relative where it is in the vault; empty where it is no file."""
    words: str
    """What is wrong, in a sentence."""
    fix: str
    """What to do about it."""
    severity: Severity = Severity.WARNING
    line: int | None = None
    mend: Mend | None = None
    """What the doctor would do about it, where it can be undone."""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "check": self.check,
            "severity": self.severity.value,
            "where": self.where or None,
            "line": self.line,
            "words": self.words,
            "fix": self.fix,
            "can_be_mended": self.mend is not None,
        }


_ORDER = (Severity.ERROR, Severity.WARNING, Severity.REMARK)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, the gravest first, those of one place together."""
    once = dict.fromkeys(findings)
    return tuple(sorted(once, key=lambda f: (_ORDER.index(f.severity), f.check, f.where, f.line or 0)))
