"""Tonight is written on material change only, and never too often."""

from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import (
    ActionQueued,
    ChatterCleared,
    ClipReported,
    DashboardRemoved,
    Event,
    HearingChanged,
    HushChanged,
    LiveStatusChecked,
    MessageDeleted,
    NewcomersTicked,
    RequestState,
    SettingsSaved,
)
from chronicler.domain.session import Origin
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import Moment, Receipt, Said, TonightView
from chronicler.runtime.house import House
from chronicler.runtime.live.tonight import LOOK_EVERY_SECONDS, Keeper, after_the_stream, view_of
from chronicler.runtime.live.vault_ears import VaultEars
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
PRESSING = {
    "a receipt": SAVED,
    "live": replace(VIEW, is_live=True),
    "deaf": replace(VIEW, is_connected=False, not_heard="silence"),
    "hushed": replace(VIEW, hearth_reason="hushed", hush_until=after(1200)),
    "a line": replace(VIEW, said=(Said(after(0), "How dark is the stair?"),)),
    "asked for": replace(VIEW, moments=(Moment(after(0), "Pim asked for a clip", is_asked=True),)),
    "the ledger": replace(VIEW, ledger="Chronicler/Ledgers/x.md"),
}


def test_the_first_view_is_due_at_once(house: House) -> None:
    assert Keeper(house, Wall()).is_due(VIEW)


def test_two_writes_are_a_minute_apart_where_nothing_is_pressing(house: House) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    wall.seconds += 59.9
    assert not keeper.is_due(LOUDER)
    wall.seconds += 0.1
    assert keeper.is_due(LOUDER)


def written_after(keeper: Keeper, wall: Wall, view: TonightView) -> float:
    """Look every half second as the bot does, write once it is due, and return after how long."""
    began = wall.seconds
    while not keeper.is_due(view):
        wall.seconds += LOOK_EVERY_SECONDS
        assert wall.seconds - began <= 61
    keeper.write(view)
    return wall.seconds - began


@pytest.mark.parametrize("view", PRESSING.values(), ids=PRESSING)
def test_what_a_streamer_looks_for_stands_there_within_two_seconds(house: House, view: TonightView) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    assert written_after(keeper, wall, view) <= 2
    assert written_after(keeper, wall, VIEW) <= 2, "and so does the next"


def test_a_burst_is_one_write_and_what_never_rests_waits_for_the_minute(house: House) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    due = []
    for step in range(130):
        wall.seconds += LOOK_EVERY_SECONDS
        due.append(keeper.is_due(replace(VIEW, not_heard=f"reason {step}")))
    assert due.index(True) == 60 / LOOK_EVERY_SECONDS - 1


def test_many_writes_within_a_minute_make_the_next_ones_wait(house: House) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    waits = [written_after(keeper, wall, replace(VIEW, theme=f"Theme {n}")) for n in range(12)]
    assert max(waits[:6]) <= 2
    assert min(waits[6:]) >= 9.5
    wall.seconds += 61
    assert written_after(keeper, wall, VIEW) <= 2


def test_the_same_view_is_never_due_again(house: House) -> None:
    wall = Wall()
    keeper = Keeper(house, wall)
    keeper.write(VIEW)
    wall.seconds += 3600
    assert not keeper.is_due(replace(VIEW))


def test_nothing_is_put_over_the_last_view(house: House) -> None:
    """A thread that nobody waits for any more, as when the bot stops, goes on."""
    keeper = Keeper(house, Wall())
    keeper.write(LOUDER, is_last=True)
    note = house.vault.root / "Chronicler/Tonight.md"
    last = note.read_bytes()
    assert keeper.write(VIEW).outcome == "unchanged"
    assert note.read_bytes() == last


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


def test_a_login_that_lacks_a_permission_is_not_told_as_one_that_ran_out(house: House) -> None:
    evening = Evening()
    evening.feed(HearingChanged(after(1), is_hearing=False, reason="connecting"))
    evening.feed(LiveStatusChecked(after(2), is_live=None, reason="not_permitted"))
    body = render(view_of(house, evening.orchestrator.state)).body
    assert (
        "**chat is not heard**: the login lacks a permission; `chronicler twitch status` says which" in body
    )
    assert "run out" not in body


