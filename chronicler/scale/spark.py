"""A session of Spark over an export, local or on a cluster.

Decides how Spark reads the export (names of folders are text, times are UTC without a zone),
that what Spark logs is kept aside and told only where it fails, and that a master nobody works
for is refused, as Spark would wait without a word. Leaves SQL to ``scale.dialect`` and what a
failure is called to ``scale.failures``.
"""

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from chronicler.errors import ArchiveError, UserError
from chronicler.scale.dialect import MISSING, spark_sql
from chronicler.scale.failures import hint, reason, told_plainly

LOCAL: Final = "local[*]"
Columns = Sequence[tuple[str, str]]
_NO_JAVA: Final = (
    "Spark needs Java 17 or later, and there is none on this machine; install one (on Debian and Ubuntu: "
    "apt install openjdk-17-jre-headless), or name its folder in JAVA_HOME"
)
_ON_THIS_MACHINE: Final = ("127.0.0.1", "localhost")
_NOT_JAVA: Final = (
    "JAVA_HOME names {home}, which holds no Java; name the folder of one of 17 or later, or unset it"
)
_CLUSTER: Final = "spark://"
_PORT: Final = "7077"
_MASTER_SECONDS: Final = 5.0
_WORKER_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.5
_LEAST_PARTITIONS: Final = 8
_SETTINGS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_LOOPBACK: Final = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


class SparkExport:
    """The tables of an export as Spark sees them. Get one from :func:`open_spark`."""

    def __init__(
        self, session: Any, folder: Path, schemas: Mapping[str, Columns], filled: Sequence[str]
    ) -> None:
        """Name every table for the session; one of which there are no files is empty."""
        self._session, self._folder = session, folder
        for table, columns in schemas.items():
            if table in filled:
                frame = session.read.parquet((folder / table).as_uri())
                frame = frame.select(*(name for name, _ in columns))
            else:
                empty = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
                frame = session.sql(spark_sql(f"SELECT {empty} WHERE FALSE"))
            frame.createOrReplaceTempView(table)

    def query(
        self, sql: str, parameters: Mapping[str, str | float] | None = None
    ) -> tuple[tuple[Any, ...], ...]:
        """Return all rows of DuckDB's SQL, times aware UTC.

        Raises:
            UserError: it cannot be put into Spark's words.
            ArchiveError: Spark refused it, or failed.
        """
        with told_plainly(self._folder):
            rows = self._session.sql(spark_sql(sql), args=dict(parameters or {})).collect()
        return tuple(tuple(map(_aware, row)) for row in rows)

    def close(self) -> None:
        """End the session."""
        self._session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_spark(
    folder: Path, schemas: Mapping[str, Columns], filled: Sequence[str], master: str = LOCAL
) -> SparkExport:
    """Begin a session of Spark on ``master`` over an export.

    Every machine of a cluster must see the folder at the same path. ``schemas`` are names and DuckDB
    types of each table's columns, ``filled`` the tables of which there are files.

    Raises:
        UserError: the extra or Java is missing, or nothing answers at that address.
        ArchiveError: Spark does not start, or cannot read the export.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  an extra
    except ImportError as error:
        raise UserError(MISSING) from error
    home = os.environ.get("JAVA_HOME")
    if not _has_java(home):
        raise UserError(_NOT_JAVA.format(home=home) if home else _NO_JAVA)
    _must_answer(master)
    builder = SparkSession.builder.master(master).appName("chronicler stats")
    for key, value in (_SETTINGS | (_LOOPBACK if _is_here(master) else {})).items():
        builder = builder.config(key, value)
    with _logged_aside() as logged:
        try:
            session = builder.getOrCreate()
        except Exception as error:  # the border to Java: whatever it was, it or its log says why
            told = f"{error}\n{logged()}"
            why = f"{reason(str(error), logged())}{hint(told, folder)}"
            raise ArchiveError(f"Spark did not start on {master}: {why}") from error
    with ExitStack() as at_failure:
        at_failure.callback(session.stop)
        if master.startswith(_CLUSTER):
            _must_be_worked_for(master, lambda: _workers(session))
        with told_plainly(folder):
            cores = session.sparkContext.defaultParallelism
            session.conf.set("spark.sql.shuffle.partitions", str(max(_LEAST_PARTITIONS, 2 * cores)))
            opened = SparkExport(session, folder, schemas, filled)
        at_failure.pop_all()
    return opened


def _is_here(master: str) -> bool:
    """Return whether all of Spark runs on this machine, so that nothing needs to reach it from outside."""
    if not master.startswith(_CLUSTER):
        return master.startswith("local")
    return all(host in _ON_THIS_MACHINE for host, _ in _places(master))


def _places(master: str) -> list[tuple[str, str]]:
    """Return host and port of each of a cluster's masters; there may be several, with commas between."""
    named = (each.rpartition(":") for each in master.removeprefix(_CLUSTER).split(","))
    return [(host, port) if host else (port, _PORT) for host, _, port in named]


def _has_java(home: str | None) -> bool:
    """Return whether there is a Java: the one in the folder that is named, else any that is found."""
    return bool(shutil.which("java", path=str(Path(home, "bin")))) if home else bool(shutil.which("java"))


def _must_answer(master: str) -> None:
    """Refuse masters of which none listens; Spark itself would try for a minute."""
    if master.startswith(_CLUSTER) and not any(_listens(*place) for place in _places(master)):
        raise UserError(f"Nothing answers at {master}; is the cluster's master running, and its port right?")


def _listens(host: str, port: str) -> bool:
    try:
        socket.create_connection((host, int(port)), timeout=_MASTER_SECONDS).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _must_be_worked_for(
    master: str,
    workers: Callable[[], int],
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Wait until a worker takes part; refuse a cluster where none does, as Spark would wait for ever."""
    until = clock() + _WORKER_SECONDS
    while not workers():
        if clock() > until:
            raise UserError(
                f"No worker of {master} took part within a minute. Its web page lists the workers: is one "
                "running, with a core and 1 GB of memory that no other application holds, and can it reach "
                "this machine?"
            )
        wait(_LOOK_SECONDS)


def _workers(session: Any) -> int:
    """Return how many executors a cluster runs for a session; the session itself is one in Spark's count."""
    return int(session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1  # noqa: SLF001  not in Python's


@contextmanager
def _logged_aside() -> Iterator[Callable[[], str]]:
    """Let what is started meanwhile log into a file of its own for good; hand out what reads it."""
    with tempfile.TemporaryFile() as log:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(log.fileno(), 2)
        try:
            yield lambda: _read(log)
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _read(log: Any) -> str:
    log.seek(0)
    return str(log.read().decode("utf-8", "replace"))


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
