"""What is wrong with something a person typed.

Decides how a complaint is carried from a parser to a note or a terminal; leaves to the
parsers what to complain about, and to ``notes`` and ``cli`` how to show it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """The value cannot be used; whatever was in force before stays in force."""
    WARNING = "warning"
    """The value is used, but probably not as meant."""
    REMARK = "remark"
    """The value is used as meant; a suggestion only."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint, in words that say what to type instead."""

    message: str
    field: str = ""
    """The property or setting concerned, empty when it is the note as a whole."""
    line: int | None = None
    """1-based line in the note, if known."""
    column: int | None = None
    """1-based column in that line, if known."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the complaint as one line, with its place in front where known."""
        place = f"line {self.line}: " if self.line is not None else ""
        name = f"{self.field}: " if self.field else ""
        return f"{place}{name}{self.message}"


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Return whether any of the problems forbids using the value."""
    return any(p.severity is Severity.ERROR for p in problems)
