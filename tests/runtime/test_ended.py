"""Which journals a removal belongs to that came after the stream."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from chronicler.archive.journal.folder import is_finished, unfinished_session
from chronicler.archive.journal.writing import Header, Journal, journal_path, off_air_path, read_journal
from chronicler.domain.events import (
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    SessionEnded,
    SessionStarted,
)
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime.live.ended import EndedSessions, Removal
from tests.fakes import START, after, message

HOUR = 3600
DAY = 24 * HOUR


def lines(*said: tuple[float, str]) -> list[Event]:
    return [MessageReceived(after(s), message(s, login, "the sea, again")) for s, login in said]


def keep(
    folder: Path, begins: float, said: Sequence[Event], ends: float | None, channel: str = "lantern"
) -> Path:
    """Write the journal of a session and return where it stands."""
    session_id = make_session_id(after(begins), channel)
    path = journal_path(folder, session_id)
    started = SessionStarted(after(begins), session_id, channel, Origin.LIVE)
    ended = () if ends is None else (SessionEnded(after(ends), "offline"),)
    with Journal.open(path, Header("0", session_id, Origin.LIVE, channel)) as journal:
        journal.append([started, *said, *ended])
    return path


def tail(path: Path) -> list[Event]:
    """Return what stands behind a session's end."""
    events = [event for _, event in read_journal(path)]
    end = next((n for n, e in enumerate(events) if isinstance(e, SessionEnded)), len(events))
    return events[end + 1 :]


@pytest.fixture
def ended(tmp_path: Path) -> EndedSessions:
    return EndedSessions(tmp_path, "lantern")


def test_a_removed_line_goes_to_the_stream_that_holds_it_behind_its_end(
    tmp_path: Path, ended: EndedSessions
) -> None:
    first = keep(tmp_path, 0, lines((5, "maren")), HOUR)
    second = keep(tmp_path, 2 * HOUR, lines((2 * HOUR + 5, "maren")), 3 * HOUR)
    deleted = MessageDeleted(after(4 * HOUR), "maren-5")
    assert ended.take([deleted]) == {first: [deleted]}
    assert (tail(first), tail(second)) == ([deleted], [])
    assert is_finished(first)
    assert unfinished_session(tmp_path) is None


def test_a_ban_goes_to_every_stream_of_the_last_day_with_lines_of_theirs(
    tmp_path: Path, ended: EndedSessions
) -> None:
    old = keep(tmp_path, -30 * HOUR, lines((-30 * HOUR + 5, "maren")), -25 * HOUR)
    first = keep(tmp_path, -10 * HOUR, lines((-10 * HOUR + 5, "maren")), -8 * HOUR)
    second = keep(tmp_path, 0, lines((5, "maren"), (6, "joost")), HOUR)
    without = keep(tmp_path, 2 * HOUR, lines((2 * HOUR + 5, "joost")), 3 * HOUR)
    other = keep(tmp_path, 1, lines((5, "maren")), HOUR, "elsewhere")
    running = keep(tmp_path, 4 * HOUR, lines((4 * HOUR + 5, "maren")), None)
    banned = ChatterCleared(after(5 * HOUR), "maren")
    assert set(ended.take([banned])) == {first, second}
    assert [tail(path) for path in (first, second)] == [[banned], [banned]]
    assert [tail(path) for path in (old, without, other, running)] == [[]] * 4


def test_a_removal_is_added_once(tmp_path: Path, ended: EndedSessions) -> None:
    path = keep(tmp_path, 0, lines((5, "maren"), (6, "joost")), HOUR)
    removals: list[Removal] = [
        MessageDeleted(after(2 * HOUR), "joost-6"),
        ChatterCleared(after(2 * HOUR), "maren"),
    ]
    ended.take([*removals, *removals])
    assert ended.take(removals) == {}
    assert tail(path) == removals


def test_what_nobody_wrote_is_added_nowhere(tmp_path: Path, ended: EndedSessions) -> None:
    path = keep(tmp_path, 0, lines((5, "maren")), HOUR)
    late = after(2 * HOUR)
    assert (
        ended.take([MessageDeleted(late, "ida-9"), MessageDeleted(late, "maren"), ChatterCleared(late, "")])
        == {}
    )
    assert tail(path) == []


def test_a_line_that_went_during_the_stream_does_not_go_again(tmp_path: Path, ended: EndedSessions) -> None:
    removed = [MessageDeleted(after(9), "maren-5"), ChatterCleared(after(9), "joost")]
    keep(tmp_path, 0, [*lines((5, "maren"), (6, "joost")), *removed], HOUR)
    assert ended.catch_up(after(2 * HOUR)) == []


def test_a_ban_leaves_what_was_written_after_it(tmp_path: Path, ended: EndedSessions) -> None:
    """A timeout of ten minutes at the start of an evening takes no line of its end."""
    path = keep(tmp_path, 0, [ChatterCleared(after(9), "maren"), *lines((HOUR, "maren"))], 2 * HOUR)
    ended.catch_up(after(3 * HOUR))
    assert tail(path) == []


def test_a_start_catches_up_on_a_removal_that_a_crash_kept_from_its_stream(
    tmp_path: Path, ended: EndedSessions
) -> None:
    path = keep(tmp_path, 0, lines((5, "maren")), HOUR)
    off_air = off_air_path(tmp_path, START)
    deleted = MessageDeleted(after(2 * HOUR), "maren-5")
    with Journal.open(off_air, Header("0", "", Origin.LIVE, "")) as journal:
        journal.append([deleted])
    assert ended.catch_up(after(3 * HOUR)) == [path]
    assert tail(path) == [deleted]
    assert ended.catch_up(after(3 * HOUR)) == [path], "its notes may not be written yet"
    assert ended.catch_up(after(HOUR + DAY)) == []
    assert tail(path) == [deleted]


def test_a_removal_told_with_an_earlier_time_stands_behind_the_end_all_the_same(
    tmp_path: Path, ended: EndedSessions
) -> None:
    path = keep(tmp_path, 0, lines((5, "maren")), HOUR)
    deleted = MessageDeleted(after(HOUR) - timedelta(seconds=1), "maren-5")
    ended.take([deleted])
    assert tail(path) == [MessageDeleted(after(HOUR), "maren-5")]
