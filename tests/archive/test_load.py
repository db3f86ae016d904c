"""Loading brings every event in once, whatever happened to the files in between."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from chronicler.archive import schema
from chronicler.archive.connect import connect
from chronicler.archive.duck import sql_named
from chronicler.archive.journal.writing import Header, Journal
from chronicler.archive.load import PUBLISHED, WORK, load_journals
from chronicler.archive.rebuild import rebuild
from chronicler.domain import codec
from chronicler.domain.actions import MakeClip, MarkStream, SendLine
from chronicler.domain.events import (
    CHAT_CLEARED,
    ActionQueued,
    ChannelNoticed,
    ChatterCleared,
    DeliveryReported,
    DeliveryState,
    MessageDeleted,
    MessageFlagged,
    MessageReceived,
    RaidReceived,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError
from tests.archive.evenings import SESSION, began, journaled, said, whole_evening
from tests.fakes import START, after, message

LATER = "20260307T193000Z-hearth"
READ = "SELECT session_id, journal, seq, text FROM messages ORDER BY ALL"


def asked(data: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what the published file alone says, as any DuckDB would read it."""
    with duckdb.connect(str(data / PUBLISHED), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def texts(data: Path) -> list[object]:
    return [row[3] for row in asked(data, READ)]


# Once, and only once -----------------------------------------------------------------------


def test_everything_journaled_is_loaded_and_published(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    report = load_journals(tmp_path)
    assert (report.journals, report.lines, report.skipped, report.is_published) == (1, 4, 0, True)
    assert report.notes == []
    assert asked(tmp_path, READ) == [
        (SESSION, SESSION, 2, "the tide is at stone 0"),
        (SESSION, SESSION, 3, "the tide is at stone 1"),
        (SESSION, SESSION, 4, "the tide is at stone 2"),
    ]


def test_a_load_with_nothing_new_changes_and_publishes_nothing(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    before = (tmp_path / PUBLISHED).stat()
    report = load_journals(tmp_path)
    assert (report.journals, report.lines, report.is_published) == (0, 0, False)
    assert (tmp_path / PUBLISHED).stat().st_mtime_ns == before.st_mtime_ns


def test_later_loads_bring_in_what_was_appended_since(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    journaled(tmp_path, said(2, start=3))
    assert load_journals(tmp_path).lines == 2
    assert texts(tmp_path) == [f"the tide is at stone {i}" for i in range(5)]


def test_a_folder_without_journals_gives_an_empty_archive(tmp_path: Path) -> None:
    """A glob that matches no file would raise."""
    report = load_journals(tmp_path)
    assert (report.journals, report.is_published) == (0, True)
    assert texts(tmp_path) == []


def test_a_half_written_last_line_is_loaded_once_it_is_whole(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(3)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert load_journals(tmp_path).lines == 3
    path.write_bytes(whole)
    assert load_journals(tmp_path).lines == 1
    assert len(texts(tmp_path)) == 3


def test_lines_that_hold_no_event_are_left_out_and_counted(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(2)])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b'{"seq":9,"kin\n', b"\xff\xfe\n", b"\0\0\n", *lines[2:]]))
    report = load_journals(tmp_path)
    assert (report.lines, report.skipped) == (3, 3)
    assert report.notes == [
        "3 lines of the journals held no event and were left out; one is usual after a crash."
    ]
    assert len(texts(tmp_path)) == 2


def test_a_lone_surrogate_does_not_cost_the_line(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), MessageReceived(START, message(0, "mira", "half a \ud83c wave"))])
    load_journals(tmp_path)
    assert texts(tmp_path) == ["half a \ufffd wave"]


def test_text_arrives_as_it_was_typed(tmp_path: Path) -> None:
    odd = ["'); DROP TABLE message_rows; --", "a\0b", "🌊 «fern» \u202e", '{"seq":1}', '\\u0041 \n\t"', ""]
    journaled(
        tmp_path, [began(), *(MessageReceived(after(i), message(i, "mira", t)) for i, t in enumerate(odd))]
    )
    load_journals(tmp_path)
    assert texts(tmp_path) == odd


