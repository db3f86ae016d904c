"""What the Chronicler costs, each figure beside the plainest way of the same run and the last release's.

``python -m tests.bench`` prints it; ``python -m tests.bench --keep`` also writes it anew into
``ledger.json``, at a release. Machines differ, so releases are compared by their ratios to the plainest
way, never by absolute figures. References are the physical limit (``json.loads``, ``json.dumps`` and
append) and a bot written the ordinary way (a commit to SQLite for every message). What computes is told
in processor time, which other programs disturb least; what waits for a disk or a save, on the clock.
"""

import asyncio
import json
import os
import platform
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chronicler import __version__
from chronicler.archive.connect import connect
from chronicler.archive.files import PUBLISHED
from chronicler.archive.journal.writing import (
    REHEARSAL_GROUP_SECONDS,
    Header,
    Journal,
    journal_path,
    read_journal,
)
from chronicler.archive.load import load_journals
from chronicler.domain.events import Event, MessageReceived, SessionStarted
from chronicler.domain.session import Origin
from chronicler.runtime.rehearsing.rehearsal import rehearse
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.vault.watcher import DEBOUNCE_SECONDS
from tests.bench import load
from tests.bench.figures import Figure
from tests.bench.journal import chat
from tests.bench.rehearsal import made_up, megabytes
from tests.bench.startup import ENVIRONMENT
from tests.fakes import START

