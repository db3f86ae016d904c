"""How fast the journal takes and gives back chat lines, against the plainest loop there is."""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from chronicler.archive.journal.writing import REHEARSAL_GROUP_SECONDS, Header, Journal, read_journal
from chronicler.domain.chat import Message
from chronicler.domain.codec import to_plain
from chronicler.domain.events import MessageReceived
from chronicler.domain.session import Origin
from tests.bench.figures import Figure, best_seconds
from tests.fakes import START

LINES = 50_000
HEADER = Header("bench", "20260306T193000Z-bench", Origin.REHEARSAL, "bench")


def chat(lines: int) -> list[MessageReceived]:
    """Return that many chat lines of everyday length, the same every time."""
    return [_line(i) for i in range(lines)]


def _line(number: int) -> MessageReceived:
    at = START + timedelta(seconds=number * 0.37)
    who = f"chatter{number % 60}"
    text = f"the harbour looks emptier than it did on the {number}th evening we came"
    return MessageReceived(
        at, Message(f"x{number:016x}", at, who, who.title(), text, badges=("subscriber/3",))
    )


def run() -> Iterator[Figure]:
    """Measure appending one by one, reading, and the time a sync takes."""
    events = chat(LINES)
    plain = [to_plain(event) for event in events]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "loop.ndjson")
        loop = LINES / best_seconds(lambda: _plain_loop(path, plain))
        yield Figure("plain json.dumps + write", loop, "lines/s")
        for name, seconds in (("live", 0.1), ("rehearsal", REHEARSAL_GROUP_SECONDS)):
            target = Path(folder, f"{name}.ndjson")
            rate = LINES / best_seconds(lambda t=target, s=seconds: _journal(t, events, s))  # type: ignore[misc]
            yield Figure(f"append one by one, {name}", rate, "lines/s", loop, "plain json.dumps + write")
        read = LINES / best_seconds(lambda: list(read_journal(target)))
        loads = LINES / best_seconds(lambda: _plain_read(path))
        yield Figure("read back as events", read, "lines/s", loads, "plain json.loads")
        yield _sync(Path(folder), events)


def _plain_loop(path: Path, plain: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for item in plain:
            file.write(json.dumps(item) + "\n")
        os.fsync(file.fileno())


def _plain_read(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        for line in file:
            json.loads(line)


def _journal(path: Path, events: list[MessageReceived], group_seconds: float) -> None:
    path.unlink(missing_ok=True)
    with Journal.open(path, HEADER, group_seconds=group_seconds) as journal:
        for event in events:
            journal.append((event,))


def _sync(folder: Path, events: list[MessageReceived]) -> Figure:
    with Journal.open(folder / "sync.ndjson", HEADER) as journal:

        def append_and_sync() -> None:
            for event in events[:50]:
                journal.append((event,))
                journal.sync()

        journaled = best_seconds(append_and_sync) / 50
    with (folder / "bare").open("wb", buffering=0) as file:

        def write_and_fsync() -> None:
            for _ in range(50):
                file.write(b"x" * 300)
                os.fsync(file.fileno())

        bare = best_seconds(write_and_fsync) / 50
    return Figure("append + sync, one line", journaled * 1000, "ms", bare * 1000, "bare write + fsync")
