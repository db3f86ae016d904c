"""The named analyses answered by DuckDB and by Spark over the same export, side by side."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chronicler.archive.asking.analyses import analysis, names, parameters
from chronicler.archive.connect import connect
from chronicler.archive.export import export_parquet
from chronicler.archive.parquet import open_export
from chronicler.scale.spark import open_spark
from tests.archive.generated import generate

GIVEN: Final[Mapping[str, str | float]] = {
    "channel": "", "least_letters": 5, "least_people": 3, "least_seconds": 1, "least_streams": 2,
    "most": 10, "session_id": "", "theme": "patience", "words": "FERRY 31",
}  # fmt: skip
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One analysis on both engines."""

    name: str
    duckdb: Rows
    spark: Rows
    duckdb_seconds: float
    spark_seconds: float


def given_for(name: str, session_id: str) -> dict[str, str | float]:
    """Return values for an analysis: over all streams, where it can, else over the one named."""
    given = {key: GIVEN[key] for key in parameters(name)}
    is_of_one = "''" not in analysis(name).partition("SELECT")[0]
    return given | ({"session_id": session_id} if "session_id" in given and is_of_one else {})


def exported(folder: Path, *, streams: int, lines: int) -> Path:
    """Generate an archive, export it and return the export's folder."""
    generate(folder / "data", streams=streams, lines=lines)
    with connect(folder / "data") as archive:
        export_parquet(archive, folder / "export", "generated", lambda *_: None)
    return folder / "export"


def compared(export_folder: Path, master: str) -> Iterator[Compared]:
    """Ask every analysis of both engines."""
    with (
        open_export(export_folder) as export,
        open_spark(export_folder, export.schemas, export.filled, master) as spark,
    ):
        last = str(export.query(analysis("sessions")).rows[0][0])
        for name in names():
            given = given_for(name, last)
            expected, first = _timed(lambda n=name, g=given: export.query(analysis(n), g).rows)  # type: ignore[misc]
            found, second = _timed(lambda n=name, g=given: spark.query(analysis(n), g))  # type: ignore[misc]
            yield Compared(name, expected, found, first, second)


def _timed(job: Callable[[], Rows]) -> tuple[Rows, float]:
    began = time.perf_counter()
    rows = job()
    return rows, time.perf_counter() - began
