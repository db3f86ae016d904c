"""A journal whose first line is damaged goes on with every other line it holds."""

from pathlib import Path

import pytest

from chronicler.archive.journal.folder import all_journals
from chronicler.archive.journal.header_mending import mend_headers
from chronicler.archive.journal.lines import encode_header
from chronicler.archive.journal.writing import Header, Journal, journal_path, off_air_path, read_journal
from chronicler.domain.events import Event, MessageReceived, SessionEnded, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.errors import ArchiveError
from tests.fakes import START, after, message

SESSION = make_session_id(START, "lantern")
BEGUN = SessionStarted(START, SESSION, "lantern", Origin.LIVE)
SAID: list[Event] = [MessageReceived(after(s), message(s, "maren", "the salt " * 20)) for s in range(60)]


def kept(path: Path, *events: Event) -> Path:
    session = path.stem if path.stem == SESSION else ""
    with Journal.open(path, Header("0", session, Origin.LIVE, "lantern" if session else "")) as journal:
        journal.append(events)
    return path


def damage(path: Path, how: str) -> bytes:
    """Spoil the beginning as a bad disk does, and return the bytes."""
    raw = path.read_bytes()
    spoilt = {
        "a flipped byte": b"\0" + raw[1:],
        "a block of zeros": b"\0" * 4096 + raw[4096:],
        "no header at all": raw[raw.index(b"\n") + 1 :],
    }[how]
    path.write_bytes(spoilt)
    return spoilt


@pytest.mark.parametrize("how", ["a flipped byte", "no header at all"])
def test_a_stream_that_is_under_way_is_taken_up_with_all_its_lines(tmp_path: Path, how: str) -> None:
    path = kept(journal_path(tmp_path, SESSION), BEGUN, *SAID)
    spoilt = damage(path, how)
    (told,) = mend_headers(tmp_path, Origin.LIVE)
    assert "written anew" in told
    journal = read_journal(path)
    assert (journal.header.session, journal.header.channel) == (SESSION, "lantern")
    assert [e for _, e in journal] == [BEGUN, *SAID]
    assert path.with_name(f"{path.name}.damaged").read_bytes() == spoilt
    assert list(mend_headers(tmp_path, Origin.LIVE)) == []


def test_what_happened_between_streams_keeps_the_lines_behind_a_block_of_zeros(tmp_path: Path) -> None:
    path = kept(off_air_path(tmp_path, START), *SAID)
    damage(path, "a block of zeros")
    assert len(list(mend_headers(tmp_path, Origin.LIVE))) == 1
    left = [e for _, e in read_journal(path)]
    assert left
    assert left == SAID[-len(left) :]


def test_a_block_of_zeros_with_lines_behind_it_is_no_empty_journal(tmp_path: Path) -> None:
    """It was emptied once: a header cut short by a crash looks the same for four kilobytes."""
    path = kept(off_air_path(tmp_path, START), *SAID)
    spoilt = damage(path, "a block of zeros")
    with pytest.raises(ArchiveError, match="no journal header"):
        Journal.open(path, Header("0", "", Origin.LIVE, ""))
    assert path.read_bytes() == spoilt


def test_a_stream_that_tells_nowhere_whose_it_is_is_put_aside_unless_it_is_over(tmp_path: Path) -> None:
    path = kept(journal_path(tmp_path, SESSION), BEGUN, *SAID)
    damage(path, "a block of zeros")
    (told,) = mend_headers(tmp_path, Origin.LIVE)
    assert "kept as" in told
    assert all_journals(tmp_path) == []

    path = kept(journal_path(tmp_path, SESSION), BEGUN, *SAID, SessionEnded(after(99), "offline"))
    spoilt = damage(path, "a block of zeros")
    assert list(mend_headers(tmp_path, Origin.LIVE)) == []
    assert path.read_bytes() == spoilt


@pytest.mark.parametrize(
    "first",
    [
        encode_header(Header("9", SESSION, Origin.LIVE, "lantern")),
        b'{"journal":99,"program":"9","session":"x"}\n',
        b'{"journal":1,"prog',
        b"",
    ],
    ids=["whole", "of a newer program", "cut short by a crash", "empty"],
)
def test_what_is_not_damaged_is_left_as_it_is(tmp_path: Path, first: bytes) -> None:
    path = journal_path(tmp_path, SESSION)
    path.write_bytes(first)
    assert list(mend_headers(tmp_path, Origin.LIVE)) == []
    assert path.read_bytes() == first
