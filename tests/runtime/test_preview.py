"""What the Hearthkeeper would say, shown without saying it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.runtime.asking.preview import Preview, preview
from chronicler.runtime.house import House
from chronicler.vault.frontmatter import read_note
from tests.agent.evening import Evening, approved
from tests.doubles.ollama_server import OllamaServer, answers_object
from tests.fakes import after
from tests.scenarios.evening import KINDLING, dashboard, lay_vault, tree

ID = "20260306T193000Z-lantern"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})


def note(**rest: Any) -> NoteContent:
    return read_note(dashboard(**rest).encode(), "Chronicler/Dashboards/tonight.md")


def look(
    house: House, board: NoteContent | None, seconds: float = 0, most: int = 3, trigger: str = ""
) -> Preview:
    return asyncio.run(preview(house, board, after(seconds), most, trigger=trigger))


def test_between_streams_the_lines_in_hand_are_shown(house: House) -> None:
    seen = look(house, note())
    assert not seen.is_running
    assert (KINDLING, "kindling", ()) in [(o.text, o.source, o.refused_for) for o in seen.lines]


def test_a_line_of_ones_own_that_may_never_leave_is_not_offered(house: House) -> None:
    seen = look(house, note(kindling=["!hush and be still, dear harbour", KINDLING]))
    assert [o.text for o in seen.lines if o.source == "kindling"] == [KINDLING]


def test_without_material_there_are_no_lines(house: House) -> None:
    assert look(house, None).lines == ()


def test_no_more_lines_are_shown_than_asked_for(house: House) -> None:
    lines = [
        f"{place} keeps a lamp of its own, and nobody asks why."
        for place in ("The harbour", "A tower", "Some house")
    ]
    assert len(look(house, note(kindling=lines), most=1).lines) == 1


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
    with Journal.open(
        journal_path(house.journals, ID), Header("0", ID, Origin.REHEARSAL, "lantern")
    ) as journal:
        journal.append(evening.inputs)
    before = tree(house.data)
    seen = look(house, None, 30 + quiet_for)
    assert (True, held) == (seen.is_running, seen.held_back_by)
    assert before == tree(house.data)


def delivery_of_none(_: object) -> tuple[()]:
    """Find no words, so that the quiet is not spoken into."""
    return ()


def test_a_model_that_is_not_there_is_told_and_the_own_lines_stand(tmp_path: Path) -> None:
    with OllamaServer(models={}) as server:
        settings = {"timezone": "UTC", "model": "ollama/small:1b", "model_url": server.url}
        seen = look(House(lay_vault(tmp_path), Origin.LIVE, settings), note())
    assert "small:1b" in seen.trouble
    assert KINDLING in [offered.text for offered in seen.lines]


def test_the_present_is_imagined_without_a_stream(house: House) -> None:
    assert look(house, note()).held_back_by == "live_not_running"


def test_the_line_that_would_be_taken_is_marked_and_always_among_them(tmp_path: Path) -> None:
    hype = answers_object(
        {"thread": "x", "lines": ["THIS IS AMAZING!", "What a hype night!", "CHAT, wake up!"]}
    )
    with OllamaServer(hype) as server:
        settings = {"timezone": "UTC", "model": "ollama/small:1b", "model_url": server.url}
        seen = look(House(lay_vault(tmp_path), Origin.LIVE, settings), note(), most=2)
    refused, chosen = seen.lines
    assert (refused.source, chosen.source) == ("model", "kindling")
    assert refused.refused_for
    assert len(refused.remarks) == len(refused.refused_for)
    assert (refused.is_chosen, chosen.is_chosen) == (False, True)


def test_it_can_be_asked_what_it_would_say_to_somebody_new(house: House) -> None:
    seen = look(house, note(), most=5, trigger="newcomer")
    assert seen.trigger == "newcomer"
    assert "What the lamps are kept lit for" in seen.lines[0].text


def test_what_calls_for_a_line_now_is_named(house: House) -> None:
    evening = Evening(delivery_of_none)
    evening.save(0, approved(kindling=[KINDLING]))
    evening.say(30, "ida", "i'm lost, what is going on")
    evening.tick_until(30 + 310)
    with Journal.open(
        journal_path(house.journals, ID), Header("0", ID, Origin.REHEARSAL, "lantern")
    ) as journal:
        journal.append(evening.inputs)
    seen = look(house, None, 30 + 310)
    assert (seen.held_back_by, seen.trigger) == (None, "uncertainty")


def test_a_model_that_gives_back_the_streamers_own_line_is_refused_for_an_echo(tmp_path: Path) -> None:
    with OllamaServer(answers_object({"thread": "x", "lines": [KINDLING]})) as server:
        settings = {"timezone": "UTC", "model": "ollama/small:1b", "model_url": server.url}
        seen = look(House(lay_vault(tmp_path), Origin.LIVE, settings), note())
    assert ("echo" in seen.lines[0].refused_for, seen.lines[0].source) == (True, "model")
