"""How fast a whole rehearsal goes, notes and archive included, beside the plainest loop.

A made-up busy stream; ``CHRONICLER_BENCH_LOG`` names a recorded chat to take instead.
"""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from chronicler.runtime.rehearsal import rehearse
from chronicler.runtime.rehearsal_set_up import Wish, prepare
from tests.bench.figures import Figure

LINES: Final = 20_000
CHATTERS: Final = 300
WORDS: Final = ("lamp", "harbour", "list", "stove", "river", "why", "the", "of", "goat", "county", "pencil")
VARIABLE: Final = "CHRONICLER_BENCH_LOG"


def run() -> Iterator[Figure]:
    """Yield messages a second of the whole way, for a short and a long stream."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if named := os.environ.get(VARIABLE):
            yield _figure(Path(named), folder)
        else:
            for lines in (LINES // 10, LINES):
                yield _figure(made_up(folder / f"busy-{lines}.txt", lines), folder)


def _figure(log: Path, folder: Path) -> Figure:
    prepared = prepare(Wish(log=log, home=folder / "home"))
    result = asyncio.run(rehearse(prepared.plan))
    plain = plain_loop([{"text": m.text, "login": m.login} for m in result.heard], folder)
    count = len(result.heard)
    what = "a loop of json dumps, loads and append"
    return Figure(f"rehearsal of {count:,} messages", result.messages_per_second, "/s", count / plain, what)


def made_up(log: Path, lines: int) -> Path:
    """Write four hours of busy chat as Twitch-Chat-Downloader text and return its path."""
    with log.open("w", encoding="utf-8") as file:
        for number in range(lines):
            at = timedelta(seconds=number * 14_400 // lines)
            words = " ".join(WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(3 + number % 6))
            file.write(f"[{at}] <chatter{number * 31 % CHATTERS}> {words}\n")
    return log


def plain_loop(messages: list[dict[str, str]], folder: Path) -> float:
    """Return the seconds that dumping, loading and appending the same lines take, and nothing else."""
    began = time.perf_counter()
    with (folder / "plain.ndjson").open("w", encoding="utf-8") as out:
        for message in messages:
            out.write(json.dumps(json.loads(json.dumps(message))) + "\n")
    return time.perf_counter() - began