KEPT: Final = Path(__file__).with_name("ledger.json")
EVENING: Final = 15_000
"""Lines of the evening that is rehearsed whole."""
ARCHIVED: Final = 100_000
COMMITTED: Final = 1_000
"""Lines that are made durable one by one."""
TIMES: Final = 3
STARTS: Final = 7
LOOP: Final = "json.loads, json.dumps and append"
ORDINARY: Final = "a commit to SQLite for each"
_STATUS: Final = Path("/proc/self/status")
_EMPTY: Final = f"""
import re, sys
try:
    told = open({str(_STATUS)!r}).read()
    print(int(re.search(r"VmHWM:\\s+(\\d+)", told)[1]) / 1024)
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
"""
_TABLE: Final = (
    "CREATE TABLE messages (id TEXT PRIMARY KEY, at TEXT, login TEXT, name TEXT, badges TEXT, text TEXT)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and what it is measured against."""

    what: str
    value: float
    unit: str
    reference: float
    against: str

    @property
    def ratio(self) -> float:
        return self.value / self.reference


def run() -> Iterator[Figure]:
    """Yield every row; beside its reference the ratio of the last release stands in its name."""
    yield from figures(list(rows()))


def figures(measured: Sequence[Row]) -> Iterator[Figure]:
    """Yield the rows as figures, each with how its ratio stands to the last release's."""
    kept = kept_ratios()
    for row in measured:
        before = kept.get(row.what)
        since = f"; {row.ratio / before:.2f} × the last release's" if before else "; new"
        yield Figure(row.what, row.value, row.unit, row.reference, f"{row.against}{since}")


def kept_ratios() -> dict[str, float]:
    """Return the ratios of the last release, by row; none where none was kept."""
    if not KEPT.exists():
        return {}
    told: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return {what: row["ratio"] for what, row in told["rows"].items()}


def keep(measured: Sequence[Row]) -> None:
    """Write the rows as those of this release."""
    told = {
        "release": __version__,
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        "rows": {
            row.what: {
                "ratio": round(row.ratio, 4), "value": float(f"{row.value:.4g}"), "unit": row.unit,
                "reference": float(f"{row.reference:.4g}"), "against": row.against,
            }
            for row in measured
        },
    }  # fmt: skip
    KEPT.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def rows() -> Iterator[Row]:
    """Measure everything; some minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _evening(folder)
        yield from _durable(folder)
        yield from _archive(folder)
        yield from _start_up()
        yield from _latency(folder)


# An evening -------------------------------------------------------------------------------


def _evening(folder: Path) -> Iterator[Row]:
    log = made_up(folder / "busy.txt", EVENING)
    told = [_alone(log) for _ in range(TIMES)]
    best = min(told, key=lambda each: each["seconds"])
    pace, plain = (best["messages"] / best[key] for key in ("seconds", "loop"))
    yield Row("throughput: an evening with notes and archive", pace, "lines/s", plain, LOOP)
    empty = float(subprocess.run([sys.executable, "-c", _EMPTY], check=True, capture_output=True).stdout)
    yield Row("memory: at most, notes and archive included", best["at_most"], "MB", empty, "Python alone")
    yield Row("memory: when the last line was heard", best["last"], "MB", best["tenth"], "after a tenth")


def _alone(log: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(log)], check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _rehearsed(log: Path) -> dict[str, float]:
    """In a process of its own: what a whole evening takes."""
    seen: list[float] = []

    def watch(event: Event, *_: object) -> None:
        if isinstance(event, MessageReceived):
            seen.append(peak() if len(seen) % (EVENING // 10) == EVENING // 10 - 1 else 0.0)

    with tempfile.TemporaryDirectory() as name:
        plan = prepare(Wish(log=log, home=Path(name) / "home")).plan
        began = time.process_time()
        asyncio.run(rehearse(plan, watch))
        seconds, at_most = time.process_time() - began, peak()
        lines = journal_path(plan.house.journals, plan.session_id).read_text("utf-8").splitlines()
        loop = _processor_seconds(lambda: _plain_loop(lines, Path(name)))
    looked = [each for each in seen if each]
    return {
        "messages": len(seen), "seconds": seconds, "loop": loop, "at_most": at_most,
        "tenth": looked[0], "last": looked[-1],
    }  # fmt: skip


def peak() -> float:
    """Return the megabytes this process has had in use at most.

    Linux counts what a parent had at the start of a process into ``getrusage``, and not into this.
    """
    if _STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text(encoding="utf-8"))
        return int(found[1]) / 1024 if found else megabytes()
    return megabytes()


def _plain_loop(lines: Sequence[str], folder: Path) -> None:
    with (folder / "plain.ndjson").open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(json.loads(line)) + "\n")


# Durable ----------------------------------------------------------------------------------


def _durable(folder: Path) -> Iterator[Row]:
    ours, theirs = (_quickest(way, folder) for way in (_journaled, _committed))
    what = "throughput: lines made durable one by one"
    yield Row(what, COMMITTED / ours, "lines/s", COMMITTED / theirs, ORDINARY)


def _quickest(way: Callable[[Path, Sequence[MessageReceived]], None], folder: Path) -> float:
    taken, events = [], chat(COMMITTED)
    for number in range(TIMES):
        began = time.perf_counter()
        way(folder / f"{way.__name__}{number}", events)
        taken.append(time.perf_counter() - began)
    return min(taken)


def _journaled(path: Path, events: Sequence[MessageReceived]) -> None:
    with Journal.open(path.with_suffix(".ndjson"), Header("bench", "bench", Origin.LIVE, "bench")) as journal:
        for event in events:
            journal.append((event,))
        journal.sync()


def _committed(path: Path, events: Sequence[MessageReceived]) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(_TABLE)
        for event in events:
            database.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)", _values(event))
            database.commit()


def _values(event: MessageReceived) -> tuple[str, ...]:
    said = event.message
    badges = ",".join(said.badges)
    return said.message_id, said.at.isoformat(), said.login, said.display_name, badges, said.text


# Archive ----------------------------------------------------------------------------------


def _archive(folder: Path) -> Iterator[Row]:
    data, session = folder / "data", "20260306T193000Z-bench"
    header, path = Header("bench", session, Origin.LIVE, "bench"), journal_path(data / "journal", session)
    events = chat(ARCHIVED)
    with Journal.open(path, header, group_seconds=REHEARSAL_GROUP_SECONDS) as journal:
        journal.append([SessionStarted(START, session, "bench", Origin.LIVE), *events])
    plain = ARCHIVED / min(_processor_seconds(lambda: _plain_read(path)) for _ in range(TIMES))
    back = ARCHIVED / min(
        _processor_seconds(lambda: sum(1 for _ in read_journal(path))) for _ in range(TIMES)
    )
    yield Row("throughput: a journal read back as events", back, "lines/s", plain, "json.loads")
    loaded = ARCHIVED / _processor_seconds(lambda: load_journals(data))
    yield Row("throughput: loaded and published", loaded, "lines/s", plain, "json.loads")
    other = folder / "ordinary.sqlite"
    with closing(sqlite3.connect(other)) as database:
        database.execute(_TABLE)
        database.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)", map(_values, events))
        database.commit()
        counted = "SELECT substr(at, 1, 16), count(*) FROM messages GROUP BY 1"
        theirs = min(_processor_seconds(lambda: database.execute(counted).fetchall()) for _ in range(TIMES))
    size, ordinary = (each.stat().st_size / ARCHIVED * 1e6 / 1e6 for each in (data / PUBLISHED, other))
    yield Row("archive: a million messages", size, "MB", ordinary, "the same rows in SQLite")
    sql = "SELECT date_trunc('minute', sent_at) AS minute_ts, count(*) FROM messages GROUP BY ALL"
    with connect(data) as archive:
        ours = min(_processor_seconds(lambda: archive.query(sql)) for _ in range(TIMES))
    yield Row("latency: talk by the minute, asked of all", 1000 * ours, "ms", 1000 * theirs, "SQLite")


def _plain_read(path: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)


# Start-up and latency ---------------------------------------------------------------------


def _start_up() -> Iterator[Row]:
    empty = _started("-c", "pass")
    for arguments in (["--help"], ["rehearse", "--help"]):
        name = " ".join(["chronicler", *arguments])
        took = _started("-m", "chronicler", *arguments)
        yield Row(f"start-up: {name}", 1000 * took, "ms", 1000 * empty, "Python alone")


def _started(*arguments: str) -> float:
    """Return the median of the processor seconds that a whole process takes."""
    taken = []
    for _ in range(STARTS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=ENVIRONMENT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken[1:])  # the first may have compiled what it loads


def _latency(folder: Path) -> Iterator[Row]:
    """At 500 lines a second over the wire, with a slow model, a slow disk and saves beside."""
    (folder / "live").mkdir()
    it = asyncio.run(load.load(folder / "live", load.SMOKE))
    if it.missing or it.doubled:
        raise AssertionError(f"{len(it.missing)} lines missing, {it.doubled} doubled: no figure counts then")
    read = statistics.median(it.saves)
    yield Row(
        "latency: a save is read", 1000 * read, "ms", 1000 * DEBOUNCE_SECONDS, "the rest that is waited for"
    )
    fsync = 1000 * it.size.fsync_seconds
    yield Row("latency: from the wire to the disk", 1000 * it.behind, "ms", fsync, "one fsync, slowed")
    worked = sorted(it.turns.worked)
    most = worked[int(0.99 * len(worked))]
    yield Row(
        "latency: the loop's own work, 99 in 100", 1000 * most, "ms", 1000 * load.STALL_MOST, "most allowed"
    )


def _processor_seconds(job: Callable[[], object]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(_rehearsed(Path(sys.argv[1]))))  # noqa: T201
