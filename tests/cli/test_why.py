"""``chronicler why`` as a person meets it."""

import asyncio
from pathlib import Path

import pytest

from chronicler.runtime.engine import watch_nothing
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.sample import sample_files
from tests.cli.terminal import Terminal
from tests.scenarios.evening import lay_vault, tree

SAMPLE = "20260306T193000Z-lowlamp_wren"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one folder with the bundled evening for all: asking changes nothing."""
    folder = tmp_path_factory.mktemp("rehearsed")
    files = sample_files()
    wish = Wish(
        log=files.stream, home=folder / "home", vault=lay_vault(folder), fallback=files.dashboard,
        context=files.context, overrides={"timezone": "UTC"},
    )  # fmt: skip
    asyncio.run(run(prepare(wish), watch_nothing))
    return folder


@pytest.fixture
def rehearsed(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(folder, monkeypatch, capsys)


def test_the_latest_decision_worth_telling_needs_no_time(rehearsed: Terminal) -> None:
    said = rehearsed.ok("why", "--rehearsals").out
    assert "The Orrow Inventory" in said
    assert "What was decided" in said
    assert "It said “What did you once leave out of a" in said
    assert "from your kindling" in said
    assert "Decided within 10 min of it" in said


def test_the_last_line_and_its_words(rehearsed: Terminal) -> None:
    said = " ".join(rehearsed.ok("why", "--last", "--rehearsals").out.split())
    assert "from your kindling: taken." in said
    assert "people wrote in the five minutes after." in said or "person wrote" in said
    assert "looks contemplative, as far as chat shows" in said


@pytest.mark.parametrize("time", ["20:15", "8:15pm", "0:45:10", "45m10s", "2026-03-06T20:15:10"])
def test_one_moment_may_be_named_in_many_ways(rehearsed: Terminal, time: str) -> None:
    told = rehearsed.ok("why", time, "--rehearsals", "--session", "2026-03-06", "--json").json
    assert told["at_seconds"] == 2710.0
    assert told["decided"]["reason"] == "spoke"
    assert told["session"]["session_id"] == SAMPLE


def test_json_is_one_object_with_its_documented_keys(rehearsed: Terminal) -> None:
    told = rehearsed.ok("why", "21:00", "--rehearsals", "--json", "--around", "30").json
    assert list(told) == [
        "session", "at", "at_seconds", "read_as", "decided", "hearthkeeper", "drafts", "lines", "in_force",
        "silence", "never_spoke", "around_seconds", "happenings", "skipped_lines", "sentences",
    ]  # fmt: skip
    assert told["around_seconds"] == 1800
    assert told["read_as"].startswith("21:00 was read as the time of day")
    assert all(happening["sentence"] for happening in told["happenings"])


@pytest.mark.parametrize("columns", [40, 50, 80, 200])
def test_lines_keep_to_the_terminal(
    rehearsed: Terminal, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = rehearsed.ok("why", "20:15", "--rehearsals").out.splitlines()
    assert max(map(len, lines)) <= min(columns, 96)


def test_no_reason_code_is_shown_bare(rehearsed: Terminal) -> None:
    for time in ("5m", "15m", "45m10s", "58m19s", "55m40s", "1h33m", "2h05m"):
        said = rehearsed.ok("why", time, "--rehearsals", "--around", "60").out
        for code in (
            "active_chat",
            "off_in",
            "streamer_speaking",
            "hush_schedule",
            "just_due",
            "not_allowed",
        ):
            assert code not in said


def test_nothing_is_written_by_asking(rehearsed: Terminal) -> None:
    before = tree(rehearsed.folder)
    rehearsed.ok("why", "--rehearsals")
    assert tree(rehearsed.folder) == before


def test_errors_say_what_to_do_next(rehearsed: Terminal) -> None:
    assert "only rehearsals: ask again with --rehearsals" in rehearsed.refused("why")
    assert "went from 19:30:00 to 21:36:00 (0h00m00s to 2h06m00s)" in rehearsed.refused(
        "why", "9h", "--rehearsals"
    )
    assert "write one like 21:40" in rehearsed.refused("why", "teatime", "--rehearsals")
    assert f"The latest are: {SAMPLE}" in rehearsed.refused("why", "--rehearsals", "--session", "2020-01-01")
    assert "leave one of them out" in rehearsed.refused("why", "20:15", "--last", "--rehearsals")


def test_an_unreadable_journal_is_named(terminal: Terminal) -> None:
    terminal.vault()
    (house,) = terminal.home.glob("vaults/*")
    journal = house / f"rehearsals/journal/{SAMPLE}.ndjson"
    journal.parent.mkdir(parents=True)
    journal.write_text("no header\n", encoding="utf-8")
    assert f"The journal {journal} cannot be read" in terminal.refused(
        "why", "--rehearsals", "--session", "last"
    )
    journal.write_text('{"journal":99}\n', encoding="utf-8")
    assert "newer Chronicler" in terminal.refused("why", "--rehearsals", "--session", "last")


def test_a_vault_without_streams_says_how_to_get_one(terminal: Terminal) -> None:
    terminal.vault()
    assert "chronicler run keeps them" in terminal.refused("why")
    assert "chronicler rehearse sample" in terminal.refused("why", "--rehearsals")
