"""Imports are taken back: by log, by folder or by id, and nothing else is."""

from pathlib import Path

import pytest

from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.export import export_archive, exports_with
from chronicler.runtime.importing.taking_back import take_back
from tests.runtime.imports import held, house_in, imported, log_in

FRIDAY = "20260306T193000Z-lantern"
SATURDAY = "20260307T193000Z-lantern"


def test_a_log_or_an_id_is_taken_back_and_the_rest_stays(tmp_path: Path) -> None:
    house = house_in(tmp_path / "home")
    friday, saturday = log_in(tmp_path / "logs", 6), log_in(tmp_path / "logs", 7)
    imported(house, friday, saturday, notes=True)
    done = take_back(house, [friday])
    assert (done.sessions, [s for s, *_ in held(house)]) == ((FRIDAY,), [SATURDAY])
    assert read_journal(done.aside / f"{FRIDAY}.ndjson").header.origin is Origin.IMPORT
    assert any("Ledgers/" in note for note in done.notes)
    assert all((house.vault.root / note).exists() for note in done.notes)
    assert take_back(house, [Path(SATURDAY)]).sessions == (SATURDAY,)
    assert held(house) == []
    assert len(imported(house, tmp_path / "logs").imported) == 2


def test_exports_that_still_hold_it_are_named_and_no_others(tmp_path: Path) -> None:
    house = house_in(tmp_path / "home")
    friday, saturday = log_in(tmp_path / "logs", 6), log_in(tmp_path / "logs", 7)
    imported(house, friday)
    before, both = tmp_path / "before", tmp_path / "both"
    export_archive(house, before, lambda *_: None)
    imported(house, saturday)
    export_archive(house, both, lambda *_: None)
    done = take_back(house, [saturday])
    assert (done.exports, done.is_all) == ((both.resolve(),), False)
    export_archive(house, both, lambda *_: None)
    assert exports_with(house, done.sessions) == []
    for broken in (before / "sessions").rglob("*.parquet"):
        broken.write_bytes(b"no parquet")
    done = take_back(house, [friday])
    assert set(done.exports) == {before.resolve(), both.resolve()}, "one that cannot be asked may hold it"
    assert done.is_all


def test_a_folder_takes_back_all_its_logs(tmp_path: Path) -> None:
    house = house_in(tmp_path / "home")
    log_in(tmp_path / "logs", 6)
    log_in(tmp_path / "logs", 7)
    imported(house, tmp_path / "logs")
    assert take_back(house, [tmp_path / "logs"]).sessions == (FRIDAY, SATURDAY)


def test_what_was_heard_live_or_never_imported_stays(tmp_path: Path) -> None:
    house = house_in(tmp_path / "home")
    log = log_in(tmp_path / "logs", 6)
    with pytest.raises(UserError, match="nothing of"):
        take_back(house, [log])
    with pytest.raises(UserError, match="neither a log nor"):
        take_back(house, [Path(FRIDAY)])
    imported(house, log)
    journal = journal_path(house.journals, FRIDAY)
    live = journal.read_text("utf-8").replace(f'"{Origin.IMPORT}"', f'"{Origin.LIVE}"')
    journal.write_text(live, "utf-8")
    for named in (log, Path(FRIDAY)):
        with pytest.raises(UserError, match=r"nothing of|only imports"):
            take_back(house, [named])
    assert journal.read_text("utf-8") == live
