"""How long the named questions take over five million messages on Spark, two executors, against DuckDB.

Needs the extra ``scale`` and Java; without them there is no figure. Stops where rows differ.
"""

import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure
from tests.scale.comparing import compared, exported

STREAMS: Final = 100
LINES: Final = 52_500
MASTER: Final = "local-cluster[2,1,1024]"


def run() -> Iterator[Figure]:
    """Ask every question of both engines and compare their rows."""
    if find_spec("pyspark") is None:
        sys.stderr.write("spark: PySpark is not installed (the extra `scale`)\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        export = exported(Path(folder), streams=STREAMS, lines=LINES)
        for answer in compared(export, MASTER):
            if not answer.duckdb:
                raise SystemExit(f"{answer.name}: no rows, which shows nothing")
            if answer.duckdb != answer.spark:
                raise SystemExit(f"{answer.name}: Spark's rows differ from DuckDB's")
            rows = f"{answer.name} ({len(answer.spark):,} equal rows)"
            yield Figure(rows, answer.spark_seconds, "s", answer.duckdb_seconds, "DuckDB on the same files")
