"""A long log needs no more memory than a short one."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import gql, write

BLOCKS: Final = 6 * 65_536
"""What is read at once: bytes, inflated bytes, their text, and what is left of the block before."""


def peak(log: Path) -> int:
    """Return the most memory held while a log is read to its end."""
    tracemalloc.start()
    try:
        for _ in open_transcript(log).events():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def tcd(count: int) -> Iterator[str]:
    for n in range(count):
        second = n // 4
        yield f"[{second // 3600}:{second // 60 % 60:02d}:{second % 60:02d}] <%maren{n % 50}> thought {n}\n"


@pytest.mark.parametrize(("form", "count"), [("text", 6_000), ("json", 2_000)])
def test_memory_stays_flat_over_the_length_of_a_log(tmp_path: Path, form: str, count: int) -> None:
    """Law: three times the lines, the same memory, within the blocks that are read at once."""

    def log(lines: int) -> Path:
        content = "".join(tcd(lines)) if form == "text" else [gql(n // 4, "a", str(n)) for n in range(lines)]
        return write(tmp_path / f"{form}-{lines}.gz", content)

    assert peak(log(3 * count)) < peak(log(count)) + BLOCKS
