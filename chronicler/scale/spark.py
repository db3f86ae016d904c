"""A session of Spark over an export, local or on a cluster.

Decides how Spark reads the export (names of folders are text, times are UTC without a zone),
that what Spark logs is kept aside and told only where it fails, and which failure means
what. Leaves SQL to ``scale.dialect``.
"""

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from chronicler.errors import ArchiveError, UserError
from chronicler.scale.dialect import MISSING, spark_sql

LOCAL: Final = "local[*]"
Columns = Sequence[tuple[str, str]]
_NO_JAVA: Final = (
    "Spark needs Java 17 or later, and there is none on this machine; install one (on Debian and Ubuntu: "
    "apt install openjdk-17-jre-headless), or name its folder in JAVA_HOME"
)
_ON_THIS_MACHINE: Final = ("local", "127.0.0.1", "localhost")
_MASTER_SECONDS: Final = 5.0
_TOLD: Final = ("Caused by", "Error", "Exception", "ERROR")
_SETTINGS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
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
        self._session = session
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
        with _plainly():
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
    if not _has_java(os.environ.get("JAVA_HOME")):
        raise UserError(_NO_JAVA)
    _must_answer(master)
    builder = SparkSession.builder.master(master).appName("chronicler stats")
    own = _LOOPBACK if any(near in master for near in _ON_THIS_MACHINE) else {}
    for key, value in (_SETTINGS | own).items():
        builder = builder.config(key, value)
    with _plainly(), _logged_aside() as told:
        try:
            session = builder.getOrCreate()
        except Exception as error:  # the border to Java: whatever it was, its log says why
            raise ArchiveError(f"Spark did not start on {master}: {told() or error}") from error
    with _plainly():
        return SparkExport(session, folder, schemas, filled)


def _has_java(home: str | None) -> bool:
    """Return whether there is a Java: the one in the folder that is named, else any that is found."""
    return bool(shutil.which("java", path=str(Path(home, "bin")))) if home else bool(shutil.which("java"))


def _must_answer(master: str) -> None:
    """Refuse a master at which nothing listens; Spark itself would try for a minute."""
    place = urlsplit(master)
    if place.scheme != "spark":
        return
    try:
        socket.create_connection((place.hostname or "", place.port or 7077), timeout=_MASTER_SECONDS).close()
    except (OSError, ValueError) as error:
        raise UserError(
            f"Nothing answers at {master}; is the cluster's master running, and its port right?"
        ) from error


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn what Spark refuses into one line."""
    from py4j.protocol import Py4JError  # noqa: PLC0415  comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        why = next((line for line in lines if line.startswith("Caused by")), "")
        raise ArchiveError(f"Spark could not answer: {' '.join([*lines[:1], why]).strip()}") from error


@contextmanager
def _logged_aside() -> Iterator[Any]:
    """Let what is started meanwhile log into a file of its own for good; hand out what tells its gist."""
    with tempfile.TemporaryFile() as log:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(log.fileno(), 2)
        try:
            yield lambda: _gist(log)
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _gist(log: Any) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").splitlines()
    telling = [line.strip() for line in lines if any(mark in line for mark in _TOLD)]
    return next(iter([*telling, *lines[-1:]]), "")


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
