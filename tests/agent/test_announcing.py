"""When the announcement post is due: once, in the ten minutes before the start, never while live."""

from datetime import UTC, datetime, timedelta

import pytest

from chronicler.agent import announcing
from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.domain import codec
from chronicler.domain.events import (
    DashboardRested,
    DashboardSaved,
    Event,
    LiveStatusChecked,
    PostReminded,
    ProgramStarted,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.note import NoteContent

EVENING = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
POST = "In ten minutes the tide turns. #Saltmarsh #SlowGaming"


def note_of(properties: dict[str, str], revision: str) -> NoteContent:
    return NoteContent("Dashboards/2026-03-06 Dashboard.md", properties, "", revision)


class Waiting:
    """A bot that waits for a stream, with an approved dashboard."""

    def __init__(self, timezone: str = "UTC", **fields: object) -> None:
        self.orchestrator = Orchestrator()
        self.fed: list[Event] = []
        self.derived: list[Event] = []
        properties = {
            "status": "approved",
            "start_time": "19:30",
            "social_post": POST,
            "content_angle": "mud",
        }
        properties |= {key: str(value) for key, value in fields.items()}
        note = note_of(properties, "r1")
        self.feed(SettingsSaved(EVENING, {"timezone": timezone}))
        self.feed(DashboardSaved(EVENING, note))
        self.feed(DashboardRested(EVENING, "r1"))

    def feed(self, event: Event) -> None:
        self.fed.append(event)
        self.derived += self.orchestrator.handle(event)

    @property
    def state(self) -> State:
        return self.orchestrator.state

    def at(self, clock: str, days: int = 0) -> list[PostReminded]:
        """Let a moment of the evening come and return what was reminded in it."""
        hour, minute = map(int, clock.split(":"))
        now = EVENING.replace(hour=hour, minute=minute) + timedelta(days)
        told = len(self.derived)
        self.feed(Ticked(now))
        return [event for event in self.derived[told:] if isinstance(event, PostReminded)]


@pytest.mark.parametrize(
    ("clock", "is_due"),
    [("19:19", False), ("19:20", True), ("19:29", True), ("19:30", False), ("21:00", False)],
)
def test_it_is_due_in_the_ten_minutes_before_the_start(clock: str, is_due: bool) -> None:  # noqa: FBT001 - a table
    assert bool(Waiting().at(clock)) is is_due


def test_it_is_told_once() -> None:
    waiting = Waiting()
    (told,) = waiting.at("19:21")
    assert (told.path, told.start_at) == (
        "Dashboards/2026-03-06 Dashboard.md",
        EVENING + timedelta(minutes=90),
    )
    assert waiting.at("19:22") == []
    waiting.feed(ProgramStarted(EVENING + timedelta(minutes=83), "1"))
    assert waiting.at("19:24") == [], "the journal knows that it was told"


def test_it_is_told_again_where_the_start_was_moved() -> None:
    waiting = Waiting()
    assert waiting.at("19:21")
    moved = {"status": "approved", "start_time": "20:00", "social_post": POST, "content_angle": "mud"}
    note = note_of(moved, "r2")
    waiting.feed(DashboardSaved(EVENING, note))
    waiting.feed(DashboardRested(EVENING, "r2"))
    assert waiting.at("19:40") == []
    assert waiting.at("19:50")


def test_nothing_is_due_while_live_without_a_post_a_time_or_an_approved_dashboard() -> None:
    live = Waiting()
    live.feed(LiveStatusChecked(EVENING, is_live=True))
    for waiting in (live, Waiting(social_post=""), Waiting(start_time=""), Waiting(status="draft")):
        assert waiting.at("19:25") == []


def test_times_are_the_streamers_own() -> None:
    assert Waiting("Europe/Berlin").at("18:21")
    assert Waiting("Europe/Berlin").at("19:21") == []


def test_a_time_past_midnight_is_still_tonights() -> None:
    waiting = Waiting(start_time="00:15")
    assert waiting.at("00:06") == []
    assert waiting.at("00:06", days=1)


def test_yesterdays_dashboard_does_not_remind_again() -> None:
    waiting = Waiting()
    assert waiting.at("19:25", days=1) == []


def test_a_dashboard_of_another_date_reminds_on_that_date() -> None:
    waiting = Waiting(date="2026-03-07")
    assert waiting.at("19:25") == []
    assert waiting.at("19:25", days=1)


def test_tonight_shows_it_until_the_stream_begins_or_is_long_overdue() -> None:
    waiting = Waiting()
    start = EVENING + timedelta(minutes=90)
    assert announcing.shown_for(waiting.state, start) is None
    waiting.at("19:21")
    assert announcing.shown_for(waiting.state, start + timedelta(minutes=5)) == start
    assert announcing.shown_for(waiting.state, start + timedelta(minutes=31)) is None
    waiting.feed(LiveStatusChecked(start, is_live=True))
    assert announcing.shown_for(waiting.state, start) is None


def test_a_journal_tells_it_by_itself_and_a_replay_derives_it_again() -> None:
    waiting = Waiting()
    waiting.at("19:21")
    again = Orchestrator()
    assert [event for fed in waiting.fed for event in again.handle(fed)] == waiting.derived
    told = next(event for event in waiting.derived if isinstance(event, PostReminded))
    assert codec.event_from_plain(codec.type_name(told), codec.to_plain(told)) == told
    assert State.fold([told]).post_reminded == told
