"""An import is whole or not at all, knows what is there, and never touches what was live."""

import errno
import gzip
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.archive.connect import connect
from chronicler.archive.journal.writing import Header, Journal, journal_path, read_journal
from chronicler.archive.load import PUBLISHED
from chronicler.domain.events import SessionEnded, SessionStarted
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.importing.folders import HALF
from chronicler.runtime.importing.importing import Wish, import_logs
from chronicler.runtime.lock import hold_lock
from chronicler.runtime.replay import replay
from tests.fakes import START, after
from tests.runtime.imports import SPAM, held, house_in, imported, log_in, undated
from tests.scenarios.evening import at, dashboard, talk, tree
from tests.waiting import until

FIRST, SECOND, THIRD = (f"2026030{day}T193000Z-lantern" for day in (6, 7, 8))


# What an import is -------------------------------------------------------------------------


def test_a_folder_of_logs_becomes_sessions_that_count_as_real_streams(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    for day in (6, 7, 8):
        log_in(tmp_path / "logs" / f"week-{day}", day)
    summary = imported(house, tmp_path / "logs")
    assert [i.look.session_id for i in summary.imported] == [FIRST, SECOND, THIRD]
    assert summary.messages == 57
    assert held(house) == [(s, "import", n) for s, n in ((FIRST, 19), (SECOND, 19), (THIRD, 19))]
    assert Origin.IMPORT.is_real
    assert summary.troubles == []


def test_the_warden_looks_and_the_hearthkeeper_stays_out_of_it(tmp_path: Path) -> None:
    house = house_in(tmp_path, quiet_minutes=5)
    log = log_in(tmp_path, lines=[*talk(30, 90), SPAM, f"{at(3000)} ottoline: !hush 20", *talk(4000, 4100)])
    [done] = imported(house, log).imported
    assert done.flags == 1
    events = [event for _, event in read_journal(journal_path(house.journals, FIRST))]
    names = {type(event).__name__ for event in events}
    assert {"MessageFlagged", "QuietEnded", "HushChanged", "SessionEnded"} <= names
    assert not names & {"ActionQueued", "LineShadowed", "DashboardSaved", "DeliveryReported"}


def test_an_imported_journal_replays_to_the_same_decisions(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    imported(house, log_in(tmp_path))
    assert replay(journal_path(house.journals, FIRST)).differences == ()


def test_the_vault_is_left_alone_unless_notes_are_asked_for(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    board = house.vault.root / "Chronicler/Dashboards/2026-03-06 Dashboard.md"
    board.parent.mkdir(exist_ok=True)
    board.write_text(dashboard(), encoding="utf-8")
    log = log_in(tmp_path)
    before = tree(house.vault.root)
    imported(house, log)
    assert tree(house.vault.root) == before
    summary = imported(house, log, notes=True)
    notes = tree(house.vault.root)
    assert set(notes) - set(before) == set(summary.notes[FIRST])
    assert any("Ledger" in note for note in summary.notes[FIRST])
    assert {path: notes[path] for path in before} == before
    again = imported(house, log, notes=True)
    assert (tree(house.vault.root), set(again.notes[FIRST])) == (notes, set(summary.notes[FIRST]))


def test_two_imports_of_a_log_give_the_same_bytes(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    first, second = house_in(tmp_path / "a"), house_in(tmp_path / "b")
    imported(first, log)
    imported(second, log)
    assert tree(first.journals) == tree(second.journals)


def test_many_processes_give_the_same_journals_as_one(tmp_path: Path) -> None:
    for day in (6, 7, 8):
        log_in(tmp_path / "logs", day)
    one, many = house_in(tmp_path / "one"), house_in(tmp_path / "many")
    told: list[tuple[str, float, float, str]] = []
    imported(one, tmp_path / "logs")
    summary = import_logs(many, Wish((tmp_path / "logs",), jobs=2), lambda *step: told.append(step))
    assert tree(one.journals) == tree(many.journals)
    assert held(one) == held(many)
    assert (summary.messages, [step for step, *_ in told][-1]) == (57, "Loading")


# Again -------------------------------------------------------------------------------------


def test_what_is_there_is_known_by_its_content(tmp_path: Path) -> None:
    """Also under another name, compressed, and in another folder."""
    house = house_in(tmp_path)
    log = log_in(tmp_path / "logs")
    imported(house, log)
    before = tree(house.data)
    with gzip.open(tmp_path / "logs" / "copy.gz", "wb") as copy:
        copy.write(log.read_bytes())
    summary = imported(house, tmp_path / "logs")
    assert [(v.look.log.name, v.already) for v in summary.already] == [
        ("copy.gz", FIRST),
        ("evening-06.stream", FIRST),
    ]
    assert summary.imported == []
    assert tree(house.data) == before


def test_a_channel_that_was_guessed_wrong_is_put_right_and_counts_once(tmp_path: Path) -> None:
    place = tmp_path / "five" / "2026-03-06_19-30-00_2842224097"
    log = undated(place, "chat.tcd", "hello", "is the lamp lit?")
    house = house_in(tmp_path / "home")
    assert [i.look.channel for i in imported(house, log, notes=True).imported] == ["five"]
    own = replace(house, overrides={**house.overrides, "channel": "lantern"})
    [refused] = imported(own, log).refused
    assert "--again" in refused.refused
    moved = imported(own, log, again=True)
    assert [str(session).partition("-")[2] for session, *_ in held(house)] == ["lantern"]
    assert any("Ledgers/" in note for note in moved.left_behind)
    assert [v.already for v in imported(house, log).already] == [moved.imported[0].look.session_id]


def test_another_log_of_the_same_stream_is_refused_unless_it_is_to_take_its_place(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log = log_in(tmp_path)
    imported(house, log)
    log_in(tmp_path, lines=talk(30, 300, 30))
    [refused] = imported(house, log).refused
    assert f"{FIRST} was imported from evening-06.stream; give --again" in refused.refused
    assert held(house) == [(FIRST, "import", 19)]
    assert imported(house, log, again=True).messages == 9
    assert held(house) == [(FIRST, "import", 9)]


def test_of_two_logs_of_one_stream_in_a_run_the_first_is_taken_also_with_again(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log_in(tmp_path / "logs", name="a.stream")
    log_in(tmp_path / "logs", name="b.stream", lines=talk(30, 90))
    for again in (False, True):
        summary = imported(house, tmp_path / "logs", again=again)
        assert [i.look.log.name for i in summary.imported] == ["a.stream"]
        assert [v.look.log.name for v in summary.refused] == ["b.stream"]
        for journal in house.journals.iterdir():
            journal.unlink()


def live_session(folder: Path, begun: str = FIRST) -> Path:
    path = journal_path(folder, begun)
    started = SessionStarted(START, begun, "lantern", Origin.LIVE)
    with Journal.open(path, Header("1", begun, Origin.LIVE, "lantern")) as journal:
        journal.append([started, SessionEnded(after(60), "offline")])
    return path


@pytest.mark.parametrize("again", [False, True])
def test_a_session_that_was_heard_live_is_never_replaced(tmp_path: Path, *, again: bool) -> None:
    house = house_in(tmp_path)
    live = live_session(house.journals)
    before = live.read_bytes()
    [refused] = imported(house, log_in(tmp_path), again=again).refused
    assert "heard live; no import replaces it" in refused.refused
    assert live.read_bytes() == before


def test_a_recording_of_a_stream_heard_live_is_the_same_stream_though_seconds_differ(tmp_path: Path) -> None:
    """Twitch and a recording disagree by seconds about when a stream began."""
    house = house_in(tmp_path)
    live_session(house.journals, "20260306T192955Z-lantern")
    log = log_in(tmp_path)
    [refused] = imported(house, log).refused
    assert "heard live as 20260306T192955Z-lantern; give --again" in refused.refused
    summary = imported(house, log, again=True)
    assert "now counts twice" in summary.wanted[0].warning
    assert [session for session, *_ in held(house)] == ["20260306T192955Z-lantern", FIRST]


def test_a_session_that_began_live_while_the_log_was_read_stays(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log = log_in(tmp_path)

    def begin_live(step: str, done: float, of: float, now: str = "") -> None:
        del done, of, now
        if step == "Importing" and not journal_path(house.journals, FIRST).exists():
            live_session(house.journals)

    summary = import_logs(house, Wish((log,), jobs=1, again=True), begin_live)
    assert "came to be meanwhile" in summary.failed[0].failed
    assert read_journal(journal_path(house.journals, FIRST)).header.origin is Origin.LIVE


# Without a date ----------------------------------------------------------------------------


def test_a_log_without_a_date_is_imported_with_a_warning_and_can_be_dated_later(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log = undated(tmp_path, "chat.txt", "good evening", "the tide is late")
    [done] = imported(house, log, channel="lantern").imported
    assert done.look.session_id == "20000101T000000Z-lantern"
    assert "dated 2000-01-01" in done.warnings[0]
    [known] = imported(house, log, channel="lantern", started_at=START).already
    assert known.already == "20000101T000000Z-lantern"
    imported(house, log, channel="lantern", started_at=START, again=True)
    assert held(house) == [(FIRST, "import", 2)]
    assert [path.stem for path in house.journals.iterdir()] == [FIRST]


def test_two_undated_logs_cannot_be_told_apart_and_the_second_says_so(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    undated(tmp_path / "logs", "a.txt", "one")
    undated(tmp_path / "logs", "b.txt", "two")
    [refused] = imported(house, tmp_path / "logs").refused
    assert "say --started-at" in refused.refused


def test_started_at_belongs_to_one_log(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log_in(tmp_path / "logs", 6)
    log_in(tmp_path / "logs", 7)
    with pytest.raises(UserError, match="belongs to one log, and these are 2"):
        imported(house, tmp_path / "logs", started_at=START)


# Whatever else lies about ------------------------------------------------------------------


def test_other_files_are_named_and_companions_are_not(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    logs = tmp_path / "logs"
    log_in(logs)
    (logs / "vod.json").write_text("{}")
    (logs / "evening-06.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nlow water\n")
    (logs / "speech.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nlow water\n")
    (logs / ".hidden").write_text("x")
    (logs / "video.mp4").write_bytes(b"\0" * 100)
    (logs / "shopping.txt").write_text("milk, bread, candles\n")
    (logs / "empty.txt").touch()
    summary = imported(house, logs)
    assert len(summary.imported) == 1
    assert [n.log.name for n in summary.unknown] == ["empty.txt", "shopping.txt", "speech.srt"]
    assert (summary.media, summary.unreadable) == (1, [])


def test_links_and_pipes_among_logs_cost_a_line_each(tmp_path: Path) -> None:
    house, logs = house_in(tmp_path), tmp_path / "logs"
    log_in(logs)
    (logs / "loop").symlink_to(logs / "loop")
    (logs / "gone.txt").symlink_to(logs / "nowhere")
    os.mkfifo(logs / "pipe.txt")
    summary = imported(house, logs)
    assert len(summary.imported) == 1
    assert sorted(path.name for path, _ in summary.unentered) == ["gone.txt", "loop", "pipe.txt"]


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b'{"journal": 1, "sess'])
def test_a_journal_that_lost_its_header_is_named_and_set_aside_on_request(
    tmp_path: Path, content: bytes
) -> None:
    house, log = house_in(tmp_path), log_in(tmp_path)
    imported(house, log)
    journal = journal_path(house.journals, FIRST)
    whole = journal.read_bytes()
    for aside in ("", "-2"):
        journal.write_bytes(content)
        refused = imported(house, log)
        assert refused.failed == []
        assert "a damaged journal" in refused.refused[0].refused
        assert "--again" in refused.refused[0].refused
        assert len(imported(house, log, again=True).imported) == 1
        assert journal.read_bytes() == whole
        assert journal.with_name(f"{journal.name}.damaged{aside}").read_bytes() == content


def test_a_full_disk_is_told_in_words_about_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    house, log = house_in(tmp_path), log_in(tmp_path)
    monkeypatch.setattr("chronicler.archive.journal.writing.os.fsync", full)
    [failed] = imported(house, log).failed
    assert "No space left on device" in failed.failed
    assert "run the import again" in failed.failed
    assert "memory" not in failed.failed


def test_a_log_in_which_nobody_wrote_leaves_nothing_behind(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log = log_in(tmp_path, lines=["no offset at all"])
    [failed] = imported(house, log).failed
    assert "no line of chat" in failed.failed
    assert tree(house.journals) == {}
    assert list((house.data / HALF).glob("*.ndjson")) == []


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        imported(house_in(tmp_path), tmp_path / "gone")


def test_lines_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    [done] = imported(house, log_in(tmp_path, lines=[*talk(30, 90), "no offset at all"])).imported
    assert (done.messages, done.skipped) == (1, 1)


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log_in(tmp_path / "logs", 6)
    before = tree(tmp_path)
    summary = imported(house, tmp_path / "logs", is_dry=True)
    assert [(v.look.session_id, v.look.messages) for v in summary.wanted] == [(FIRST, 19)]
    assert tree(tmp_path) == before


# Beside a bot, and one at a time -----------------------------------------------------------


def test_an_import_runs_beside_a_bot(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    with hold_lock(house.data):
        assert import_logs(house, Wish((log_in(tmp_path),))).messages == 19


def test_two_imports_into_a_vault_do_not_run_at_once(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    log = log_in(tmp_path)
    with (
        hold_lock(house.data / HALF),
        pytest.raises(UserError, match=rf"Another import.*process {os.getpid()}"),
    ):
        imported(house, log)
    assert imported(house, log).messages == 19


def test_an_archive_that_cannot_be_loaded_costs_no_journal(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    (house.data / "work.duckdb").mkdir(parents=True)
    summary = imported(house, log_in(tmp_path))
    assert len(summary.imported) == 1
    assert "chronicler archive load" in summary.troubles[0]
    assert held(house) == [(FIRST, "import", 19)]


# Interrupted -------------------------------------------------------------------------------


def test_ctrl_c_keeps_what_is_whole_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    house = house_in(tmp_path)
    for day in (6, 7, 8):
        log_in(tmp_path / "logs", day)

    def stop_in_the_second(step: str, done: float, of: float, now: str = "") -> None:
        del of, now
        if step == "Importing" and done > 0:
            raise KeyboardInterrupt

    stopped = import_logs(house, Wish((tmp_path / "logs",), jobs=1), stop_in_the_second)
    assert (stopped.is_stopped, len(stopped.imported)) == (True, 1)
    assert list(tree(house.journals)) == [f"{FIRST}.ndjson"]
    assert list((house.data / HALF).glob("*.ndjson")) == []
    rest = imported(house, tmp_path / "logs")
    assert (len(rest.imported), len(rest.already)) == (2, 1)
    assert [n for *_, n in held(house)] == [19, 19, 19]


KILLED = """
import os, sys
from pathlib import Path
from chronicler.runtime.importing.importing import Wish, import_logs
from tests.runtime.imports import House, Origin
from chronicler.vault.location import find_vault
folder = Path(sys.argv[1])
house = House(find_vault(folder / "vault", {}, folder, folder / "home"), Origin.IMPORT, {"timezone": "UTC"})
calls = [int(sys.argv[2])]
def die(step, *rest):
    calls[0] -= 1
    if calls[0] == 0:
        os.kill(os.getpid(), 9)
import_logs(house, Wish((folder / "logs",), jobs=1), die)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
@pytest.mark.parametrize("calls", [1, 4, 6, 9, 10])
def test_kill_9_at_any_step_leaves_whole_journals_only(tmp_path: Path, calls: int) -> None:
    house = house_in(tmp_path)
    for day in (6, 7):
        log_in(tmp_path / "logs", day, lines=talk(10, 8_000 + day, 10))
    subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(calls)], check=False)
    for journal in house.journals.glob("*.ndjson"):
        assert b'"session_ended"' in journal.read_bytes()
    imported(house, tmp_path / "logs")
    assert [n for *_, n in held(house)] == [799, 799]
    assert list((house.data / HALF).glob("*.ndjson")) == []


def begun(*command: str | Path, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "chronicler", *command],
        env=os.environ | {"CHRONICLER_HOME": str(home), "CHRONICLER_TIMEZONE": "UTC"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are looked up in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, how: signal.Signals) -> None:
    house = house_in(tmp_path)
    for day in range(1, 5):
        log_in(tmp_path / "logs", day, lines=talk(5, 10_000 + day, 5))
    with begun(
        "archive", "import", tmp_path / "logs", "--jobs", "2", "--vault", house.vault.root,
        home=tmp_path / "home",
    ) as running:  # fmt: skip
        until(lambda: any((house.data / HALF).glob("*.ndjson")) or running.poll() is not None, "begun")
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        os.killpg(running.pid, how) if how is signal.SIGINT else running.send_signal(how)
        _, said = running.communicate(timeout=60)
    assert running.returncode in ((130, 0) if how is signal.SIGINT else (-9, 0)), said
    assert "Traceback" not in said
    until(lambda: not any(map(is_running, pids)), "the end of all")
    imported(house, tmp_path / "logs")
    assert [n for *_, n in held(house)] == [1999] * 4
    assert (house.data / PUBLISHED).is_file()


def test_an_old_stream_has_the_theme_of_the_dashboard_approved_for_its_evening(tmp_path: Path) -> None:
    house = house_in(tmp_path / "vault")
    boards = house.vault.root / "Chronicler/Dashboards"
    for day, status in ((6, "approved"), (7, "draft")):
        text = f"---\nchronicler: dashboard\nstatus: {status}\ncontent_angle: The sea wall\n---\n## During the stream\n\n- a tide\n"
        (boards / f"2026-03-{day:02d} Dashboard.md").write_text(text, encoding="utf-8")
    done = imported(house, log_in(tmp_path / "logs", 6), log_in(tmp_path / "logs", 7), notes=True)
    with connect(house.data) as archive:
        themes = archive.query("SELECT session_id, theme FROM themes").rows
        jotted = archive.query("SELECT text FROM jottings").rows
    assert [(str(session)[:8], theme) for session, theme in themes] == [("20260306", "The sea wall")]
    assert len(jotted) == 0
    assert "Chronicler/Themes/The sea wall.md" in [path for paths in done.notes.values() for path in paths]
