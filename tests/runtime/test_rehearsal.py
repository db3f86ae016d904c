"""A rehearsal is the same every time, and touches nothing of the streamer's."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.events import DashboardSaved, Event
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.notes.ledger.figures import Figures
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.runtime.replay import replay
from chronicler.transcripts.thinning import Thinning
from tests.fakes import message
from tests.scenarios.evening import Evening, at, dashboard, talk, tree

NEXT = dashboard("Who lets a lamp go out")
LINES = (
    *talk(30, 600, 40),
    f"{at(610)} ottoline: !hush 1",
    f"{at(620)} > [4s] The stair turns here.",
    f"{at(700)} wanderer [id spam]: Best viewers and followers on vwrboost .ru @q8Zk3",
    f"{at(720)} ! jot the window mended from outside",
    f"{at(1800)} ! dashboard next.md",
    *talk(1860, 2400, 30),
)


def evening(folder: Path) -> Evening:
    return Evening.of(folder, *LINES, beside={"next.md": NEXT})


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evening, Result]:
    tonight = evening(tmp_path_factory.mktemp("evening"))
    return tonight, tonight.rehearse()


def test_two_rehearsals_into_fresh_vaults_give_the_same_bytes(
    rehearsed: tuple[Evening, Result], tmp_path: Path
) -> None:
    first, _ = rehearsed
    second = evening(tmp_path)
    second.rehearse()
    assert list(first.notes()) == list(second.notes())
    assert first.notes() == second.notes()
    assert tree(House(first.vault, Origin.REHEARSAL).journals) == tree(
        House(second.vault, Origin.REHEARSAL).journals
    )


def test_rehearsing_again_replaces_the_session_and_changes_no_byte(
    rehearsed: tuple[Evening, Result],
) -> None:
    tonight, first = rehearsed
    before = tonight.notes()
    second = tonight.rehearse()
    assert before == tonight.notes()
    told, again = first.as_json(), second.as_json()
    for figure in ("wall_seconds", "messages_per_second"):
        assert told.pop(figure) >= 0
        assert again.pop(figure) >= 0
    assert told == again


def test_notes_of_an_earlier_rehearsal_link_to_lines_that_are_still_there(tmp_path: Path) -> None:
    lines = (*talk(30, 600, 40), f"{at(580)} ! jot the window mended from outside")
    Evening.of(tmp_path, *lines).rehearse()
    fewer = Evening.of(tmp_path, *lines, board=None, clip_seed_notes=0, blog_seed_notes=0)
    result = fewer.rehearse()
    ledger = fewer.note(result.ledger)
    linked = {
        block
        for path, text in fewer.notes().items()
        if path.endswith(".md") and "chronicler: blog-seed" in text.decode()
        for block in re.findall(r"Ledger#\^(m-[0-9a-f]+)", text.decode())
    }
    assert linked
    assert all(f"^{block}" in ledger for block in linked)
    assert fewer.rehearse().ledger == result.ledger
    assert ledger == fewer.note(result.ledger)


def test_a_thinned_rehearsal_says_in_its_ledger_who_was_let_in(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *talk(30, 600, 20))
    told = tonight.note(tonight.rehearse(thinning=Thinning(0.5, seed=2)).ledger)
    kept = sum(Thinning(0.5, seed=2).keeps(login) for login in ("maren", "joost", "ida"))
    assert f"let in: {kept} of 3, thinned to 50% of the people (seed 2).*" in told
    assert "let in" not in tonight.note(tonight.rehearse().ledger)


def test_only_the_folder_of_rehearsals_is_written(tmp_path: Path) -> None:
    tonight = evening(tmp_path)
    lived_in = {
        "Diary/2026-03-06.md": b"A day.\r\n",
        ".obsidian/app.json": b"{}",
        "Chronicler/Ledgers/2026-03-06 1930 Ledger.md": b"of a real stream\n",
    }
    for name, content in lived_in.items():
        path = tonight.vault.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = tonight.notes()
    result = tonight.rehearse()
    written = tonight.notes()
    new = sorted(set(written) - set(before))
    assert before == {name: written[name] for name in before}
    assert all(name.startswith("Chronicler/Rehearsals/") for name in new)
    assert set(result.notes) <= set(new)


def test_every_note_of_a_rehearsal_says_so(rehearsed: tuple[Evening, Result]) -> None:
    tonight, result = rehearsed
    assert [path for path in result.notes if "origin: rehearsal" not in tonight.note(path)] == []


def test_what_the_streamer_wrote_below_my_notes_survives(tmp_path: Path) -> None:
    tonight = evening(tmp_path)
    result = tonight.rehearse()
    kept = "Ask Joost about the second chair.\n\n- [ ] and the boat\n"
    for path in result.notes:
        file = tonight.vault.root / path
        text = file.read_text(encoding="utf-8")
        if "## My notes" in text:
            file.write_text(text + kept, encoding="utf-8")
    tonight.rehearse()
    mine = [path for path in result.notes if "## My notes" in tonight.note(path)]
    assert len(mine) >= 2
    assert [path for path in mine if not tonight.note(path).endswith(kept)] == []


def test_the_streamers_own_dashboard_is_not_written_to(rehearsed: tuple[Evening, Result]) -> None:
    tonight, _ = rehearsed
    assert tonight.board is not None
    assert dashboard() == tonight.board.read_text(encoding="utf-8")
    copy = tonight.vault.root / "Chronicler/Rehearsals/tonight.md"
    assert copy.read_text(encoding="utf-8") == NEXT


def test_it_replays_to_the_same_decisions(rehearsed: tuple[Evening, Result]) -> None:
    tonight, result = rehearsed
    journal = journal_path(House(tonight.vault, Origin.REHEARSAL).journals, result.record.session.session_id)
    found = replay(journal)
    assert found.differences == ()
    assert found.derived > 20


def test_the_vaults_own_dashboard_of_that_date_is_used(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *talk(30, 200), board=None)
    note = tonight.vault.root / "Chronicler/Dashboards/2026-03-06 Dashboard.md"
    note.parent.mkdir(exist_ok=True)
    note.write_text(dashboard("A dashboard found by its date"), encoding="utf-8")
    assert tonight.rehearse().as_json()["theme_changes"] == [
        {"at_seconds": 0, "from": "", "to": "A dashboard found by its date"}
    ]


def test_a_bound_dashboard_counts_whatever_its_date_and_status(tmp_path: Path) -> None:
    board = dashboard(date="1999-01-01", status="draft")
    told = Evening.of(tmp_path, *talk(30, 200), board=board).rehearse().as_json()
    assert [change["to"] for change in told["theme_changes"]] == ["What the lamps are kept lit for"]


def test_rehearsals_never_enter_the_data_of_real_streams(rehearsed: tuple[Evening, Result]) -> None:
    tonight, _ = rehearsed
    assert {"rehearsals", "vault-path", "writes"} >= {path.name for path in tonight.vault.data.iterdir()}


# The plan ------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", ["fast", "0", "-3", "nan", "inf", "100000", ""])
def test_a_speed_that_cannot_be_used_is_refused(tmp_path: Path, speed: str) -> None:
    with pytest.raises(UserError, match="--speed"):
        prepare(Wish(tmp_path / "log", tmp_path / "home", speed=speed))


def test_a_dashboard_that_is_not_there_is_refused(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *talk(30, 60))
    with pytest.raises(UserError, match="check --dashboard"):
        prepare(tonight.wish(dashboard=tmp_path / "gone.md"))


def test_without_a_vault_a_temporary_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tonight = Evening.of(tmp_path / "evening", *talk(30, 60))
    house = prepare(tonight.wish(vault=None)).plan.house
    assert house.vault.root.is_relative_to(tmp_path)
    assert (house.vault.root / "Chronicler/Home.md").exists()
    assert not house.vault.data.is_relative_to(house.vault.root)


# Its result as one object --------------------------------------------------------------

PROMISED = [
    "session_id",
    "origin",
    "messages",
    "announced",
    "chatters",
    "bots",
    "duration_seconds",
    "started_at",
    "prompts",
    "quiets",
    "decisions",
    "flags",
    "clip_seeds",
    "blog_seeds",
    "theme_changes",
    "ledger",
    "notes",
    "skipped",
    "skipped_lines",
    "wall_seconds",
    "messages_per_second",
    "vault",
]


def test_the_keys_are_those_promised_to_scripts(rehearsed: tuple[Evening, Result]) -> None:
    _, result = rehearsed
    told = json.loads(json.dumps(result.as_json()))
    assert sorted(PROMISED) == sorted(told)
    shapes = {
        "prompts": {"at", "at_seconds", "text", "source", "trigger"},
        "quiets": {"at_seconds", "seconds", "outcome", "reason"},
        "flags": {"message_id", "chatter", "at_seconds", "severity", "evidence"},
        "theme_changes": {"at_seconds", "from", "to"},
    }
    for name, keys in shapes.items():
        assert told[name], name
        assert [keys] * len(told[name]) == [set(item) for item in told[name]]
    assert {"at_seconds", "score", "why", "note"} >= {key for seed in told["clip_seeds"] for key in seed}
    assert {"title", "note"} >= {key for seed in told["blog_seeds"] for key in seed}


def test_the_figures_are_those_of_the_evening(rehearsed: tuple[Evening, Result]) -> None:
    tonight, result = rehearsed
    told = result.as_json()
    chat = [line for line in LINES if ": " in line and "!" not in line.split(" ")[1] and ">" not in line]
    assert len(chat) == told["messages"]
    assert (
        told["session_id"],
        told["origin"],
        told["started_at"],
    ) == ("20260306T193000Z-lantern", "rehearsal", "2026-03-06T19:30:00Z")
    assert [(flag["chatter"], flag["message_id"], flag["at_seconds"]) for flag in told["flags"]] == [
        ("wanderer", "spam", 700)
    ]
    assert [change["at_seconds"] for change in told["theme_changes"]] == [0, 1805]
    assert str(tonight.vault.root) == told["vault"]
    assert told["ledger"] in told["notes"]


def test_what_twitch_announced_is_no_message_but_counted_beside_them(tmp_path: Path) -> None:
    """So it is in the archive and in the ledger."""
    log = tmp_path / "eve.txt"
    log.write_text("[0:00:05] <maren> good evening\n[0:00:09] <joost> joost subscribed with Twitch Prime.\n")
    told = Evening.of(tmp_path).rehearse(log=log).as_json()
    assert (told["messages"], told["announced"]) == (1, 1)


def test_lines_that_cannot_be_read_are_counted_and_named(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, f"{at(5)} maren: good evening", "no offset at all", f"{at(9)} ! dance")
    told = tonight.rehearse().as_json()
    assert (told["messages"], told["skipped"]) == (1, 2)
    assert [line["line"] for line in told["skipped_lines"]] == [9, 10]


def test_an_observer_sees_every_event_once(tmp_path: Path) -> None:
    seen: list[Event] = []
    tonight = evening(tmp_path)
    result = tonight.rehearse(lambda event, derived, _: seen.extend((event, *derived)))
    journal = journal_path(House(tonight.vault, Origin.REHEARSAL).journals, result.record.session.session_id)
    assert [event for _, event in read_journal(journal)] == seen
    assert sum(isinstance(event, DashboardSaved) for event in seen) == 3


def test_result_and_ledger_count_a_line_without_a_sender_alike(rehearsed: tuple[Evening, Result]) -> None:
    record = replace(rehearsed[1].record, messages=(message(5, "osk", "a"), message(6, "", "b")))
    told = replace(rehearsed[1], record=record).as_json()
    assert told["chatters"] == Figures(record).chatters == 1