@pytest.mark.parametrize("name", ["it's [2026] *all*", "{a,b}", "deep/er", "Ünïcode 🌊", "half [open"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    """To DuckDB, brackets and stars in a path are a pattern of file names."""
    data = tmp_path / name
    journaled(data, [began(), *said(2)])
    load_journals(data)
    with connect(data) as archive:
        assert archive.query("SELECT count(*) FROM messages").rows == ((2,),)


def test_a_question_mark_in_the_path_is_refused_in_plain_words(tmp_path: Path) -> None:
    """DuckDB would put its log into a folder that does not exist."""
    with pytest.raises(ArchiveError, match="Set CHRONICLER_HOME"):
        load_journals(tmp_path / "what now?")


def test_several_journals_load_together_and_progress_is_told(tmp_path: Path) -> None:
    for day in (4, 5, 6):
        session = f"2026030{day}T193000Z-hearth"
        journaled(tmp_path, [began(session_id=session), *said(1)], session)
    told: list[tuple[int, int]] = []
    report = load_journals(tmp_path, lambda done, of: told.append((done, of)))
    assert (report.journals, report.lines) == (3, 6)
    assert told == [(3, 3)]


def test_a_file_in_the_journal_folder_that_is_no_journal_is_named_and_left_out(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    (tmp_path / "journal" / "shopping.ndjson").write_text('{"milk": 2}\n')
    report = load_journals(tmp_path)
    assert len(texts(tmp_path)) == 1
    assert len(report.notes) == 1
    assert "shopping.ndjson" in report.notes[0]
    assert "It is left out." in report.notes[0]


# Journals that were changed behind the archive's back --------------------------------------


def test_a_replaced_journal_is_loaded_again_as_a_whole(tmp_path: Path) -> None:
    """Rehearsing the same log again replaces the session, also with a shorter journal."""
    path = journaled(tmp_path, [began(Origin.REHEARSAL), *said(5)], origin=Origin.REHEARSAL)
    load_journals(tmp_path)
    path.unlink()
    journaled(tmp_path, [began(Origin.REHEARSAL), *said(2, start=7)], origin=Origin.REHEARSAL)
    load_journals(tmp_path)
    assert texts(tmp_path) == ["the tide is at stone 7", "the tide is at stone 8"]


def test_a_journal_rewritten_in_place_with_the_same_length_is_noticed(tmp_path: Path) -> None:
    path = journaled(tmp_path, [began(), *said(2)])
    load_journals(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"stone 0", b"shell 0"))
    load_journals(tmp_path)
    assert texts(tmp_path) == ["the tide is at shell 0", "the tide is at stone 1"]


def test_a_number_given_again_after_a_power_cut_is_not_taken_for_loaded(tmp_path: Path) -> None:
    """Lines that were loaded but never reached the disk are gone; their numbers are used again."""
    path = journaled(tmp_path, [began(), *said(3)])
    load_journals(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]))
    journaled(tmp_path, said(3, start=20))
    load_journals(tmp_path)
    assert texts(tmp_path) == [f"the tide is at stone {i}" for i in (0, 20, 21, 22)]


def test_rebuilding_gives_the_same_rows(tmp_path: Path) -> None:
    journaled(tmp_path, whole_evening())
    load_journals(tmp_path)
    before = asked(tmp_path, READ), asked(tmp_path, "SELECT * FROM events ORDER BY ALL")
    assert rebuild(tmp_path).report.is_published
    assert (asked(tmp_path, READ), asked(tmp_path, "SELECT * FROM events ORDER BY ALL")) == before


# Removed words -----------------------------------------------------------------------------


def test_a_deleted_line_loses_its_text_in_whichever_load_the_deletion_comes(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2), MessageDeleted(after(30), "mira-0")])
    load_journals(tmp_path)
    assert texts(tmp_path) == ["", "the tide is at stone 1"]
    journaled(tmp_path, [MessageDeleted(after(40), "osric-10")])
    load_journals(tmp_path)
    assert texts(tmp_path) == ["", ""]
    assert asked(tmp_path, "SELECT count(*) FROM messages WHERE is_removed") == [(2,)]


def test_a_cleared_chatter_loses_all_lines_before_but_none_after(tmp_path: Path) -> None:
    again = MessageReceived(after(90), message(90, "mira", "sorry about that"))
    journaled(tmp_path, [began(), *said(5), ChatterCleared(after(80), "mira"), again])
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT seq, text FROM messages WHERE login = 'mira' ORDER BY seq") == [
        (2, ""),
        (6, ""),
        (8, "sorry about that"),
    ]


def test_a_removed_line_takes_the_evidence_quoted_from_it_along(tmp_path: Path) -> None:
    flag = MessageFlagged(after(1), "mira-0", "likely", ("stone 0",))
    journaled(tmp_path, [began(), *said(1), flag, MessageDeleted(after(30), "mira-0")])
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT evidence FROM flags") == [([],)]


