"""Saves of Settings while the stream runs: a receipt for each that says something."""

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.domain.events import SettingsSaved, SettingsTaken
from chronicler.domain.settings_receipts import MENDED, PARTLY_MENDED
from tests.agent.evening import Evening
from tests.fakes import after


def receipts(tonight: Evening) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(e.changes, e.refused) for e in tonight.derived if isinstance(e, SettingsTaken)]


def test_what_a_stream_begins_with_is_no_change() -> None:
    assert receipts(Evening(quiet_minutes=8)) == []


def test_a_save_is_in_force_at_once_and_answered() -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": 8}))
    assert tonight.orchestrator.state.settings.quiet_minutes == 8
    assert receipts(tonight) == [(("quiet_minutes 15 → 8",), ())]


def test_a_half_typed_value_leaves_the_last_good_one_in_force() -> None:
    tonight = Evening()
    for typed in (8, "8x", "x"):
        tonight.feed(SettingsSaved(after(60), {"quiet_minutes": typed}))
    assert tonight.orchestrator.state.settings.quiet_minutes == 8
    assert [bool(refused) for _, refused in receipts(tonight)] == [False, True, True]


def test_a_misspelt_key_does_not_count_as_the_deletion_of_what_is_meant() -> None:
    tonight = Evening(quiet_minutes=8)
    tonight.feed(SettingsSaved(after(60), {"quiet_minuts": 9}))
    assert tonight.orchestrator.state.settings.quiet_minutes == 8
    [(changed, refused)] = receipts(tonight)
    assert changed == ()
    assert "did you mean quiet_minutes?" in refused[0]


def test_every_save_that_ends_a_refusal_is_answered_once() -> None:
    tonight = Evening()
    for typed in ({"quiet_minutes": "x", "mood": 1, "cooldown_minutes": "y"}, {"quiet_minutes": "x"}, {}, {}):
        tonight.feed(SettingsSaved(after(60), typed))
    assert [changed for changed, refused in receipts(tonight) if not refused] == [(PARTLY_MENDED,), (MENDED,)]


def test_a_journal_read_again_gives_the_same_receipts() -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": "soon"}))
    again, events = Orchestrator(), []
    for event in tonight.inputs:
        events += [event, *again.handle(event)]
    assert State.fold(events).settings_receipts == tonight.orchestrator.state.settings_receipts != []


def test_the_hearthkeeper_is_switched_off_and_on_by_the_note() -> None:
    tonight = Evening(quiet_minutes=2, cooldown_minutes=10)
    tonight.say(10)
    tonight.feed(SettingsSaved(after(20), {"hearthkeeper": False, "quiet_minutes": 2}))
    tonight.tick_until(600)
    assert (tonight.said, tonight.reason) == ([], "off_in_settings")
    tonight.feed(SettingsSaved(after(600), {"hearthkeeper": True, "quiet_minutes": 2}))
    tonight.tick_until(640)
    assert len(tonight.said) == 1


def test_a_refusal_is_told_once_and_not_with_every_later_save() -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": "soon"}))
    tonight.feed(SettingsSaved(after(70), {"quiet_minutes": "soon", "cooldown_minutes": 3}))
    tonight.feed(
        SettingsSaved(after(80), {"quiet_minutes": "soon", "cooldown_minutes": 3, "offline_test": True})
    )
    told = [r.refused for r in tonight.orchestrator.state.settings_receipts]
    assert [[line.partition(":")[0] for line in each] for each in told] == [
        ["quiet_minutes"],
        ["cooldown_minutes"],
        [],
    ]


def test_a_journal_that_is_told_what_is_in_force_answers_nobody() -> None:
    tonight = Evening()
    tonight.feed(SettingsSaved(after(60), {"quiet_minutes": "soon"}, is_opening=True))
    assert tonight.orchestrator.state.settings_receipts == []
    assert tonight.orchestrator.state.settings.remarks
