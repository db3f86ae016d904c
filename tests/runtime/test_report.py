"""Reports stand in the vault as notes with their figures, the same bytes however often they are run."""

import re
from pathlib import Path

import pytest

from chronicler.charts.alternative import words_of
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.house import House
from chronicler.runtime.reports.report import write_all_reports, write_report
from chronicler.runtime.setting_up import init_vault
from chronicler.vault.location import find_vault
from tests.archive.evenings import SESSION, journaled, whole_evening

pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")
REPORT = "Chronicler/Reports/2026-03-06 1930 Report.md"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    home = tmp_path / "home"
    monkeypatch.setenv("CHRONICLER_HOME", str(home))
    init_vault(tmp_path / "vault", "Chronicler", home, dry_run=False)
    vault = find_vault(tmp_path / "vault", {}, tmp_path, home)
    journaled(vault.data, whole_evening())
    return House(vault, Origin.LIVE, {"timezone": "UTC", "embedder": "none"})


def files(house: House) -> dict[str, bytes]:
    reports = house.vault.root / "Chronicler/Reports"
    return {str(p.relative_to(house.vault.root)): p.read_bytes() for p in reports.rglob("*") if p.is_file()}


def nothing(_done: int, _of: int, _now: str) -> None:
    """Tell nobody."""


def test_a_report_embeds_every_figure_and_says_what_it_shows(house: House) -> None:
    done = write_report(house, None)
    assert done.notes == [REPORT]
    note = files(house)[REPORT].decode()
    assert all(f"![[{figure}|" in note for figure in done.figures)
    for figure in done.figures:
        embedded = note.partition(f"![[{figure}|")[2].partition("]]")[0]
        assert embedded == words_of(files(house)[figure]), "page and picture say the same"
        assert re.search(r": (?:no|\d)", embedded), "it tells numbers, not only a heading"
    assert "## Talk over time" in note
    assert "5 people wrote 65 lines" in note
    assert "## My notes" in note


def test_a_picture_that_was_deleted_is_drawn_again_for_whoever_asks_for_the_report(house: House) -> None:
    done = write_report(house, None)
    for path in (*done.figures, *done.notes):
        (house.vault.root / path).unlink()
    again = write_report(house, None)
    assert (again.left, again.figures) == ([], done.figures)


def test_run_again_it_changes_not_a_byte_and_keeps_what_is_the_streamers(house: House) -> None:
    write_report(house, SESSION)
    note = house.vault.root / REPORT
    note.write_text(note.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    before = files(house)
    assert write_all_reports(house, nothing).left == []
    assert {path: files(house)[path] for path in before} == before


def test_all_means_every_stream_and_then_all_of_them_together(house: House) -> None:
    later = "20260307T193000Z-hearth"
    evening = whole_evening(session_id=later)
    journaled(house.data, evening, later)
    seen: list[str] = []
    done = write_all_reports(house, lambda _done, _of, now: seen.append(now))
    assert seen[:2] == [SESSION, later]
    assert len([path for path in done.notes if path.endswith("Report.md")]) == 2


def test_without_a_stream_it_says_what_to_do(house: House) -> None:
    for journal in house.journals.iterdir():
        journal.unlink()
    with pytest.raises(UserError, match="No stream has been kept in this vault yet"):
        write_all_reports(house, nothing)
