"""The memory card's lines: few, dated, linked, and no way for a chat line to format the note."""

from dataclasses import replace

from chronicler.domain.events import EarlierMoment
from chronicler.domain.memory_card import BroughtBack, MemoryCard, Returning
from chronicler.domain.session import Origin, Session
from chronicler.notes.tonight.memory_card import HEADING, Remembering, memory_card
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import TonightView
from tests.fakes import START, after

QUESTION = BroughtBack("s1", after(60), "who kept [[the list]]?", "Mira", "m1")
PROMISE = BroughtBack("s1", after(90), "Next time we'll open the cellar door.")
CARD = MemoryCard((QUESTION,), (PROMISE,), (BroughtBack("s2", START, "Doors"),), (Returning("Odo", 4, 5),))
LEDGER = "Chronicler/Ledgers/2026-03-06 1930 Ledger.md"


def test_each_line_has_its_date_and_a_link_to_where_it_stands() -> None:
    text = memory_card(Remembering(CARD, {"s1": LEDGER}, {"m1": "m-0123456789ab"}))
    assert text.startswith(HEADING)
    assert "([[2026-03-06 1930 Ledger#^m-0123456789ab|6 March 2026]])" in text
    assert "“Next time we'll open the cellar door.” ([[2026-03-06 1930 Ledger|6 March 2026]])" in text
    assert "**A thread to pick up**: Doors (6 March 2026)" in text
    assert "Odo (4 of the last 5)" in text


def test_a_chat_line_makes_no_link_of_its_own() -> None:
    assert "[[the list]]" not in memory_card(Remembering(CARD))


def test_an_empty_card_is_no_section() -> None:
    assert memory_card(None) == ""
    assert memory_card(Remembering(MemoryCard())) == ""


def test_it_stands_on_tonight_before_a_stream_and_not_during_one() -> None:
    view = TonightView(memory=Remembering(CARD))
    assert HEADING in render(view).body
    assert HEADING not in render(replace(view, session=Session("s", "hearth", Origin.LIVE, START))).body


def test_where_the_theme_was_touched_before_is_led_to() -> None:
    before = (
        EarlierMoment("s1", "2025-10-02", 3723, LEDGER, "m-0123456789ab"),
        EarlierMoment("s2", "2025-09-01", 60),
    )
    session = Session("s", "hearth", Origin.LIVE, START)
    text = render(TonightView(session=session, earlier=before)).body
    assert "[[2026-03-06 1930 Ledger#^m-0123456789ab|on 2 October 2025, 1h02m03s in]]" in text
    assert "; on 1 September 2025, 0h01m00s in." in text
    assert "You were here" not in render(TonightView(session=session)).body


def test_a_question_of_nobody_named_is_somebodys() -> None:
    told = memory_card(Remembering(MemoryCard((BroughtBack("s1", START, "who is there?", "", "m1"),))))
    assert "Somebody asked “who is there?”" in told
