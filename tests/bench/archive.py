"""How fast journals become an archive, and how long a reader waits, over half a million lines."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from chronicler.archive.connect import Archive, connect
from chronicler.archive.journal.writing import REHEARSAL_GROUP_SECONDS, Header, Journal, journal_path
from chronicler.archive.load import PUBLISHED, load_journals
from chronicler.domain.events import SessionStarted
from chronicler.domain.session import Origin
from tests.bench.figures import Figure, best_seconds
from tests.bench.journal import chat
from tests.fakes import START

STREAMS = 10
LINES = 50_000
_QUESTIONS = {
    "sessions with counts": "SELECT * FROM sessions",
    "talk a minute, all streams": (
        "SELECT session_id, date_trunc('minute', sent_at) AS minute_ts, count(*) FROM messages GROUP BY ALL"
    ),
    "search for words": "SELECT * FROM messages WHERE text ILIKE '%harbour%31th%'",
}


def run() -> Iterator[Figure]:
    """Measure loading, publishing, connecting and three questions."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for number in range(STREAMS):
            _stream(data, number)
        lines = STREAMS * LINES
        loop = lines / best_seconds(lambda: _plain_read(data), 1)
        yield Figure("plain json.loads of every line", loop, "lines/s")
        loaded = lines / best_seconds(lambda: load_journals(data), 1)
        yield Figure("load and publish", loaded, "lines/s", loop, "plain json.loads")
        yield Figure("archive", (data / PUBLISHED).stat().st_size / lines * 1e6 / 2**20, "MB/M lines")
        yield Figure("load with nothing new", 1000 * best_seconds(lambda: load_journals(data)), "ms")
        with connect(data) as archive:
            yield Figure("refresh", 1000 * best_seconds(archive.refresh), "ms")
            for name, sql in _QUESTIONS.items():
                yield Figure(name, 1000 * best_seconds(lambda s=sql: _ask(archive, s)), "ms")  # type: ignore[misc]


def _stream(data: Path, number: int) -> None:
    session = f"202603{number + 1:02d}T193000Z-bench"
    header = Header("bench", session, Origin.LIVE, "bench")
    with Journal.open(
        journal_path(data / "journal", session), header, group_seconds=REHEARSAL_GROUP_SECONDS
    ) as journal:
        journal.append([SessionStarted(START, session, "bench", Origin.LIVE), *chat(LINES)])


def _plain_read(data: Path) -> None:
    for path in (data / "journal").iterdir():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                json.loads(line)


def _ask(archive: Archive, sql: str) -> None:
    archive.query(sql)
