"""A rebuild replaces the archive by what the journals say, and names what they no longer say."""

from pathlib import Path

from chronicler.archive.connect import connect
from chronicler.archive.files import BEFORE
from chronicler.archive.load import PUBLISHED, WORK, load_journals
from chronicler.archive.rebuild import rebuild
from tests.archive.evenings import SESSION, began, journaled, said
from tests.archive.test_load import READ, asked

LATER = "20260307T193000Z-hearth"


def test_a_rebuild_says_how_much_there_was_and_is(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    before = (tmp_path / PUBLISHED).read_bytes()
    journaled(tmp_path, said(2, start=3))
    told: list[tuple[int, int]] = []
    done = rebuild(tmp_path, lambda now, of: told.append((now, of)))
    assert done.before is not None
    assert (done.before.messages, done.after.messages, done.after.sessions) == (3, 5, 1)
    assert (done.without_journal, done.report.is_published, told) == ((), True, [(1, 1)])
    assert done.aside == tmp_path / BEFORE
    assert (tmp_path / BEFORE).read_bytes() == before


def test_what_has_no_journal_any_more_is_named(tmp_path: Path) -> None:
    """A load keeps it: throwing away is a decision, and a lost file may come back."""
    journaled(tmp_path, [began(), *said(3)])
    journaled(tmp_path, [began(session_id=LATER), *said(2)], LATER).unlink()
    journaled(tmp_path, [began(session_id=LATER), *said(2)], LATER)
    load_journals(tmp_path)
    (tmp_path / "journal" / f"{LATER}.ndjson").unlink()
    load_journals(tmp_path)
    assert len(asked(tmp_path, READ)) == 5
    done = rebuild(tmp_path)
    assert done.without_journal == (LATER,)
    assert len(asked(tmp_path, READ)) == 3


def test_an_archive_put_aside_stays_while_it_alone_holds_a_session(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    lost = journaled(tmp_path, [began(session_id=LATER), *said(2)], LATER)
    load_journals(tmp_path)
    lost.unlink()
    first = rebuild(tmp_path)
    held = (tmp_path / BEFORE).read_bytes()
    second, third = rebuild(tmp_path), rebuild(tmp_path)
    assert first.aside == tmp_path / BEFORE
    assert (tmp_path / BEFORE).read_bytes() == held
    # What holds nothing of its own makes room, so that they do not pile up.
    assert second.aside == third.aside == tmp_path / f"{BEFORE}-2"
    rebuild(tmp_path, keeps_old=False)
    assert not list(tmp_path.glob(f"{BEFORE}*"))


def test_a_journal_removed_on_purpose_leaves_the_archive_with_the_next_load(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    journaled(tmp_path, [began(session_id=LATER), *said(2)], LATER).exists()
    load_journals(tmp_path)
    (tmp_path / "journal" / f"{LATER}.ndjson").unlink()
    assert load_journals(tmp_path, gone=[LATER, "never-there"]).is_published
    assert {row[0] for row in asked(tmp_path, READ)} == {SESSION}
    with connect(tmp_path) as archive:
        assert list(archive.marks) == [SESSION]


def test_nothing_of_the_old_archive_remains_where_that_is_the_point(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    rebuild(tmp_path)
    done = rebuild(tmp_path, keeps_old=False)
    assert done.aside is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [PUBLISHED, "journal", "load.lock", WORK]


def test_a_damaged_archive_is_rebuilt_without_a_count_before(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    (tmp_path / PUBLISHED).write_text("milk, bread, candles")
    (tmp_path / WORK).write_text("milk, bread, candles")
    done = rebuild(tmp_path)
    assert (done.before, done.after.messages) == (None, 3)
    assert len(asked(tmp_path, READ)) == 3
