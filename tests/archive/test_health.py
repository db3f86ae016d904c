"""Whatever is wrong is told, and whatever is right beside it."""

from pathlib import Path

import duckdb

from chronicler.archive.health import Damaged, Held, NotLoaded, look_after
from chronicler.archive.load import PUBLISHED, WORK, load_journals
from chronicler.domain.session import Origin
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.archive.test_traps import long_words, spoil
from tests.fakes import START, after


def test_a_whole_archive_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    journaled(tmp_path, whole_evening())
    load_journals(tmp_path)
    found = look_after(tmp_path)
    assert found.held == [Held("live", 1, 66, START, after(2400))]
    assert (found.journals, found.version, found.is_outdated) == (1, found.newest_version, False)
    assert found.published_bytes == (tmp_path / PUBLISHED).stat().st_size
    wrong = (found.not_loaded, found.damaged, found.half_written, found.unreadable, found.without_journal)
    assert (wrong, found.trouble) == (([], [], [], [], []), "")


def test_origins_are_counted_apart(tmp_path: Path) -> None:
    for day, origin in ((6, Origin.LIVE), (7, Origin.IMPORT), (8, Origin.IMPORT)):
        session = f"2026030{day}T193000Z-hearth"
        journaled(tmp_path, [began(origin, session), *said(day)], session, origin)
    found = look_after(tmp_path)
    assert [(h.origin, h.sessions, h.messages) for h in found.held] == [("import", 2, 15), ("live", 1, 6)]


def test_what_is_not_loaded_yet_is_counted(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    journaled(tmp_path, said(4, start=3))
    found = look_after(tmp_path)
    assert found.not_loaded == [NotLoaded(SESSION, 4, is_rewritten=False)]
    assert found.held[0].messages == 7


def with_damaged_lines(data: Path) -> Path:
    path = journaled(data, [began(), *said(4)])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], b'{"seq":9,"kin\n', b"\xff\xfe\n", *lines[3:]]))
    return path


def test_damaged_lines_are_counted_and_named_loaded_or_not(tmp_path: Path) -> None:
    path = with_damaged_lines(tmp_path)
    expected = [Damaged(SESSION, 2, (4, 5))]
    assert look_after(tmp_path).damaged == expected
    load_journals(tmp_path)
    assert look_after(tmp_path).damaged == expected
    journaled(tmp_path, said(1, start=9))
    with path.open("ab") as file:
        file.write(b"not a line of ours\n")
    load_journals(tmp_path)
    assert look_after(tmp_path).damaged == [Damaged(SESSION, 3, (4, 5, 10))]


def test_a_half_written_last_line_is_no_damage(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(3)])
    path.write_bytes(path.read_bytes()[:-9])
    found = look_after(tmp_path)
    assert (found.half_written, found.damaged) == ([SESSION], [])


def test_journals_that_are_gone_or_none_are_named(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    (tmp_path / "journal" / f"{SESSION}.ndjson").rename(tmp_path / "journal" / "kept.txt")
    (tmp_path / "journal" / "shopping.ndjson").write_text('{"milk": 2}\n')
    found = look_after(tmp_path)
    assert found.without_journal == [SESSION]
    assert "shopping.ndjson" in found.unreadable[0]


def test_an_empty_folder_and_none_are_no_trouble(tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / "nowhere"):
        found = look_after(data)
        assert (found.journals, found.held, found.trouble, found.is_outdated) == (0, [], "", False)


def test_damage_deep_inside_is_found_and_the_journals_are_told_all_the_same(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *long_words(3000)])
    load_journals(tmp_path)
    for where in (0.3, 0.5, 0.7, 0.9):
        spoil(tmp_path / PUBLISHED, where, keeps_time=True)
    found = look_after(tmp_path)
    assert found.is_damaged
    assert "the journals hold everything" in found.trouble
    assert found.journals == 1
    load_journals(tmp_path, is_thorough=True)
    found = look_after(tmp_path)
    assert (found.trouble, found.is_damaged) == ("", False)
    assert [path.name for path in found.aside] == [f"{PUBLISHED}.damaged"]


def test_a_newer_archive_and_one_held_for_writing_are_told(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    load_journals(tmp_path)
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        assert "held open" in look_after(tmp_path).trouble
        connection.execute("INSERT INTO migrations VALUES (9999, 'from_the_future')")
    assert "newer Chronicler" in look_after(tmp_path).trouble
    assert (tmp_path / WORK).exists()
