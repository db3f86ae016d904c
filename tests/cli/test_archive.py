"""Importing, looking after and rebuilding, as a person would."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.runtime.imports import SPAM, log_in, undated
from tests.scenarios.evening import talk, tree

SESSION = "20260306T193000Z-lantern"
IMPORTED = {
    "imported", "already", "refused", "unreadable", "no_logs", "media", "troubles", "stopped", "messages",
    "wall_seconds", "messages_per_second", "opted_out",
}  # fmt: skip


@pytest.fixture
def logs(terminal: Terminal) -> Path:
    for day in (6, 7):
        log_in(terminal.folder / "logs", day)
    (terminal.folder / "logs" / "shopping.txt").write_text("milk\n")
    return terminal.folder / "logs"


def test_a_folder_is_looked_at_first_and_then_imported(terminal: Terminal, logs: Path) -> None:
    vault = terminal.vault()
    before = tree(terminal.folder)
    plan = terminal.ok("archive", "import", logs, "--dry-run")
    assert "2026-03-06 19:30  lantern                   19 messages" in plan.out
    assert "2 logs with 38 messages would be imported; nothing was written." in plan.out
    told = terminal.ok("archive", "import", logs, "--dry-run", "--json").json
    assert [log["messages"] for log in told["would_import"]] == [19, 19]
    assert tree(terminal.folder) == before
    done = terminal.ok("archive", "import", logs)
    assert "Imported 2 logs with 38 messages" in done.out
    assert "no recorded chat: " in done.out
    assert "shopping.txt" in done.out
    assert done.err == ""
    again = terminal.ok("archive", "import", logs)
    assert f"already there: {logs.name}/evening-06.stream: as {SESSION}" in again.out
    assert tree(vault) == {
        path.removeprefix("vault/"): b for path, b in before.items() if path.startswith("vault/")
    }


def test_a_guessed_channel_is_told_at_the_end_and_an_import_can_be_forgotten(terminal: Terminal) -> None:
    terminal.vault()
    log = undated(terminal.folder / "five" / "2026-03-06_19-30-00_2842224097", "chat.tcd", "hello")
    told = terminal.ok("archive", "import", log)
    assert "1 log names no channel and counted as five, from the folder's name." in told.out
    assert "--channel NAME" in told.out
    assert "names no channel" not in terminal.ok("archive", "import", log).out
    done = terminal.ok("archive", "remove", log)
    assert "Took back 1 imported stream" in done.out
    terminal.run("archive", "import", log, "--channel", "lantern", "--json")
    told = terminal.ok("archive", "import", log, "--channel", "lantern", "--json")
    assert [log["channel_from"] for log in told.json["already"]] == ["option"]


def test_the_summary_is_one_object(terminal: Terminal) -> None:
    terminal.vault()
    log = log_in(terminal.folder, lines=[*talk(30, 90), SPAM])
    told = terminal.ok("archive", "import", log, "--json").json
    assert set(told) == IMPORTED
    [one] = told["imported"]
    assert (one["session_id"], one["messages"], one["flags"], one["channel"]) == (SESSION, 2, 1, "lantern")
    assert terminal.ok("archive", "import", log, "--json").json["already"][0]["session_id"] == SESSION


def test_exit_codes_tell_all_some_and_nothing(terminal: Terminal, logs: Path) -> None:
    terminal.vault()
    log = logs / "evening-06.stream"
    assert terminal.run("archive", "import", log).code == 0
    log_in(logs, 6, lines=talk(30, 200))
    some = terminal.run("archive", "import", logs)
    assert (some.code, "refused: " in some.out) == (1, True)
    nothing = terminal.run("archive", "import", log)
    assert (nothing.code, "give --again" in nothing.out) == (2, True)
    assert terminal.run("archive", "import", log, "--force").code == 0


def test_what_cannot_be_imported_is_said_in_a_line(terminal: Terminal, logs: Path) -> None:
    terminal.vault()
    assert "is not there" in terminal.refused("archive", "import", "gone")
    assert "in none of the formats" in terminal.refused("archive", "import", logs / "shopping.txt")
    assert "belongs to one log" in terminal.refused(
        "archive", "import", logs, "--started-at", "2026-03-06T19:30:00Z"
    )
    assert "is no time" in terminal.refused("archive", "import", logs, "--started-at", "yesterday")
    (terminal.folder / "nothing").mkdir()
    assert "there is no recorded chat in nothing" in terminal.refused("archive", "import", "nothing")


def test_one_log_is_told_when_and_whose_it_was(terminal: Terminal) -> None:
    terminal.vault()
    log = undated(terminal.folder, "chat.txt", "good evening", "late tide")
    warned = terminal.ok("archive", "import", log).out
    assert "dated 2000-01-01" in warned
    assert "--channel" in warned
    done = terminal.ok(
        "archive",
        "import",
        log,
        "--channel",
        "lantern",
        "--started-at",
        "2026-03-06T19:30",
        "--again",
        "--json",
    )
    assert done.json["imported"][0]["session_id"] == SESSION
    told = terminal.ok("archive", "query", "SELECT session_id FROM sessions", "--json").json
    assert told == [{"session_id": SESSION}]


def test_notes_are_written_where_they_are_asked_for(terminal: Terminal, logs: Path) -> None:
    vault = terminal.vault()
    done = terminal.ok("archive", "import", logs, "--notes")
    assert "Chronicler/Ledgers/2026-03-06 1930 Ledger.md" in done.out
    assert (vault / "Chronicler/Ledgers/2026-03-06 1930 Ledger.md").is_file()


# Status ------------------------------------------------------------------------------------


def test_status_names_the_first_step_and_then_none(terminal: Terminal, logs: Path) -> None:
    terminal.vault()
    assert "Next: chronicler archive import FOLDER" in terminal.ok("archive", "status").out
    terminal.ok("archive", "import", logs)
    said = terminal.ok("archive", "status").out
    assert "Import      2 sessions, 38 messages, 2026-03-06 to 2026-03-07" in said
    assert "Next:" not in said
    told = terminal.ok("archive", "status", "--json").json
    assert (told["sessions"], told["messages"], told["next_step"]) == ({"import": 2}, {"import": 38}, None)
    assert (told["version"], told["journals"], told["trouble"]) == (told["newest_version"], 2, None)


def test_status_names_what_is_wrong(terminal: Terminal, logs: Path) -> None:
    vault = terminal.vault()
    terminal.ok("archive", "import", logs)
    data = terminal.house_data(vault)
    journal = data / "journal" / f"{SESSION}.ndjson"
    with journal.open("ab") as file:
        file.write(b"milk, bread, candles\n")
    said = terminal.ok("archive", "status").out
    assert f"Not loaded  1 line in {SESSION} (1 line)" in said
    assert f"Damaged     {SESSION}: 1 line holds no event: " in said
    assert "Next: chronicler archive load" in said
    terminal.ok("archive", "load")
    journal.rename(data / "kept.ndjson")
    said = terminal.ok("archive", "status").out
    assert f"Missing     {SESSION} is in the archive" in said
    (data / "chronicle.duckdb").write_text("milk")
    told = terminal.ok("archive", "status", "--json").json
    assert ("is damaged" in told["trouble"], told["next_step"]) == (True, "chronicler archive load")


def test_rehearsals_stand_beside_and_are_asked_about_apart(terminal: Terminal) -> None:
    vault = terminal.vault()
    log = log_in(terminal.folder)
    terminal.ok("rehearse", log, "--vault", vault, "--json")
    assert "Rehearsals stand beside it: 1 session, 19 messages" in terminal.ok("archive", "status").out
    told = terminal.ok("archive", "status", "--rehearsals", "--json").json
    assert (told["sessions"], told["rehearsals"]) == ({"rehearsal": 1}, None)


# Rebuild -----------------------------------------------------------------------------------


def test_a_rebuild_compares(terminal: Terminal, logs: Path) -> None:
    terminal.vault()
    terminal.ok("archive", "import", logs)
    done = terminal.ok("archive", "rebuild")
    told = [line.split(":", 1) for line in done.out.splitlines() if ":" in line][:2]
    assert [name.strip() for name, _ in told] == ["before", "now"]
    assert told[0][1].strip() == told[1][1].strip()
    assert "2 sessions, 38 lines of chat" in told[0][1]
    assert "before-rebuild" in done.out


def test_an_export_that_still_holds_what_was_removed_is_named_with_its_way_out(terminal: Terminal) -> None:
    terminal.vault()
    logs = terminal.folder / "logs"
    friday, saturday = log_in(logs, 6), log_in(logs, 7)
    terminal.ok("archive", "import", logs)
    export = terminal.folder / "an export"
    terminal.ok("archive", "export", "--parquet", export)
    told = terminal.ok("archive", "remove", friday).out
    assert "These exports still hold it until they are made again:" in told
    assert f"archive export --parquet '{export.resolve()}'" in told
    told = terminal.ok("archive", "remove", saturday).out
    assert "nothing is left to export there; delete the folders:" in told
    assert f"  {export.resolve()}\n" in told