def test_a_line_of_ours_that_was_taken_back_keeps_its_place_and_loses_its_words(tmp_path: Path) -> None:
    line = SendLine("line-1", "how dark is the stair?", "hearthkeeper", "kindling")
    echo = message(2, "hearth_steward", line.text, is_own=True, message_id="m-1")
    journaled(
        tmp_path,
        [
            began(),
            ActionQueued(after(1), line),
            MessageReceived(after(2), echo),
            DeliveryReported(after(2), "line-1", DeliveryState.SENT, message_id="m-1"),
        ],
    )
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT text FROM prompts") == [(line.text,)]
    journaled(tmp_path, [MessageDeleted(after(30), "m-1")])
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT state, text FROM prompts") == [("sent", "")]


def test_words_given_with_a_command_are_not_copied_into_the_archive(tmp_path: Path) -> None:
    """They stand in their chat line there, with which they go."""
    clip = ActionQueued(after(1), MakeClip("clip-mira-0", "a hoax", "mira"))
    mark = ActionQueued(after(2), MarkStream("mark-mira-0", "a hoax", "mira"))
    journaled(tmp_path, [began(), *said(1), clip, mark])
    load_journals(tmp_path)
    kept = [str(row[0]) for row in asked(tmp_path, "SELECT data FROM events WHERE type = 'action_queued'")]
    assert len(kept) == 2
    assert all("mira-0" in each and "hoax" not in each for each in kept)


def test_neither_drafting_notes_nor_saved_notes_are_copied_into_the_archive(tmp_path: Path) -> None:
    """They may quote lines that are removed later; the journal has them where they are needed."""
    journaled(tmp_path, whole_evening())
    load_journals(tmp_path)
    [(held,)] = asked(tmp_path, "SELECT string_agg(CAST(data AS VARCHAR), '') FROM events")
    assert "stone 3" not in str(held)
    assert "the whole note" not in str(held)


# Files that are locked, damaged or newer ---------------------------------------------------

HOLDER = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_an_archive_held_open_elsewhere_says_by_whom(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(1)])
    load_journals(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path / WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        journaled(tmp_path, said(1, start=1))
        with pytest.raises(ArchiveError, match=rf"PID {holder.pid}.*Close that program"):
            load_journals(tmp_path)
        holder.communicate(b"")
    assert load_journals(tmp_path).lines == 1


@pytest.mark.skipif(os.name == "nt", reason="the lock is taken with fcntl here")
def test_only_one_process_loads_at_a_time(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from chronicler.archive.publish import only_loader\n"
        "with only_loader(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as loader:
        assert loader.stdout is not None
        assert loader.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveError, match="Another Chronicler is loading"):
            load_journals(tmp_path)
        loader.communicate(b"")
    load_journals(tmp_path)


def with_a_log_left_behind(data: Path) -> Path:
    """Leave the work file as a crash does: rows committed, but standing in the log only."""
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])\n"
        "c.execute(\"SET checkpoint_threshold = '1GB'\")\n"
        "c.execute(\"UPDATE message_rows SET text = repeat('wet ink ', 100)\")\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, data / WORK], check=True)
    return data / f"{WORK}.wal"


@pytest.mark.parametrize(
    "damage", ["flipped byte in the log", "not a database", "flipped header", "cut short"]
)
def test_a_damaged_archive_is_set_aside_and_built_anew(tmp_path: Path, damage: str) -> None:
    journaled(tmp_path, [began(), *said(40)])
    load_journals(tmp_path)
    broken = with_a_log_left_behind(tmp_path) if "log" in damage else tmp_path / WORK
    content = bytearray(broken.read_bytes())
    if damage == "not a database":
        content = bytearray(b"milk, bread, candles\n" * 500)
    elif damage == "cut short":
        content = content[:6000]
    else:
        content[len(content) // 2 if "log" in damage else 10] ^= 0x55
    broken.write_bytes(content)
    journaled(tmp_path, said(1, start=40))
    report = load_journals(tmp_path)
    assert report.lines == 42
    assert "nothing is lost" in report.notes[0]
    assert (tmp_path / "work.duckdb.damaged").exists()
    assert texts(tmp_path) == [f"the tide is at stone {i}" for i in range(41)]
    assert load_journals(tmp_path).notes == []


def test_a_newer_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    load_journals(tmp_path)
    with duckdb.connect(str(tmp_path / WORK)) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, '9999_from_the_future')")
    before = (tmp_path / WORK).read_bytes()
    with pytest.raises(ArchiveError, match="written by a newer Chronicler"):
        load_journals(tmp_path)
    assert (tmp_path / WORK).read_bytes() == before


