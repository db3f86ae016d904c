"""Whatever a file, a frame or an answer holds: a value, Problems or a refusal in our words, in linear work.

A million seeded cases over every reader (``pytest -m trust -s tests/trust/test_hostile_input.py``), made
of real samples broken and of grammar pieces; a case that fails is printed with its seed. Then texts on
which readers are known to lose themselves, at a length and at eight times that length, by processor time.
"""

import contextlib
import itertools
import os
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from tests.trust.mutating import hostile
from tests.trust.readers import Reader, readers

CASES: Final = int(os.environ.get("CHRONICLER_TRUST_CASES", "1000000"))
SEED: Final = os.environ.get("CHRONICLER_TRUST_SEED", "evening")
READERS: Final = {reader.name: reader for reader in readers()}
SHARES: Final = sum(reader.share for reader in READERS.values())
RUNS: Final = (
    "[", "{", "[[", "(", "<", ">", "> ", "- ", "-", "#", "# ", "*", "**a", "`", "```", "```a\n", "~~~a\n", "~", "%%", "<!--", "&", "&a", "*a", "!", "!a ", "|", "|a",
    ":", "::", ": ", "a: ", "a:\n", "a: 1\n", "- a\n", "  ", "\t", "\n", "\r", "\r\n", "\u2028", "e\u0301", "\u0301", "\u200d", "\u202e", "\U0001f56f",
    "\ufeff", "'", '"', '""', "\\", "\\u0041", "0", "1", "9.", "0:", "00:00 ", "@", "@a.", "a.", "a@b.", "www.", "://", "http://a/", "/", "../", "=", "==",
    "_", "__a", "$", "{{", "<%", "a ", "A", "a, ", ",", ";", '"a",', "{'a':", '{"a":', '["a",', "<a>", "</a>", "1\n00:00:01,000 --> 00:00:02,000\na\n\n",
    "## Flag these\n", "---\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "data: {}\n", "?\n", "? ", "a b c d ", "ab" * 20,
)  # fmt: skip
MOST: Final = 20.0
"""Eight times the text may take so many times as long: linear work takes eight, quadratic sixty-four."""
_NOTHING: Final = 0.004
"""Seconds below which no growth can be told, and none matters."""


def _cases(reader: Reader, number: int, folder: Path) -> tuple[int, int, list[str]]:
    """Return how many cases were complained of, how many refused, and the faults with their seeds."""
    complained, refused, faults = 0, 0, list[str]()
    for n in range(number):
        seed = f"{SEED}/{reader.name}/{n}"
        data = hostile(seed, reader.samples)
        try:
            complained += reader.read(data, folder)
        except reader.refuses_by:
            refused += 1
        except Exception as error:  # noqa: BLE001 - whatever else a reader raises is what is looked for
            faults.append(f"{seed}: {type(error).__name__}: {str(error)[:200]} on {data[:300]!r}")
    return complained, refused, faults


@pytest.mark.parametrize("name", READERS)
def test_a_few_hundred_hostile_texts_are_read_or_refused(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    _, _, faults = _cases(reader, 40 + 20 * reader.share, tmp_path)
    assert faults == []


@pytest.mark.trust
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", READERS)
def test_a_million_hostile_texts_are_read_or_refused(name: str, tmp_path: Path) -> None:
    reader = READERS[name]
    number = -(-CASES * reader.share // SHARES)
    began = time.process_time()
    complained, refused, faults = _cases(reader, number, tmp_path)
    took = time.process_time() - began
    sys.stdout.write(
        f"\n{name:30} {number:9,} cases {took:8.1f} s CPU {complained:9,} with problems {refused:9,} refused"
        f" {len(faults):4} exceptions"
    )
    assert faults[:20] == []


# Growth ----------------------------------------------------------------------------------------


def _seconds(reader: Reader, data: bytes, folder: Path) -> float:
    began = time.process_time()
    with contextlib.suppress(*reader.refuses_by):
        reader.read(data, folder)
    return time.process_time() - began


def _grows(reader: Reader, frame: str, piece: str, length: int, folder: Path) -> float:
    """Return how many times longer eight times the text takes; one where even that is nothing."""
    short, long = (_filled(frame, piece, n) for n in (length, 8 * length))
    ratio = 0.0
    for _ in range(4):
        taken = _seconds(reader, long, folder)
        if taken < _NOTHING:
            return 1.0
        ratio = taken / max(_seconds(reader, short, folder), _NOTHING / MOST)
        if ratio < MOST:
            break
    return ratio


def _filled(frame: str, piece: str, length: int) -> bytes:
    run = piece * (length // len(piece))
    return (
        frame.replace("{{", "\0")
        .replace("}}", "\1")
        .replace("{}", run)
        .replace("\0", "{")
        .replace("\1", "}")
        .encode()
    )


def _worst(reader: Reader, runs: tuple[str, ...], length: int, folder: Path) -> tuple[float, str]:
    tried = itertools.product(reader.frames, runs)
    return max((_grows(reader, frame, piece, length, folder), repr((frame, piece))) for frame, piece in tried)


@pytest.mark.parametrize("name", READERS)
def test_no_reader_takes_more_than_the_length_of_a_few_runs(name: str, tmp_path: Path) -> None:
    worst = _worst(READERS[name], ("[", "- ", "&a", "\\"), 400, tmp_path)
    assert worst[0] < MOST, worst


@pytest.mark.trust
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", READERS)
def test_no_reader_takes_more_than_the_length(name: str, tmp_path: Path) -> None:
    worst = _worst(READERS[name], RUNS, 2000, tmp_path)
    sys.stdout.write(
        f"\n{name:30} {len(RUNS) * len(READERS[name].frames):5} runs, at worst {worst[0]:5.1f} times for 8: {worst[1]}"
    )
    assert worst[0] < MOST, worst
