"""Of a journal that goes on, only what is new is read."""

import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from chronicler.archive import schema
from chronicler.archive.duck import open_database
from chronicler.archive.load import WORK, load_journals
from chronicler.archive.rows import insert_rows
from chronicler.archive.survey import Stretch, marks_in, survey
from tests.archive.evenings import began, journaled, said

TEXTS = "SELECT text FROM message_rows ORDER BY seq"


def gone_on(data: Path) -> Stretch:
    """Return what is new in a journal of which the beginning is loaded."""
    path = journaled(data, [began(), *said(3)])
    load_journals(data)
    journaled(data, said(2, start=3))
    with closing(open_database(data / WORK)) as archive:
        (stretch,) = survey(path.parent, marks_in(archive, "loaded")).stretches
    return stretch


def texts_of(stretch: Stretch) -> list[object]:
    with closing(open_database()) as archive:
        schema.migrate(archive, 0)
        insert_rows(archive, [stretch])
        return [text for (text,) in archive.execute(TEXTS).fetchall()]


def test_what_was_loaded_before_is_not_read_again(tmp_path: Path) -> None:
    stretch = gone_on(tmp_path)
    with_all_numbers = replace(stretch, after_seq=0)
    assert texts_of(with_all_numbers) == ["the tide is at stone 3", "the tide is at stone 4"]


def test_what_stands_behind_the_stretch_is_not_read_yet(tmp_path: Path) -> None:
    stretch = gone_on(tmp_path)
    journaled(tmp_path, said(2, start=5))
    beyond = replace(stretch, mark=replace(stretch.mark, seq=99))
    assert texts_of(beyond) == ["the tide is at stone 3", "the tide is at stone 4"]


def test_without_room_for_a_piece_the_whole_journal_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretch = gone_on(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert texts_of(stretch) == ["the tide is at stone 3", "the tide is at stone 4"]


def test_no_piece_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stretch = gone_on(tmp_path / "data")
    (tmp_path / "pieces").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "pieces"))
    texts_of(stretch)
    with closing(open_database()) as empty, pytest.raises(duckdb.Error):
        insert_rows(empty, [stretch])  # it has no tables
    assert list((tmp_path / "pieces").iterdir()) == []
