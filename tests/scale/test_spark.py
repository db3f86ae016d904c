"""Spark answers as DuckDB does, and what it lacks is told in one line."""

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.scale.spark import _has_java, _is_here, _must_answer, _must_be_worked_for, open_spark
from tests.scale.comparing import compared, exported

MILLIONS = 5


@pytest.fixture
def _spark() -> None:
    pytest.importorskip("sqlglot", reason="sqlglot comes with the extra `scale`")
    pytest.importorskip("pyspark", reason="PySpark comes with the extra `scale`")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none here")


@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.timeout(300)
def test_every_analysis_answers_alike_on_both_engines(tmp_path: Path) -> None:
    folder = exported(tmp_path, streams=6, lines=300)
    shutil.rmtree(folder / "raids")  # as where no stream had any
    for answer in compared(folder, "local[2]"):
        assert (answer.name, answer.spark) == (answer.name, answer.duckdb)


@pytest.mark.spark
@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.timeout(3600)
def test_five_million_lines_are_counted_alike_by_two_executors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exported(tmp_path, streams=100, lines=MILLIONS * 10_500)
    for answer in compared(folder, "local-cluster[2,1,1024]"):
        with capsys.disabled():
            print(  # noqa: T201  the times of both are what it is run for
                f"{answer.name:<16} {len(answer.duckdb):>9,} rows, DuckDB {answer.duckdb_seconds:7.2f} s, "
                f"Spark {answer.spark_seconds:7.2f} s"
            )
        assert (answer.name, answer.spark) == (answer.name, answer.duckdb)
        assert answer.duckdb, f"{answer.name} has no rows, which shows nothing"


def test_the_missing_extra_is_named_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UserError, match=r"^Spark needs the extra `scale`: in the clone, pip install"):
        open_spark(tmp_path, {}, ())


@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("ignore")
def test_missing_java_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UserError, match=r"^JAVA_HOME names .*, which holds no Java; name the folder"):
        open_spark(tmp_path, {}, ())
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        UserError, match=r"^Spark needs Java 17 or later, and there is none on this machine; install"
    ):
        open_spark(tmp_path, {}, ())


def test_a_java_is_looked_for_where_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "jdk" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _has_java(str(tmp_path / "jdk"))
    assert not _has_java(str(tmp_path))
    assert not _has_java(None)
    monkeypatch.setenv("PATH", str(java.parent))
    assert _has_java(None)


def test_a_master_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(
        UserError, match=r"^Nothing answers at spark://127\.0\.0\.1:1; is the cluster's master"
    ):
        _must_answer("spark://127.0.0.1:1")
    with pytest.raises(UserError, match="Nothing answers"):
        _must_answer("spark://127.0.0.1:port")
    _must_answer("local[*]")


@pytest.fixture
def listening() -> Iterator[int]:
    """Return the port of something on this machine that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_of_several_masters_one_that_answers_suffices(listening: int) -> None:
    _must_answer(f"spark://127.0.0.1:1,127.0.0.1:{listening}")
    with pytest.raises(UserError, match="Nothing answers at spark://127"):
        _must_answer("spark://127.0.0.1:1,127.0.0.1:70000")


def test_a_cluster_without_workers_is_told_after_a_minute() -> None:
    waited: list[float] = []
    with pytest.raises(UserError, match=r"^No worker of spark://m:7077 took part within a minute\. Its web"):
        _must_be_worked_for("spark://m:7077", lambda: 0, lambda: sum(waited), waited.append)
    assert 60 <= sum(waited) <= 61


def test_a_worker_that_comes_late_is_waited_for() -> None:
    waited: list[float] = []
    _must_be_worked_for("spark://m:7077", lambda: len(waited) // 9, lambda: sum(waited), waited.append)
    assert len(waited) == 9


@pytest.mark.parametrize(
    ("master", "is_here"),
    [
        ("local[*]", True),
        ("local-cluster[2,1,1024]", True),
        ("spark://127.0.0.1:7077", True),
        ("spark://localhost", True),
        ("spark://localbox:7077", False),
        ("spark://127.0.0.1:7077,far:7077", False),
        ("k8s://https://localhost:6443", False),
    ],
)
def test_only_where_all_of_it_runs_here_spark_keeps_to_the_loopback(master: str, is_here: bool) -> None:  # noqa: FBT001
    assert _is_here(master) == is_here