def test_a_mere_remark_on_the_dashboard_is_no_warning_all_evening(house: House) -> None:
    evening = Evening()
    evening.save(0, approved("First", session_goals=("one",), session_goal=("two",)))
    body = render(view_of(house, evening.orchestrator.state)).body
    assert "carry an evening" not in body
    assert "did you mean session_goals?" in body, "a property that is not read is one"


def test_a_dashboard_that_is_taken_out_has_a_receipt(house: House) -> None:
    evening = Evening()
    evening.save(0, approved("First"))
    evening.save(60, approved("First") | {"status": "draft"})
    evening.save(120, approved("Second"))
    evening.feed(DashboardRemoved(after(300), "Chronicler/Dashboards/2026-03-06.md"))
    body = render(view_of(house, evening.orchestrator.state)).body
    assert (
        "19:31 dashboard **no longer in force**; *First* ended with it: it is a draft again; set status to "
        "approved and it is back.\n"
    ) in body
    assert (
        "19:35 dashboard **no longer in force**; *Second* ended with it: its note is no longer where" in body
    )


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


# What is in force ----------------------------------------------------------------------


def test_the_reason_shown_is_the_one_in_force(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    evening.tick_until(16 * 60)
    evening.feed(HushChanged(after(961), after(2161), "ottoline"))
    state = evening.orchestrator.state
    assert view_of(house, state).hearth_reason == "hushed", "before it has looked again"
    assert view_of(house, state, now=after(2162)).hearth_reason != "hushed", "the hush ran out"
    evening.feed(HushChanged(after(962), None, "ottoline"))
    assert view_of(house, state).hearth_reason == "cooldown", "the hush was lifted"


def test_a_live_status_that_grew_old_closes_the_gate_though_nothing_happens(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    state = evening.orchestrator.state
    assert view_of(house, state).gate == ""
    assert view_of(house, state, now=after(200)).gate == "live_stale"


def test_a_line_of_ours_that_a_moderator_took_back_has_no_words_there(house: House) -> None:
    evening, wall = Evening(), Wall()
    evening.save(0, approved())
    evening.tick_until(16 * 60)
    state, keeper = evening.orchestrator.state, Keeper(house, wall)
    (prompt,) = state.hearth.prompts
    path = house.vault.root / keeper.write(view_of(house, state)).path
    assert prompt.text in path.read_text(encoding="utf-8")
    evening.feed(MessageDeleted(after(970), prompt.message_id))
    gone = view_of(house, state)
    assert keeper.is_due(gone), "at once"
    keeper.write(gone)
    text = path.read_text(encoding="utf-8")
    assert prompt.text not in text
    assert "a line that a moderator took back." in text
    assert prompt.text in state.hearth.said, "or it might be said again"


def test_whoever_asked_for_a_clip_or_a_marker_is_named_with_their_words(house: House) -> None:
    evening = Evening()
    evening.save(0, approved())
    evening.feed(ActionQueued(after(60), MarkStream("mark-1", "the lamp *goes* out", "ottoline")))
    evening.feed(ActionQueued(after(60), MakeClip("clip-1", "the lamp", "pim")))
    evening.feed(ActionQueued(after(61), MarkStream("mark-2", "marked by Pim", "pim")))
    evening.feed(ClipReported(after(62), "clip-1", RequestState.FAILED, reason="not_permitted"))
    body = render(view_of(house, evening.orchestrator.state)).body
    assert "Ottoline asked for a marker: “the lamp \\*goes\\* out”\n    - A marker is on its way." in body
    assert "Pim asked for a clip: “the lamp”\n    - No clip was made: Twitch does not allow it" in body
    assert "Pim asked for a marker.\n" in body


def test_what_settings_refuse_after_the_stream_and_what_is_mended_then_shows(house: House) -> None:
    evening = Evening()
    evening.feed(SettingsSaved(after(5), {"quiet_minutes": "soon"}))
    ended = view_of(house, evening.orchestrator.state)
    idle = Evening().orchestrator.state
    assert ended.refused
    assert after_the_stream(ended, idle).refused == ()
