"""``chronicler recall`` prints what was said with its date, and says how it searched."""

import json
from pathlib import Path

import pytest

from chronicler.archive.load import load_journals
from chronicler.domain.events import MessageReceived
from chronicler.llm.wordllama_embedder import is_installed
from tests.archive.evenings import began, journaled, said
from tests.cli.terminal import Terminal
from tests.fakes import after, message

HOSTILE = "exile \x1b[31mred\x07 and \u202e on"


@pytest.fixture
def vault(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHRONICLER_EMBEDDER", "none")
    vault = terminal.vault()
    data = terminal.house_data(vault)
    told = MessageReceived(after(3690), message(3690, "mira", "Freedom is a kind of exile."))
    journaled(data, [began(), *said(3), told, MessageReceived(after(4000), message(4000, "odo", HOSTILE))])
    load_journals(data)
    return vault


def test_a_line_is_printed_with_date_place_in_the_recording_and_neighbours(
    terminal: Terminal, vault: Path
) -> None:
    done = terminal.ok("recall", "freedom", "as", "exile", "--limit", "1", "--vault", str(vault))
    assert "2026-03-06" in done.out
    assert "1h01m30s into the stream of hearth\n" in done.out
    assert "> Mira: Freedom is a kind of exile." in done.out
    assert done.err == "Searched by words; embedder in Settings is none.\n"


def test_a_line_of_after_midnight_bears_the_new_days_date(terminal: Terminal, vault: Path) -> None:
    late = "exile at half past one"
    journaled(
        terminal.house_data(vault), [began(), MessageReceived(after(21_600), message(21_600, "mira", late))]
    )
    load_journals(terminal.house_data(vault))
    done = terminal.ok("recall", "half", "past", "one", "--limit", "1")
    assert "2026-03-07 01:30, 6h00m00s into the stream of hearth\n" in done.out


@pytest.mark.skipif(not is_installed(), reason="needs the extra memory")
def test_with_the_extra_memory_it_searches_by_meaning_and_embeds_once(
    terminal: Terminal, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHRONICLER_EMBEDDER", "auto")
    done = terminal.ok("recall", "liberty")
    assert "> Mira: Freedom is a kind of exile." in done.out
    assert done.err == "Searched by meaning and by words.\n"
    label = terminal.house_data(vault) / "memory" / "shelf.json"
    before = label.stat().st_mtime_ns
    terminal.ok("recall", "freedom")
    assert label.stat().st_mtime_ns == before


@pytest.mark.usefixtures("vault")
def test_json_holds_every_line_whole(terminal: Terminal) -> None:
    told = json.loads(terminal.ok("recall", "exile", "--json").out)
    assert [one["login"] for one in told["found"]] == ["odo", "mira"]
    assert [one["spoken"] for one in told["found"]] == [False, False]
    assert told["found"][0]["text"] == HOSTILE
    assert told["found"][1]["at"] == "2026-03-06T20:31:30Z"


@pytest.mark.usefixtures("vault")
def test_no_line_of_chat_commands_the_terminal(terminal: Terminal) -> None:
    out = terminal.ok("recall", "exile").out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\u202e" not in out


@pytest.mark.usefixtures("vault")
def test_nothing_found_is_said_and_so_is_an_empty_question(terminal: Terminal) -> None:
    assert "touches that" in terminal.ok("recall", "zeppelins", "--channel", "@Hearth").out
    assert "say what to look for" in terminal.run("recall", " ").err


@pytest.mark.usefixtures("vault")
def test_a_channel_that_is_not_kept_is_told_with_those_that_are(terminal: Terminal) -> None:
    done = terminal.run("recall", "exile", "--channel", "heart")
    assert (done.code, done.out) == (2, "")
    assert "No stream of the channel 'heart' is kept here. There are: hearth" in done.err


def test_own_notes_stand_in_a_section_of_their_own_and_may_be_left_out(
    terminal: Terminal, vault: Path
) -> None:
    (vault / "Islands.md").write_text("# Islands\n\nFreedom in open worlds often feels like exile to me.\n")
    (vault / "Private").mkdir()
    (vault / "Private" / "Diary.md").write_text(
        "My own freedom felt like an exile, that whole long winter.\n"
    )
    done = terminal.ok("recall", "freedom as exile")
    assert (
        "In your own notes:\n\n  [[Islands]]\n    Freedom in open worlds often feels like exile" in done.out
    )
    assert "winter" not in done.out
    assert "own notes" not in terminal.ok("recall", "freedom as exile", "--no-notes").out
    told = json.loads(terminal.ok("recall", "freedom as exile", "--json").out)
    assert [each["link"] for each in told["notes"]] == ["[[Islands]]"]
    assert told["notes_searched"] == "by words; embedder in Settings is none"
