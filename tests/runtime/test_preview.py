"""What the Hearthkeeper would say, shown without saying it."""

import asyncio
from pathlib import Path

import pytest

from chronicler.archive.journal import Header, Journal, journal_path
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.preview import Preview, preview
from chronicler.vault.frontmatter import read_note
from tests.agent.evening import Evening, approved
from tests.fakes import START, after
from tests.scenarios.evening import KINDLING, dashboard, lay_vault, tree

ID = "20260306T193000Z-lantern"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})


def note(**rest: object) -> NoteContent:
    return read_note(dashboard(**rest).encode(), "Chronicler/Dashboards/tonight.md")


def look(house: House, board: NoteContent | None, seconds: float = 0, most: int = 3) -> Preview:
    return asyncio.run(preview(house, board, after(seconds), most))


def test_between_streams_the_lines_in_hand_are_shown(house: House) -> None:
    seen = look(house, note())
    assert not seen.is_running
    assert (KINDLING, "kindling", ()) in [(o.text, o.source, o.refused_for) for o in seen.lines]


def test_a_line_the_court_refuses_is_shown_with_its_reason(house: House) -> None:
    seen = look(house, note(kindling=["!hush and be still, dear harbour", KINDLING]))
    refused = {o.text: o.refused_for for o in seen.lines if o.source == "kindling"}
    assert () == refused[KINDLING]
    assert all(refused.values()) or "!hush and be still, dear harbour" not in refused or refused[
        "!hush and be still, dear harbour"
    ]


def test_without_material_there_are_no_lines(house: House) -> None:
    assert () == look(house, None).lines


def test_no_more_lines_are_shown_than_asked_for(house: House) -> None:
    lines = [f"{place} keeps a lamp of its own, and nobody asks why." for place in ("The harbour", "A tower", "Some house")]
    assert 1 == len(look(house, note(kindling=lines), most=1).lines)


def test_a_context_note_adds_its_sentences(house: House) -> None:
    (house.vault.root / "Lamps.md").write_text(
        "The keeper of the salt stair wrote the names of boats on the inside of his door.\n", encoding="utf-8"
    )
    seen = look(house, note(context=["[[Lamps]]"], kindling=[]), most=8)
    assert "context" in [offered.source for offered in seen.lines]


@pytest.mark.parametrize(("quiet_for", "held"), [(60, "active_chat"), (1000, None)])
def test_during_a_stream_it_rests_on_the_journal(house: House, quiet_for: float, held: str | None) -> None:
    evening = Evening(delivery_of_none)
    evening.save(0, approved(kindling=[KINDLING]))
    evening.say(30)
    evening.tick_until(30 + quiet_for)
    with Journal.open(journal_path(house.journals, ID), Header("0", ID, Origin.REHEARSAL, "lantern")) as journal:
        journal.append(evening.inputs)
    before = tree(house.data)
    seen = look(house, None, 30 + quiet_for)
    assert (True, held) == (seen.is_running, seen.held_back_by)
    assert before == tree(house.data)


def delivery_of_none(_: object) -> tuple[()]:
    """Find no words, so that the quiet is not spoken into."""
    return ()


def test_a_model_that_does_not_answer_is_told_and_the_own_lines_stand(tmp_path: Path) -> None:
    settings = {"timezone": "UTC", "model": "ollama/small:1b", "model_url": "http://127.0.0.1:9"}
    seen = look(House(lay_vault(tmp_path), Origin.LIVE, settings), note())
    assert seen.trouble
    assert KINDLING in [offered.text for offered in seen.lines]


def test_the_present_is_imagined_without_a_stream(house: House) -> None:
    assert look(house, note()).held_back_by == "live_not_running"
    assert after(0) == START
