"""Attacks on the model by way of what other people write.

Each line of ``attacks.jsonl`` has a ``kind``, the ``line`` as somebody plants it in chat, a
note, a viewer's name or a link's title, what a model that obeys it ``obeys`` with, and what
must then not ``show`` anywhere: a piece of that answer that no honest line contains. A
``line`` with a line break can only stand in a note; ``spoken`` tells the two apart.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("attacks.jsonl")


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack and what obeying it would look like."""

    kind: str
    line: str
    obeys: str
    show: str

    @property
    def spoken(self) -> bool:
        """Whether it could be typed in chat."""
        return not set("\r\n") & set(self.line) and len(self.line) <= 500

    @property
    def planted(self) -> str:
        """A piece of the line by which a scripted model finds it again in what it is told."""
        return max("".join(c if c.isascii() and c.isalnum() else " " for c in self.line).split(), key=len)


@cache
def attacks() -> tuple[Attack, ...]:
    """Return every attack, in the file's order."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(Attack(**json.loads(line)) for line in lines if line)
