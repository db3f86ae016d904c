"""A whole evening at full speed, notes and archive included, beside the plainest loop.

Four lengths of one log, each in a process of its own, so that pace, cost a message and
memory can be compared. The log is ``CHRONICLER_BENCH_LOG``, else the busiest stream under
``CHRONICLER_TEST_DATA``, else a made-up one.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from chronicler.agent.state import State
from chronicler.archive.journal.writing import journal_path
from chronicler.domain.events import Event
from chronicler.runtime.rehearsing.rehearsal import rehearse
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import Notes
from tests.bench.figures import Figure

LENGTHS: Final = (1_000, 5_000, 15_000, 35_000)
"""Lines of the log; the last is all of the busiest stream."""
MINUTES_A_THOUSAND: Final = 7
CHATTERS: Final = 300
WORDS: Final = ("lamp", "harbour", "list", "stove", "river", "why", "the", "of", "goat", "county", "pencil")
NAMED: Final = "CHRONICLER_BENCH_LOG"
SHARED: Final = "CHRONICLER_TEST_DATA"
BUSIEST: Final = "chat/tcd_irc_text/WoolieVersus/0353126796*"
LOOP: Final = "json loads, dumps and append of its journal"
TIMES: Final = 3
MEGABYTE: Final = 2**20


@dataclass(slots=True)
class Run:
    """What one rehearsal of a log came to."""

    messages: int
    seconds: float
    loop_seconds: float
    """For loading, dumping and appending its journal's lines, and nothing else."""
    at_a_tenth: float
    """Megabytes in use when a tenth of the messages was heard, at the most until then."""
    at_the_end: float
    """Megabytes in use until the last message was heard, at the most."""
    at_most: float
    """Megabytes in use until notes and archive stood."""


def run() -> Iterator[Figure]:
    """Yield pace, cost a message and memory of the whole way, by length."""
    with tempfile.TemporaryDirectory() as name:
        log = log_to_take(Path(name))
        runs = [_best(_shortened(log, lines, Path(name))) for lines in LENGTHS]
    for it in runs:
        plain = it.messages / it.loop_seconds
        yield Figure(f"{it.messages:,} messages, all in all", it.messages / it.seconds, "/s", plain, LOOP)
    dearest = _cost(runs[0])
    for it in runs:
        yield Figure(f"{it.messages:,} messages, cost of one", _cost(it), "µs", dearest, "of the shortest")
    for it in runs:
        yield Figure(f"{it.messages:,} messages, memory at most", it.at_most, "MB")
    yield Figure(
        "memory when the last was heard", runs[-1].at_the_end, "MB", runs[-1].at_a_tenth, "after a tenth"
    )


def log_to_take(folder: Path) -> Path:
    """Return the log to rehearse, written into ``folder`` where none is at hand."""
    if named := os.environ.get(NAMED):
        return Path(named)
    found = sorted(Path(os.environ[SHARED]).glob(BUSIEST)) if SHARED in os.environ else []
    return found[0] if found else made_up(folder / "busy.txt", LENGTHS[-1])


def made_up(log: Path, lines: int) -> Path:
    """Write hours of busy chat as Twitch-Chat-Downloader text and return its path."""
    span = lines * MINUTES_A_THOUSAND * 60 // 1000
    with log.open("w", encoding="utf-8") as file:
        for number in range(lines):
            at = timedelta(seconds=number * span // lines)
            words = " ".join(WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(3 + number % 6))
            file.write(f"[{at}] <chatter{number * 31 % CHATTERS}> {words}\n")
    return log


def plain_loop(lines: Sequence[str], folder: Path) -> float:
    """Return the seconds that loading, dumping and appending a journal's lines take, and nothing else."""
    began = time.perf_counter()
    with (folder / "plain.ndjson").open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(json.loads(line)) + "\n")
    return time.perf_counter() - began


def _shortened(log: Path, lines: int, folder: Path) -> Path:
    short = folder / f"{lines}.txt"
    text = (line for _, line in islice(Source(log).lines(Notes()), lines))
    short.write_text("\n".join(text) + "\n", encoding="utf-8")
    return short


def _best(log: Path) -> Run:
    """Return the quickest of several runs, the one that other programs disturbed least."""
    return min((_alone(log) for _ in range(TIMES)), key=lambda it: it.seconds)


def _alone(log: Path) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(log)], check=True, capture_output=True, text=True
    )
    return Run(**json.loads(done.stdout))


def _cost(it: Run) -> float:
    return it.seconds / it.messages * 1e6


# In a process of its own -------------------------------------------------------------------


@dataclass(slots=True)
class _Memory:
    """Memory at most, looked at while a stream runs."""

    events: int
    """How many to expect."""
    heard: int = 0
    seen: dict[int, float] = field(default_factory=dict)

    def watch(self, event: Event, derived: Sequence[Event], state: State) -> None:
        del event, derived, state
        self.heard += 1
        if self.heard in (self.events // 10, self.events):
            self.seen[self.heard] = megabytes()


def megabytes() -> float:
    """Return the memory this process has had in use at most."""
    unit = MEGABYTE if sys.platform == "darwin" else MEGABYTE // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _rehearsed(log: Path) -> Run:
    with tempfile.TemporaryDirectory() as name:
        plan = prepare(Wish(log=log, home=Path(name) / "home")).plan
        memory = _Memory(sum(1 for _ in plan.transcript.events()))
        result = asyncio.run(rehearse(plan, memory.watch))
        at_most = megabytes()
        lines = journal_path(plan.house.journals, plan.session_id).read_text(encoding="utf-8").splitlines()
        loop = min(plain_loop(lines, Path(name)) for _ in range(TIMES))
    early, late = (memory.seen[n] for n in (memory.events // 10, memory.events))
    return Run(len(result.heard), result.wall_seconds, loop, early, late, at_most)


if __name__ == "__main__":
    print(json.dumps(asdict(_rehearsed(Path(sys.argv[1])))))  # noqa: T201
