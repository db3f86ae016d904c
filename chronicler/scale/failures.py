"""Why Spark failed, in a line for people.

Decides which line of a Java stack trace, or of what Spark logged, tells it, and what to do about
the failures that are met most. Leaves to ``scale.spark`` what each becomes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chronicler.errors import ArchiveError

_KIND: Final = re.compile(r"^(?:Caused by: |: |Exception in thread \S+ )*((?:[\w$]+\.)+[\w$]+: )?")
"""What stands before a message: whose it is, and the Java class of it."""
_LOGGED: Final = re.compile(r"^[\d/]+ [\d:]+ ERROR \S+: ")
_CODE: Final = re.compile(r"^\[[A-Z_.]+\] | ?SQLSTATE: \w+$")
_UNREADABLE: Final = ("FileNotFoundException", "AccessDeniedException", "AccessControlException")
_WITHOUT_MEMORY: Final = ("OutOfMemoryError", "heap space", "GC overhead", "exit code 52", "exit code 137")
_NO_MASTER: Final = ("Could not parse Master URL", "Master must either be", "A master URL must be set")
_HINTS: Final = (
    (
        _UNREADABLE,
        (
            "The export must stand at the same path on every machine of the cluster, readable by the account "
            "that Spark runs as; where it does, write it again: chronicler archive export --parquet {folder}"
        ),
    ),
    (
        ("FAILED_READ_FILE", "is not a Parquet file"),
        "Write the export again: chronicler archive export --parquet {folder}",
    ),
    (_WITHOUT_MEMORY, "Give Spark more memory: spark.executor.memory in its spark-defaults.conf."),
    (_NO_MASTER, "Name one such as spark://host:7077, local[2] or local-cluster[2,1,1024]."),
    (("All masters are unresponsive",), "What answers there is no Spark master, or one of another version."),
)
"""Marks of a failure, and what to do about it."""
_NO_JAVA_YET: Final = "JAVA_GATEWAY_EXITED"
_GIVEN_UP: Final = "Application has been killed. Reason: "
_TELLING: Final = ("Caused by", "Error", "Exception", " ERROR ")


@contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turn what Spark refuses over the export in ``folder`` into an :class:`ArchiveError` of one line."""
    from py4j.protocol import Py4JError  # noqa: PLC0415  comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        told = str(error)
        raise ArchiveError(f"Spark could not answer: {reason(told)}{hint(told, folder)}") from error


def reason(error: str, logged: str = "") -> str:
    """Return what tells most in an error's text: the deepest cause, else the first words of Java or PySpark.

    Where Java ended before it could say a word, the first telling line of what was logged; where Spark
    gave a cluster up, why it did.
    """
    if given_up := next((line for line in _lines(logged) if _GIVEN_UP in line), ""):
        return _plain(given_up)
    lines = _lines(error)
    if _NO_JAVA_YET not in error and lines:
        causes = [line for line in lines if line.startswith("Caused by: ")]
        messages = [line for line in lines if line.startswith(": ")]
        return _plain(next(iter([*causes[-1:], *messages, lines[0]])))
    last = _lines(logged)[-1:] or ["it gave no reason"]
    return _plain(next(iter([*filter(_is_telling, _lines(logged)), *last])))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def hint(told: str, folder: Path) -> str:
    """Return what to do about a failure, after a space, or nothing where that is not known."""
    found = next((what for marks, what in _HINTS if any(mark in told for mark in marks)), "")
    return f" {found.format(folder=folder)}" if found else ""


def _is_telling(line: str) -> bool:
    return any(mark in line for mark in _TELLING)


def _plain(line: str) -> str:
    """Return a line without Java's and Spark's own marks, as a sentence."""
    bare = _KIND.sub("", _LOGGED.sub("", line), count=1).removeprefix(_GIVEN_UP)
    bare = _CODE.sub("", bare).strip() or line
    return bare if bare.endswith((".", "!", "?")) else f"{bare}."
