"""A regular expression that is compiled when it is first used.

Decides nothing about words. What a module compiles at import every command pays for at its
start, and most commands never judge a line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from weakref import ref

_KNOWN: Final[list["ref[LatePattern]"]] = []


def compile_all() -> None:
    """Compile every pattern there is, on a thread of its own.

    A program that runs for an evening pays for them at its start, or the first line that one of them
    judges keeps all others waiting for a tenth of a second.
    """
    for pattern in _there():
        _ = pattern.compiled


def uncompiled() -> int:
    """Return how many patterns were not used yet."""
    return sum("compiled" not in vars(pattern) for pattern in _there())


def _there() -> list["LatePattern"]:
    return [pattern for known in _KNOWN if (pattern := known()) is not None]


@dataclass(frozen=True)
class LatePattern:
    """Stands for a compiled pattern, and becomes one at its first use."""

    source: str
    flags: int = 0

    def __post_init__(self) -> None:
        """Be known to :func:`compile_all`."""
        _KNOWN.append(ref(self))

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself.

        Raises:
            re.error: the source is no pattern, which shows at the first use alone.
        """
        return re.compile(self.source, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match anywhere in a text."""
        return self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at a text's beginning."""
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every match in a text, from left to right."""
        return self.compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """Return what matched, from left to right, of a pattern with no group or one."""
        return list(map(str, self.compiled.findall(text)))

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """Return a text with each match replaced, or the first ``count`` of them."""
        return self.compiled.sub(put, text, count)

    def split(self, text: str, most: int = 0) -> list[str]:
        """Return what stands between the matches of a pattern without groups."""
        return list(map(str, self.compiled.split(text, most)))
