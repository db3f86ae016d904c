"""Tonight is written on material change only, and never too often."""

from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.events import ChatterCleared, Event, NewcomersTicked
from chronicler.domain.session import Origin
from chronicler.notes.tonight_view import Receipt, TonightView
from chronicler.runtime.house import House
from chronicler.runtime.tonight import Keeper, view_of
from chronicler.runtime.vault_ears import VaultEars
from chronicler.vault.frontmatter import read_note
from tests.agent.evening import Evening, approved
from tests.fakes import START, FakeClock, after
from tests.scenarios.evening import lay_vault


class Wall:
    """A stopwatch moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE)


VIEW = TonightView(theme="Lamps")
LOUDER = replace(VIEW, hearth_reason="active_chat")
SAVED = replace(VIEW, receipts=(Receipt(after(0), is_adopted=True, lines=("The theme changed.",)),))


def test_the_first_view_is_due_at_once(house: House) -> None:
    assert Keeper(house, Wall()).is_due(VIEW)


@pytest.mark.parametrize(("view", "apart"), [(LOUDER, 60.0), (SAVED, 10.0)])
def test_two_writes_are_a_minute_apart_or_ten_seconds_after_a_save(
    house: House, view: TonightView, apart: float
) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    wall.seconds += apart - 0.1
    assert not keeper.is_due(view)
    wall.seconds += 0.1
    assert keeper.is_due(view)


def test_the_same_view_is_never_due_again(house: House) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    wall.seconds += 3600
    assert not keeper.is_due(replace(VIEW))


def evenings_view(house: House) -> TonightView:
    evening = Evening()
    evening.save(0, approved("What the lamps are for"))
    view = view_of(house, evening.orchestrator.state)
    assert view.session is not None
    return replace(view, session=replace(view.session, origin=Origin.LIVE))


def test_a_line_that_was_taken_down_leaves_tonight_at_once(house: House) -> None:
    evening, wall = with_newcomer(), Wall()
    keeper, state = Keeper(house, wall), evening.orchestrator.state
    path = house.vault.root / keeper.write(view_of(house, state)).path
    assert "is this the quiet place" in path.read_text(encoding="utf-8")
    evening.feed(ChatterCleared(after(401), "ida"))
    gone = view_of(house, state)
    assert keeper.is_due(gone)
    keeper.write(gone)
    assert "is this the quiet place" not in path.read_text(encoding="utf-8")
    evening.feed(ChatterCleared(after(402), "somebody_else"))
    assert not keeper.is_due(replace(view_of(house, state), hearth_reason="cooldown"))


def test_a_newcomer_who_was_answered_waits_for_the_minute(house: House) -> None:
    evening, wall = with_newcomer(), Wall()
    keeper, state = Keeper(house, wall), evening.orchestrator.state
    keeper.write(view_of(house, state))
    evening.say(402, "maren", "welcome ida")
    assert view_of(house, state).newcomers == ()
    assert not keeper.is_due(view_of(house, state))


def test_the_template_gives_way_and_the_streamers_part_stays(house: House) -> None:
    tonight = house.vault.root / "Chronicler/Tonight.md"
    tonight.write_text(
        tonight.read_text(encoding="utf-8") + "\nAsk Bracken about the tea.\n", encoding="utf-8"
    )
    written = Keeper(house, Wall()).write(evenings_view(house))
    text = tonight.read_text(encoding="utf-8")
    assert written.outcome == "updated"
    assert "What the lamps are for" in text
    assert text.endswith("Ask Bracken about the tea.\n")


def test_the_same_view_gives_the_same_bytes(house: House) -> None:
    Keeper(house, Wall()).write(evenings_view(house))
    first = (house.vault.root / "Chronicler/Tonight.md").read_bytes()
    assert Keeper(house, Wall()).write(evenings_view(house)).outcome == "unchanged"
    assert first == (house.vault.root / "Chronicler/Tonight.md").read_bytes()


# What it shows -------------------------------------------------------------------------


def test_a_view_shows_theme_receipts_lines_and_answers(house: House) -> None:
    evening = Evening()
    evening.save(0, approved(context=["[[Nowhere]]"]))
    evening.tick_until(16 * 60)
    before = view_of(house, evening.orchestrator.state)
    evening.say(970)
    after_answer = view_of(house, evening.orchestrator.state, warnings=("the disk is full",))
    assert (before.theme, len(before.receipts)) == ("What the lamps are for", 1)
    assert [said.is_answered for said in before.said] == [False]
    assert [said.is_answered for said in after_answer.said] == [True]
    assert "the disk is full" in after_answer.warnings


def test_a_line_more_than_five_minutes_after_it_answers_nothing(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    evening.tick_until(16 * 60)
    asked_at = view_of(house, evening.orchestrator.state).said[0].at
    evening.say((asked_at - START).total_seconds() + 330)
    (said,) = view_of(house, evening.orchestrator.state).said
    assert (said.is_answered, said.is_past_answer) == (False, True)


def test_nothing_in_a_view_ticks(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    evening.say(30)
    evening.tick_until(60)
    before = view_of(house, evening.orchestrator.state)
    evening.tick_until(600)
    assert before == view_of(house, evening.orchestrator.state)


def with_newcomer() -> Evening:
    evening = Evening()
    evening.save(0, approved())
    evening.say(10, "ida", "is this the quiet place", is_first=True)
    evening.tick_until(400)
    return evening


def test_a_box_ticked_on_tonight_stays_ticked_and_the_newcomer_counts_as_answered(house: House) -> None:
    evening, keeper = with_newcomer(), Keeper(house, Wall())
    state = evening.orchestrator.state
    path = house.vault.root / keeper.write(view_of(house, state)).path
    path.write_text(path.read_text(encoding="utf-8").replace("- [ ]", "- [x]"), encoding="utf-8")
    told: list[Event] = []
    ears = VaultEars(house, FakeClock(), told.append, newcomers=lambda: state.room.newcomers)
    note = read_note(path.read_bytes(), str(path.relative_to(house.vault.root)))
    ears.take_rested(note)
    (read,) = [event for event in told if isinstance(event, NewcomersTicked)]
    assert read.message_ids == ("ida-10",)
    evening.feed(read)
    keeper.write(view_of(house, state))
    text = path.read_text(encoding="utf-8")
    assert text.count("- [x]") == 1
    assert "Moved here" not in text
    ears.take_rested(read_note(path.read_bytes(), note.path))
    assert sum(isinstance(event, NewcomersTicked) for event in told) == 1


def test_a_ticked_newcomer_of_the_last_stream_leaves_nothing_behind(house: House) -> None:
    evening, keeper = with_newcomer(), Keeper(house, Wall())
    view = view_of(house, evening.orchestrator.state)
    path = house.vault.root / keeper.write(view).path
    path.write_text(path.read_text(encoding="utf-8").replace("- [ ]", "- [x]"), encoding="utf-8")
    keeper.write(replace(view, newcomers=()))
    assert "quiet place" not in path.read_text(encoding="utf-8")
