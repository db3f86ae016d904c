"""Spark answers as DuckDB does, and what it lacks is told in one line."""

import shutil
import sys
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.scale.spark import _gist, _has_java, _must_answer, open_spark
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
def test_five_million_lines_are_counted_alike_by_two_executors(tmp_path: Path) -> None:
    folder = exported(tmp_path, streams=100, lines=MILLIONS * 10_500)
    for answer in compared(folder, "local-cluster[2,1,1024]"):
        assert (answer.name, answer.spark) == (answer.name, answer.duckdb)


def test_the_missing_extra_is_named_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UserError, match=r"^Spark needs the extra `scale`: in the clone, pip install"):
        open_spark(tmp_path, {}, ())


@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("ignore")
def test_missing_java_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
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


def test_of_a_long_log_the_telling_line_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for text, gist in (
        ("WARNING: incubator\nException in thread: no room\nat x.y\n", "Exception in thread: no room"),
        ("/nowhere/bin/java: not found\n", "/nowhere/bin/java: not found"),
        ("", ""),
    ):
        log.write_text(text)
        with log.open("rb") as file:
            assert _gist(file) == gist
