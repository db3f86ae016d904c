"""How long the named questions take over a million messages, beside a plain scan of them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chronicler.analysis.stream_numbers import stream_numbers, totals
from chronicler.archive.asking.analyses import analysis, names
from chronicler.archive.connect import Archive, connect
from chronicler.archive.export import export_parquet
from chronicler.archive.files import PUBLISHED
from chronicler.archive.parquet import ParquetArchive, open_export
from chronicler.runtime.reports.stats import asker
from tests.archive.generated import generate
from tests.bench.figures import Figure, best_seconds
from tests.scale.comparing import given_for

STREAMS: Final = 100
LINES: Final = 10_150
"""Of each stream before some are left out for its silences; a million come of it."""
_SCAN: Final = "SELECT count(*) FROM messages WHERE contains(lower(text), 'ferry 31')"


def run() -> Iterator[Figure]:
    """Measure every question over all streams (those of one stream: over one), stats, and an export."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        million = generate(data, streams=STREAMS, lines=LINES) / 1e6
        yield Figure("messages", 1e6 * million, "lines")
        yield Figure("archive", (data / PUBLISHED).stat().st_size / 2**20 / million, "MB/M lines")
        with connect(data) as archive:
            scan = best_seconds(lambda: archive.query(_SCAN))
            yield Figure("plain scan for a word", scan, "s")
            yield from _questions(archive, scan, "")
            yield Figure("stats --all", best_seconds(lambda: _all(archive), 1), "s", scan, "plain scan")
            last = archive.query(analysis("sessions")).rows[0][0]
            one = best_seconds(lambda: stream_numbers(asker(archive), last, long_silence=900))
            yield Figure("stats of the last stream", one, "s", scan, "plain scan")
            place = Path(folder, "export")
            for name in ("export", "export with nothing new"):
                took = best_seconds(lambda: export_parquet(archive, place, "bench", lambda *_: None), 1)
                yield Figure(name, took, "s", scan, "plain scan")
        size = sum(path.stat().st_size for path in place.rglob("*.parquet"))
        yield Figure("export's files", size / 2**20 / million, "MB/M lines")
        with open_export(place) as export:
            yield from _questions(export, scan, " (parquet)")


def _questions(archive: Archive | ParquetArchive, scan: float, where: str) -> Iterator[Figure]:
    last = archive.query(analysis("sessions")).rows[0][0]
    for name in names():
        given = given_for(name, last)
        took = best_seconds(lambda n=name, g=given: archive.query(analysis(n), g), 2)  # type: ignore[misc]
        yield Figure(f"{name}{where}", took, "s", scan, "plain scan")


def _all(archive: Archive) -> None:
    ask = asker(archive)
    totals(ask, stream_numbers(ask, "", long_silence=900))