def test_a_kill_9_while_loading_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Rows and mark are one transaction: whenever the loader dies, the next load completes it."""
    journaled(tmp_path, [began(), *said(300)])
    script = (
        "import os, sys, threading; from pathlib import Path\n"
        "from chronicler.archive.load import load_journals\n"
        "threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), 9)).start()\n"
        "load_journals(Path(sys.argv[1])); os._exit(0)"
    )
    for number, seconds in enumerate(("0.02", "0.05", "0.1"), 1):
        subprocess.run([sys.executable, "-c", script, tmp_path, seconds], check=False)
        journaled(tmp_path, said(10, start=300 + 10 * number))
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT count(*), count(DISTINCT seq) FROM messages") == [(330, 330)]


def test_where_the_published_file_cannot_be_replaced_the_next_load_tries_again(tmp_path: Path) -> None:
    """On Windows a file that a reader holds open cannot be replaced."""
    journaled(tmp_path, [began(), *said(1)])
    (tmp_path / PUBLISHED).mkdir()
    report = load_journals(tmp_path)
    assert not report.is_published
    assert "The next load tries again" in report.notes[0]
    (tmp_path / PUBLISHED).rmdir()
    assert load_journals(tmp_path).is_published
    assert len(texts(tmp_path)) == 1


def test_a_journal_that_memory_does_not_suffice_for_is_named_and_costs_itself_alone(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(3)])
    large = [message(float(n), "n" * 1_000_000, "a", display_name="N" * 1_000_000) for n in range(20)]
    heard = [MessageReceived(m.at, replace(m, message_id=str(n))) for n, m in enumerate(large)]
    guilty = journaled(tmp_path, [began(session_id=LATER), *heard], LATER)
    report = load_journals(tmp_path)
    assert len(texts(tmp_path)) == 3
    [note] = report.notes
    assert str(guilty) in note
    assert "--again" in note
    with connect(tmp_path) as archive:
        assert archive.notes == (note,)
        assert archive.query("SELECT count(*) FROM messages").rows == ((3,),)


@pytest.mark.parametrize(
    ("event", "view", "column"),
    [
        (RaidReceived(after(5), "moth", 99999999999999999999999), "raids", "viewers"),
        (ChannelNoticed(after(5), "sub_gift", "moth", amount=99999999999999999999999), "notices", "amount"),
    ],
)
def test_a_number_that_fits_nowhere_costs_no_view(
    tmp_path: Path, event: RaidReceived | ChannelNoticed, view: str, column: str
) -> None:
    journaled(tmp_path, [began(), event])
    load_journals(tmp_path)
    assert asked(tmp_path, f"SELECT coalesce({column}, 0) FROM {view}") == [(0,)]  # noqa: S608 our own names


# Schema ------------------------------------------------------------------------------------


def test_migrations_are_numbered_without_gap() -> None:
    assert [number for number, _, _ in schema.migrations()] == list(range(1, schema.newest_version() + 1))


def test_the_statements_know_the_journals_own_names() -> None:
    """A renamed event must not silently vanish from the archive's views."""
    statements = "".join(sql_named(name) for name in ("views", "event_rows", "message_rows", "tombstones"))
    named = set(re.findall(r"'([a-z]+(?:_[a-z]+)+)'", statements))
    known = {CHAT_CLEARED} | set(codec.EVENT_TYPES) | set(codec.ACTION_TYPES)
    assert named <= known


def test_an_older_archive_is_brought_up_to_date_by_the_next_load(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *said(2)])
    with duckdb.connect(str(tmp_path / WORK)) as connection:
        connection.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT max(number) FROM migrations") == [(schema.newest_version(),)]
    assert len(texts(tmp_path)) == 2


def test_views_that_an_older_program_made_are_made_again(tmp_path: Path) -> None:
    load_journals(tmp_path)
    with duckdb.connect(str(tmp_path / WORK)) as connection:
        connection.execute(
            "CREATE OR REPLACE VIEW sessions AS SELECT 1 AS old; COMMENT ON VIEW messages IS 'old'"
        )
    journaled(tmp_path, [began()])
    load_journals(tmp_path)
    assert asked(tmp_path, "SELECT session_id FROM sessions") == [(SESSION,)]


def test_ticks_stay_in_the_journal(tmp_path: Path) -> None:
    journaled(tmp_path, [began(), *(Ticked(after(i)) for i in range(50))])
    assert load_journals(tmp_path).lines == 51
    assert asked(tmp_path, "SELECT count(*) FROM events") == [(1,)]


def test_a_copied_data_folder_is_an_archive_of_its_own(tmp_path: Path) -> None:
    journaled(tmp_path / "a", [began(), *said(2)])
    load_journals(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    header = Header("1.0", SESSION, Origin.LIVE, "hearth")
    with Journal.open(tmp_path / "b" / "journal" / f"{SESSION}.ndjson", header) as journal:
        journal.append(said(1, start=2))
    load_journals(tmp_path / "b")
    assert (len(texts(tmp_path / "a")), len(texts(tmp_path / "b"))) == (2, 3)
