"""The journal loses nothing it acknowledged, and goes on after whatever happened to it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from chronicler.archive.journal.lines import encode_event
from chronicler.archive.journal.writing import (
    GROUP_SECONDS,
    REHEARSAL_GROUP_SECONDS,
    Header,
    Journal,
    journal_path,
    off_air_path,
    read_journal,
    session_journals,
    unfinished_session,
)
from chronicler.domain.events import DecisionMade, Event, MessageReceived, SessionEnded, Ticked
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from tests.fakes import START, after, message
from tests.limits import files_of_at_most
from tests.waiting import until

SESSION = "20260306T193000Z-hearth"
HEADER = Header("1.0", SESSION, Origin.LIVE, "hearth")
HEADER_LINE = (
    b'{"journal":1,"program":"1.0","session":"20260306T193000Z-hearth","origin":"live","channel":"hearth"}\n'
)


def said(count: int, start: int = 0) -> list[Event]:
    return [
        MessageReceived(after(i), message(i, "mira", f"the tide is at stone {i}"))
        for i in range(start, start + count)
    ]


def written(path: Path, events: Sequence[Event]) -> Path:
    with Journal.open(path, HEADER) as journal:
        journal.append(events)
    return path


def read(path: Path) -> list[tuple[int, Event]]:
    return list(read_journal(path))


def numbered(events: Sequence[Event]) -> list[tuple[int, Event]]:
    return list(enumerate(events, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return journal_path(tmp_path / "journal", SESSION)


# The bytes ---------------------------------------------------------------------------------


def test_a_journal_is_a_header_and_one_line_an_event(path: Path) -> None:
    written(path, [Ticked(START), DecisionMade(after(10), "hearthkeeper", "not_live")])
    assert path.read_bytes() == HEADER_LINE + (
        b'{"seq":1,"kind":"input","type":"ticked","at":"2026-03-06T19:30:00Z","data":{}}\n'
        b'{"seq":2,"kind":"derived","type":"decision_made","at":"2026-03-06T19:30:10Z",'
        b'"data":{"mode":"hearthkeeper","reason":"not_live"}}\n'
    )


def test_text_stands_as_utf_8(path: Path) -> None:
    written(path, [MessageReceived(START, message(0, "mira", "Übers Meer 🌊 «fern»\n\0"))])
    assert "Übers Meer 🌊 «fern»\\n\\u0000".encode() in path.read_bytes()
    assert [(1, MessageReceived(START, message(0, "mira", "Übers Meer 🌊 «fern»\n\0")))] == read(path)


def test_a_lone_surrogate_is_replaced_and_a_pair_is_joined(path: Path) -> None:
    """DuckDB reads a lone surrogate as an empty row, and UTF-8 cannot hold it."""
    written(path, [MessageReceived(START, message(0, "mira", "a\ud83db \ud83c\udf0a"))])
    [(_, event)] = read(path)
    assert isinstance(event, MessageReceived)
    assert event.message.text == "a\ufffdb 🌊"


def test_grouping_for_rehearsals_does_not_change_a_byte(tmp_path: Path) -> None:
    live, rehearsed = tmp_path / "live.ndjson", tmp_path / "rehearsed.ndjson"
    for target, group_seconds in ((live, 0.001), (rehearsed, REHEARSAL_GROUP_SECONDS)):
        with Journal.open(target, HEADER, group_seconds=group_seconds) as journal:
            for event in said(300):
                journal.append([event])
    assert live.read_bytes() == rehearsed.read_bytes()


# Order and durability ----------------------------------------------------------------------


def test_append_returns_the_number_of_the_last_event(path: Path) -> None:
    with Journal.open(path, HEADER) as journal:
        assert journal.append(said(3)) == 3
        assert journal.append([]) == 3
        assert journal.append(said(1)) == 4
        assert journal.last_seq == 4


def test_after_sync_everything_appended_is_in_the_file(path: Path) -> None:
    with Journal.open(path, HEADER, group_seconds=3600) as journal:
        journal.append(said(5))
        journal.sync()
        assert read(path) == numbered(said(5))


def test_a_line_reaches_the_disk_by_itself(path: Path) -> None:
    with Journal.open(path, HEADER) as journal:
        journal.append(said(1))
        until(lambda: path.stat().st_size > len(HEADER_LINE), "the line on disk")
    assert GROUP_SECONDS < 0.25


def test_lines_of_many_threads_are_numbered_without_gap_or_repeat(path: Path) -> None:
    with Journal.open(path, HEADER, group_seconds=0.001) as journal:
        threads = [
            threading.Thread(target=lambda: [journal.append(said(2)) for _ in range(50)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [seq for seq, _ in read(path)] == list(range(1, 401))


def test_a_closed_journal_takes_nothing_more_and_closing_twice_is_harmless(path: Path) -> None:
    journal = Journal.open(path, HEADER)
    journal.close()
    journal.close()
    with pytest.raises(ArchiveError, match="is closed"):
        journal.append(said(1))


# Taking up ---------------------------------------------------------------------------------


def test_a_journal_taken_up_again_goes_on_counting(path: Path) -> None:
    written(path, said(3))
    written(path, said(2, start=3))
    assert read(path) == numbered(said(5))
    assert path.read_bytes().count(b'"journal":1') == 1


def test_a_header_of_another_program_version_stays_as_it_is(path: Path) -> None:
    written(path, said(1))
    Journal.open(path, Header("2.0", SESSION, Origin.LIVE, "hearth")).close()
    assert read_journal(path).header == HEADER


@pytest.mark.parametrize("kept", [1, 20, 60])
def test_the_first_event_after_a_torn_tail_is_not_lost(path: Path, kept: int) -> None:
    """Appending straight after a torn line would glue the next event to it."""
    whole = written(path, said(3)).read_bytes()
    last = whole.rindex(b'{"seq":3')
    path.write_bytes(whole[: last + kept])
    with Journal.open(path, HEADER) as journal:
        after_crash = journal.append(said(1, start=9))
    file = read_journal(path)
    assert list(file) == [*numbered(said(2)), (after_crash, said(1, start=9)[0])]
    assert sum(file.skipped.values()) == 1


def test_a_last_line_that_lacks_only_its_newline_is_an_event(path: Path) -> None:
    whole = written(path, said(3)).read_bytes()
    path.write_bytes(whole.removesuffix(b"\n"))
    assert read(path) == numbered(said(3))
    written(path, said(1, start=3))
    assert read(path) == numbered(said(4))


@pytest.mark.parametrize("left", [b"", HEADER_LINE[:5], HEADER_LINE[:-1][:40], b"\0" * 64])
def test_a_header_cut_short_by_a_crash_is_written_again(path: Path, left: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(left)
    written(path, said(1))
    assert read(path) == numbered(said(1))


def test_numbers_go_on_past_lines_that_a_bad_disk_has_made_unreadable(path: Path) -> None:
    """The archive marks how far it has loaded by number, so none may be given twice."""
    whole = written(path, said(4)).read_bytes()
    third = whole.index(b'{"seq":3')
    path.write_bytes(whole[:third] + whole[third:].replace(b'{"seq"', b"#######"))
    with Journal.open(path, HEADER) as journal:
        assert journal.append(said(1)) == 5


def test_a_journal_of_another_session_is_not_written_to(path: Path) -> None:
    before = written(path, said(1)).read_bytes()
    with pytest.raises(ArchiveError, match="belongs to session '20260306T193000Z-hearth'"):
        Journal.open(path, Header("1.0", "20260307T193000Z-hearth", Origin.LIVE, "hearth"))
    assert path.read_bytes() == before


def test_a_file_that_is_no_journal_is_not_written_to(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("milk, bread, candles")
    with pytest.raises(ArchiveError, match="no journal header"):
        Journal.open(path, HEADER)
    assert path.read_text() == "milk, bread, candles"


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match="make the folder writable"):
        Journal.open(journal_path(tmp_path / "journal", SESSION), HEADER)


# Crashes and a full disk -------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from chronicler.archive.journal.writing import Journal
from tests.archive.test_journal import HEADER, said
journal = Journal.open(Path(sys.argv[1]), HEADER, group_seconds=0.001)
while True:
    last = journal.append(said(7, start=journal.last_seq))
    journal.sync()
    print(last, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_kill_9_loses_no_acknowledged_event(path: Path) -> None:
    """Killed five times over, at different moments, the journal reads 1, 2, 3 … without a gap."""
    for acknowledgements in (1, 4, 2, 9, 3):
        with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(acknowledgements)][-1]
            writer.send_signal(signal.SIGKILL)
        seqs = [seq for seq, _ in read(path)]
        assert seqs[-1] >= acknowledged
        assert len(set(seqs)) == len(seqs)
        # A line torn by the kill keeps its number: at most one is missing a crash.
        assert seqs[-1] - len(seqs) <= 5


def test_a_full_disk_is_reported_and_nothing_is_lost_once_there_is_room(path: Path) -> None:
    with Journal.open(path, HEADER, group_seconds=3600) as journal:
        journal.append(said(100))
        journal.sync()
        with files_of_at_most(path.stat().st_size + 1000):
            journal.append(said(100, start=100))
            with pytest.raises(ArchiveError, match="Free space on that disk"):
                journal.sync()
            assert path.stat().st_size > len(HEADER_LINE), "a part of the group is written"
            journal.append(said(1, start=200))
    assert read(path) == numbered(said(201))


def test_a_failure_in_the_background_is_raised_at_the_next_append(path: Path) -> None:
    with Journal.open(path, HEADER, group_seconds=0.001) as journal:
        with files_of_at_most(path.stat().st_size + 1000):
            journal.append(said(100))
            with pytest.raises(ArchiveError, match="kept in memory"):
                append_until_it_fails(journal)
        assert journal.append(said(1, start=100)) == 101
    assert read(path) == numbered(said(101))


def append_until_it_fails(journal: Journal) -> None:
    began = time.monotonic()
    while time.monotonic() - began < 5:
        journal.append([])


def test_closing_on_a_full_disk_leaves_the_journal_open_for_another_try(path: Path) -> None:
    journal = Journal.open(path, HEADER, group_seconds=3600)
    journal.append(said(100))
    with files_of_at_most(1000), pytest.raises(ArchiveError):
        journal.close()
    journal.close()
    assert read(path) == numbered(said(100))


# Reading -----------------------------------------------------------------------------------


def test_lines_that_are_no_events_are_counted_with_their_reason(path: Path) -> None:
    lines = written(path, said(3)).read_bytes().splitlines(keepends=True)
    foreign = [
        b"\n", b"[1]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n",
        b'{"seq":7,"kind":"input","type":"comet_seen","at":"2026-03-06T19:30:00Z","data":{}}\n',
        b'{"seq":8,"kind":"input","type":"ticked","at":"tonight","data":{}}\n',
    ]  # fmt: skip
    path.write_bytes(b"".join([*lines[:2], *foreign, *lines[2:], lines[3], lines[3][:30]]))
    file = read_journal(path)
    assert list(file) == numbered(said(3))
    assert file.skipped == {
        "unreadable line": 4,
        "unknown event type 'comet_seen'": 1,
        "unusable ticked line": 1,
        "repeated line": 1,
        "half-written last line": 1,
    }
    assert file.last_seq == 3


def test_a_journal_can_be_read_twice(path: Path) -> None:
    file = read_journal(written(path, said(2)))
    assert list(file) == list(file)


def test_a_journal_of_a_newer_format_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(HEADER_LINE.replace(b'"journal":1', b'"journal":2'))
    with pytest.raises(ArchiveError, match=r"newer Chronicler \(journal format 2, this one reads 1\)"):
        read_journal(path)


def test_a_journal_that_is_not_there_says_so(path: Path) -> None:
    with pytest.raises(ArchiveError, match="Check that the file is there"):
        read_journal(path)


# The folder --------------------------------------------------------------------------------


def test_each_session_has_a_file_and_each_month_off_air_another(tmp_path: Path) -> None:
    assert journal_path(tmp_path, SESSION) == tmp_path / "20260306T193000Z-hearth.ndjson"
    assert off_air_path(tmp_path, START) == tmp_path / "off-air-2026-03.ndjson"


def test_session_journals_stand_oldest_first_without_the_months_off_air(tmp_path: Path) -> None:
    names = ["20260306T193000Z-hearth", "20251001T180000Z-hearth", "off-air-2026-03", ".half"]
    for name in names:
        (tmp_path / f"{name}.ndjson").touch()
    (tmp_path / "notes.txt").touch()
    expected = [tmp_path / "20251001T180000Z-hearth.ndjson", tmp_path / "20260306T193000Z-hearth.ndjson"]
    assert expected == session_journals(tmp_path)
    assert session_journals(tmp_path / "nowhere") == []


def test_the_unfinished_session_is_the_newest_that_has_not_ended(tmp_path: Path) -> None:
    ended = SessionEnded(after(60), "offline")
    newest = ["20260306T193000Z-a", "20260305T193000Z-a", "20260304T193000Z-a"]
    for name, events in zip(newest, ([*said(1), ended, *said(1)], said(1), said(1)), strict=True):
        with Journal.open(journal_path(tmp_path, name), Header("1.0", name, Origin.LIVE, "a")) as journal:
            journal.append(events)
    assert unfinished_session(tmp_path) == journal_path(tmp_path, "20260305T193000Z-a")
    written_end = json.dumps('"kind":"input","type":"session_ended","at":')
    assert written_end not in journal_path(tmp_path, newest[1]).read_text()


def test_a_chatter_cannot_end_the_session_by_writing_its_journal_line(path: Path) -> None:
    spoof = '"kind":"input","type":"session_ended","at":"2026-03-06T19:30:00Z"'
    written(path, [MessageReceived(START, message(0, "mira", spoof))])
    assert unfinished_session(path.parent) == path


def test_an_end_far_from_the_last_line_is_still_found(path: Path) -> None:
    written(path, [SessionEnded(START, "offline"), *said(600)])
    assert path.stat().st_size > 64 * 1024
    assert unfinished_session(path.parent) is None


def test_a_line_that_waits_for_the_disk_takes_hardly_more_room_than_it_has_bytes() -> None:
    (event,) = said(1)
    least = 200 * len(encode_event(1, event))
    tracemalloc.start()
    try:
        lines = [encode_event(number, event) for number in range(200)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(lines) == 200
    assert taken < 2 * least
