"""The ledger of what the Chronicler costs: releases are compared by ratios, and no machine is named."""

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import ledger
from tests.bench.figures import table
from tests.bench.ledger import Row

PACE = Row("throughput: an evening", 5_000.0, "lines/s", 50_000.0, "json.loads")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger, "KEPT", tmp_path / "ledger.json")
    return tmp_path / "ledger.json"


def test_without_a_release_before_a_row_is_new(kept: Path) -> None:
    assert not kept.exists()
    (figure,) = ledger.figures([PACE])
    assert (figure.baseline, figure.against) == (50_000.0, "json.loads; new")


def test_a_slower_machine_changes_nothing_and_a_slower_release_does(kept: Path) -> None:
    ledger.keep([PACE])
    slower_machine = Row(PACE.what, 1_000.0, "lines/s", 10_000.0, "json.loads")
    slower_release = Row(PACE.what, 2_500.0, "lines/s", 50_000.0, "json.loads")
    same, half = ledger.figures([slower_machine, slower_release])
    assert "; 1.00 × the last release's" in same.against
    assert "; 0.50 × the last release's" in half.against
    assert "(0.05 × 50,000: json.loads; 0.50 × the last release's)" in table("ledger", [half])
    assert kept.read_text(encoding="utf-8").endswith("}\n")


def test_what_is_kept_names_no_machine_and_has_no_row_without_a_reference() -> None:
    told = json.loads(ledger.KEPT.read_text(encoding="utf-8"))
    assert set(told) == {"release", "machine", "rows"}
    assert all(word not in told["machine"] for word in ("/", "@", ".local"))
    kinds = {what.split(":")[0] for what in told["rows"]}
    assert kinds == {"throughput", "latency", "memory", "start-up", "archive"}
    assert all(row["ratio"] > 0 and row["against"] for row in told["rows"].values())


def test_without_a_name_the_ledger_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ledger, "rows", lambda: iter([PACE]))
    assert bench.main([]) == 0
    assert capsys.readouterr().out.startswith("ledger\n  throughput: an evening")


def test_a_name_that_is_no_benchmark_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench.main(["lodger"]) == 2
    assert "there are: adherence," in capsys.readouterr().err
