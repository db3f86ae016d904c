"""Of a Java stack trace, or of a long log, one line is told, and what to do."""

from pathlib import Path

import pytest

from chronicler.errors import ArchiveError
from chronicler.scale.failures import hint, reason, told_plainly

FOLDER = Path("/mnt/chronicle")
NO_FILE = """An error occurred while calling o42.parquet.
: org.apache.spark.SparkException: [FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] Encountered error while reading file x.
If not, please convert it to a valid format. SQLSTATE: KD001
\tat org.apache.spark.sql.Errors$.cannotRead(Errors.scala:1109)
Caused by: org.apache.spark.SparkException: Job aborted
\t... 20 more
Caused by: java.io.FileNotFoundException: File file:/mnt/chronicle/raids/part.parquet does not exist
\t... 32 more
"""
BAD_MASTER = """An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.
: org.apache.spark.SparkException: Could not parse Master URL: 'local[x]'
\tat org.apache.spark.SparkContext$.create(SparkContext.scala:3412)
"""
STOPPED = """An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.
: java.lang.IllegalStateException: Cannot call methods on a stopped SparkContext.
"""
NO_MASTER_LOG = """Setting Spark log level to "ERROR".
26/11/22 05:52:58 ERROR TransportResponseHandler: Still have 1 requests outstanding
26/11/22 05:53:18 ERROR StandaloneSchedulerBackend: Application has been killed. Reason: All masters are unresponsive! Giving up.
"""
NO_JAVA = "[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number."
NEVER_STARTED_LOG = """WARNING: Using incubator modules
Exception in thread "main" org.apache.spark.SparkException: Master must either be yarn or start with spark, k8s, or local
\tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1117)
"""
UNKNOWN_TABLE = (
    "[TABLE_OR_VIEW_NOT_FOUND] The table or view `rafts` cannot be found. SQLSTATE: 42P01\n"
    "'Project [*]\n+- 'UnresolvedRelation [rafts], [], false\n"
)


@pytest.mark.parametrize(
    ("error", "logged", "told"),
    [
        (NO_FILE, "", "File file:/mnt/chronicle/raids/part.parquet does not exist."),
        (BAD_MASTER, 'Setting Spark log level to "ERROR".\n', "Could not parse Master URL: 'local[x]'."),
        (STOPPED, NO_MASTER_LOG, "All masters are unresponsive! Giving up."),
        (NO_JAVA, NEVER_STARTED_LOG, "Master must either be yarn or start with spark, k8s, or local."),
        (NO_JAVA, "/nowhere/bin/java: not found\n", "/nowhere/bin/java: not found."),
        (UNKNOWN_TABLE, "", "The table or view `rafts` cannot be found."),
        ("", "", "it gave no reason."),
    ],
)
def test_one_line_tells_it(error: str, logged: str, told: str) -> None:
    assert reason(error, logged) == told


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (NO_FILE, "at the same path on every machine of the cluster"),
        (": RuntimeException: part.parquet is not a Parquet file", "export --parquet /mnt/chronicle"),
        ("java.lang.OutOfMemoryError: Java heap space", "spark.executor.memory"),
        (BAD_MASTER, "Name one such as spark://host:7077"),
        (NEVER_STARTED_LOG, "Name one such as spark://host:7077"),
        (NO_MASTER_LOG, "no Spark master"),
    ],
)
def test_what_is_met_most_comes_with_what_to_do(told: str, what: str) -> None:
    assert hint(told, FOLDER).startswith(" ")
    assert what in hint(told, FOLDER)


def test_of_what_is_not_known_nothing_is_advised() -> None:
    assert hint(UNKNOWN_TABLE, FOLDER) == ""


def test_what_spark_refuses_is_one_line_with_what_to_do() -> None:
    protocol = pytest.importorskip("py4j.protocol", reason="py4j comes with PySpark, of the extra `scale`")
    with pytest.raises(ArchiveError) as raised, told_plainly(FOLDER):
        raise protocol.Py4JError(NO_FILE)
    assert str(raised.value).startswith("Spark could not answer: File file:/mnt/chronicle/raids/part.parquet")
    assert str(raised.value).endswith("write it again: chronicler archive export --parquet /mnt/chronicle")
    assert "\n" not in str(raised.value)
