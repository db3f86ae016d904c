"""Which journal is open, and where one stream ends and the next begins."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chronicler.agent.hearthkeeper.quiet import measure
from chronicler.archive.journal.writing import off_air_path, read_journal, session_journals
from chronicler.domain.events import (
    ChannelUpdated,
    Event,
    HearingChanged,
    LiveStatusChecked,
    MessageReceived,
    PostReminded,
    QuietEnded,
    SessionEnded,
    SessionStarted,
    SettingsSaved,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.replay import replay
from tests.fakes import START, FakeClock, after, message

MINUTE = 60
ID = "20260306T193000Z-lantern"


class Channel:
    """A channel whose live status and chat are given by hand."""

    def __init__(self, folder: Path, clock: FakeClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or FakeClock()
        self.ended: list[Path] = []
        self.sessions = Sessions(
            folder,
            "lantern",
            Origin.LIVE,
            self.clock,
            opening=self._opening,
            on_ended=lambda path, _: self.ended.append(path),
        )

    def _opening(self, at: datetime) -> Iterable[Event]:
        yield SettingsSaved(at, {"timezone": "UTC"})

    def live(
        self,
        seconds: float,
        stream: str = "s1",
        *,
        is_live: bool | None = True,
        started_at: datetime | None = None,
    ) -> None:
        stream_id = stream if is_live else None
        self._at(seconds)
        self.sessions.feed(
            LiveStatusChecked(after(seconds), is_live=is_live, stream_id=stream_id, started_at=started_at)
        )

    def offline(self, seconds: float) -> None:
        self.live(seconds, is_live=False)

    def say(self, seconds: float) -> None:
        self._at(seconds)
        self.sessions.feed(MessageReceived(after(seconds), message(seconds, "maren", "the sea again")))

    def restart(self, seconds: float) -> "Channel":
        """Leave as a crash would, with everything on disk, and come back."""
        self.sessions.engine.close()
        self._at(seconds)
        return Channel(self.folder, self.clock)

    def tick(self, seconds: float) -> None:
        self._at(seconds)
        self.sessions.feed(Ticked(after(seconds)))

    def _at(self, seconds: float) -> None:
        self.clock.advance((after(seconds) - self.clock.now()).total_seconds())

    @property
    def session_id(self) -> str:
        """The running session's id, empty between streams."""
        state = self.sessions.engine.state
        return state.session.session_id if state.is_running and state.session else ""

    def journaled(self, session_id: str = "") -> list[Event]:
        path = self.folder / f"{session_id}.ndjson" if session_id else off_air_path(self.folder, START)
        self.sessions.engine.journal.sync()
        return [event for _, event in read_journal(path)]

    def ending(self, session_id: str) -> SessionEnded:
        (ended,) = (e for e in self.journaled(session_id) if isinstance(e, SessionEnded))
        return ended


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    return Channel(tmp_path)


def test_what_was_said_before_we_came_is_a_gap_and_no_silence(tmp_path: Path) -> None:
    channel = Channel(tmp_path, FakeClock(after(30 * MINUTE)))
    channel.live(30 * MINUTE + 1, started_at=START)
    state = channel.sessions.engine.state
    assert [(gap.gap_from, gap.at) for gap in state.gaps] == [(START, after(30 * MINUTE + 1))]
    channel.say(30 * MINUTE + 5)
    channel._at(31 * MINUTE)
    channel.sessions.feed(Ticked(after(31 * MINUTE)))
    assert state.reasons["hearthkeeper"].reason == "active_chat"
    assert measure(state, after(31 * MINUTE)).nobody_wrote_for < timedelta(minutes=1, seconds=1)


def test_what_was_said_to_a_program_killed_as_the_stream_began_is_a_gap_however_short(tmp_path: Path) -> None:
    """Killed before the session's first line was on disk, it has left no word of the stream."""
    channel = Channel(tmp_path, FakeClock(after(0.5)))
    channel.live(2, started_at=START)
    assert [(gap.gap_from, gap.at) for gap in channel.sessions.engine.state.gaps] == [(START, after(2))]


def test_who_waited_for_the_stream_missed_nothing_of_it(tmp_path: Path) -> None:
    channel = Channel(tmp_path)
    channel.live(MINUTE, started_at=after(50))
    assert channel.sessions.engine.state.gaps == []


def test_between_streams_the_off_air_journal_is_open(channel: Channel) -> None:
    channel.say(3)
    assert channel.session_id == ""
    assert channel.sessions.engine.journal.path == off_air_path(channel.folder, START)
    assert isinstance(channel.journaled()[-1], MessageReceived)


def test_going_live_begins_a_session_named_for_its_start(channel: Channel) -> None:
    channel.live(30, started_at=START)
    assert channel.session_id == ID
    assert channel.journaled(ID)[0] == SessionStarted(START, ID, "lantern", Origin.LIVE, "s1")
    assert SettingsSaved(after(30), {"timezone": "UTC"}) in channel.journaled(ID)


def test_a_session_knows_the_title_that_was_told_before_it_began(channel: Channel) -> None:
    channel.sessions.feed(ChannelUpdated(START, "The salt stair", "Salt"))
    channel.live(0)
    session = channel.sessions.engine.state.session
    assert session is not None
    assert (session.title, session.category) == ("The salt stair", "Salt")


def test_a_pause_of_under_ten_minutes_goes_on(channel: Channel) -> None:
    channel.live(0, "s1")
    channel.offline(10 * MINUTE)
    channel.live(19 * MINUTE, "s2")
    assert (channel.session_id, channel.ended) == (ID, [])


def test_the_same_stream_goes_on_however_long_it_was_away(channel: Channel) -> None:
    channel.live(0, "s1")
    again = channel.restart(120 * MINUTE)
    again.live(120 * MINUTE, "s1")
    assert (again.session_id, again.ended) == (ID, [])


def test_ten_minutes_offline_end_it_at_the_time_it_went_offline(channel: Channel) -> None:
    channel.live(0)
    channel.offline(30 * MINUTE)
    channel.offline(39 * MINUTE)
    assert channel.session_id == ID
    channel.offline(40 * MINUTE)
    assert channel.session_id == ""
    assert [path.stem for path in channel.ended] == [ID]
    assert channel.ending(ID) == SessionEnded(after(30 * MINUTE), "offline")


def test_what_happens_off_the_air_is_no_part_of_the_stream(channel: Channel) -> None:
    channel.live(0)
    channel.say(10 * MINUTE)
    channel.offline(13 * MINUTE)
    for minute in (14, 16, 18):
        channel.tick(minute * MINUTE)
        channel.offline(minute * MINUTE + 30)
    channel.say(20 * MINUTE)
    channel.sessions.close()
    told = channel.journaled(ID)
    assert channel.ending(ID) == SessionEnded(after(13 * MINUTE), "offline")
    assert [event.at for event in told if isinstance(event, Ticked)] == [after(13 * MINUTE)]
    assert [event for event in told if isinstance(event, QuietEnded)] == []
    assert replay(channel.ended[0]).differences == ()


def test_a_quiet_at_the_end_lasts_until_the_stream_went_offline(channel: Channel) -> None:
    channel.live(0)
    channel.say(10 * MINUTE)
    channel.offline(40 * MINUTE)
    channel.say(45 * MINUTE)  # good night
    channel.sessions.close()
    (quiet,) = (event for event in channel.journaled(ID) if isinstance(event, QuietEnded))
    assert (quiet.began_at, quiet.at) == (after(10 * MINUTE), after(40 * MINUTE))


def test_a_quiet_begins_anew_when_the_stream_is_back(channel: Channel) -> None:
    channel.live(0)
    channel.say(MINUTE)
    channel.offline(13 * MINUTE)
    channel.live(20 * MINUTE, "s2")
    channel.tick(21 * MINUTE)
    assert measure(channel.sessions.engine.state, after(21 * MINUTE)).nobody_wrote_for == timedelta(minutes=1)
    assert channel.sessions.engine.state.reasons["hearthkeeper"].reason == "active_chat"


def test_killed_while_it_waited_it_still_ends_when_it_went_offline(channel: Channel) -> None:
    channel.live(0)
    channel.offline(30 * MINUTE)
    again = channel.restart(35 * MINUTE)
    assert again.sessions.is_waiting
    again.offline(36 * MINUTE)
    assert again.session_id == ID
    again.sessions.close()
    assert again.ending(ID) == SessionEnded(after(30 * MINUTE), "offline")


def test_another_stream_after_a_long_pause_ends_the_first_and_begins_the_second(channel: Channel) -> None:
    channel.live(0, "s1")
    channel.offline(30 * MINUTE)
    channel.live(41 * MINUTE, "s2")
    assert channel.session_id == "20260306T201100Z-lantern"
    assert channel.ending(ID).reason == "another_stream"
    assert [path.stem for path in channel.ended] == [ID]


def test_what_cannot_be_answered_changes_nothing(channel: Channel) -> None:
    channel.live(0)
    channel.live(20 * MINUTE, is_live=None)
    channel.live(40 * MINUTE, is_live=None)
    assert channel.session_id == ID


def test_stopping_after_it_went_offline_ends_it(channel: Channel) -> None:
    channel.live(0)
    channel.offline(30 * MINUTE)
    channel.sessions.close()
    assert [path.stem for path in channel.ended] == [ID]


def test_stopping_while_live_leaves_it_to_be_taken_up(channel: Channel) -> None:
    channel.live(0)
    channel.say(50)
    channel.sessions.close()
    assert channel.ended == []
    again = Channel(channel.folder, channel.clock)
    assert (again.session_id, 1) == (ID, again.sessions.engine.state.room.messages)


def test_a_session_that_ended_while_nobody_listened_is_ended_on_return(channel: Channel) -> None:
    channel.live(0)
    channel.say(50)
    again = channel.restart(60 * MINUTE)
    assert again.session_id == ID
    again.offline(60 * MINUTE)
    assert again.session_id == ""
    assert [path.stem for path in again.ended] == [ID]


def test_after_a_restart_another_stream_is_a_session_of_its_own(channel: Channel) -> None:
    channel.live(0, "s1")
    again = channel.restart(60 * MINUTE)
    again.live(60 * MINUTE, "s2")
    assert again.session_id == "20260306T203000Z-lantern"
    assert len(session_journals(channel.folder)) == 2


@pytest.mark.parametrize("lines", [0, 1])
def test_a_journal_that_a_crash_left_before_its_first_event_stops_nobody(tmp_path: Path, lines: int) -> None:
    first = Channel(tmp_path)
    first.live(0, "s1")
    first.sessions.engine.close()
    path = tmp_path / f"{ID}.ndjson"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    again = Channel(tmp_path, first.clock)
    assert again.session_id == ""
    again.live(0, "s1")
    assert again.session_id == ID
    assert isinstance(again.journaled(ID)[0], SessionStarted)


def test_another_channel_may_follow_within_the_month(channel: Channel) -> None:
    channel.sessions.close()
    other = Sessions(
        channel.folder,
        "harbour",
        Origin.LIVE,
        channel.clock,
        opening=channel._opening,
        on_ended=lambda *_: None,
    )
    other.feed(LiveStatusChecked(START, is_live=True))
    assert other.engine.journal.path.stem == "20260306T193000Z-harbour"


def test_polls_between_streams_that_say_the_same_write_no_lines(channel: Channel) -> None:
    channel.offline(0)
    before = len(channel.journaled())
    for minute in range(1, 60):
        channel.offline(minute * MINUTE)
    assert before == len(channel.journaled())
    channel.live(61 * MINUTE, is_live=None)
    assert before + 1 == len(channel.journaled())


def test_the_next_stream_after_one_that_ended_is_counted_from_zero(channel: Channel) -> None:
    channel.live(0, "s1")
    channel.say(5)
    channel.sessions.end_now("log_ended")
    channel.live(3 * MINUTE, "s2")
    assert channel.sessions.engine.state.room.messages == 0


def test_a_stream_that_begins_while_chat_is_not_heard_knows_it(tmp_path: Path) -> None:
    channel = Channel(tmp_path)
    channel.sessions.feed(HearingChanged(after(0), is_hearing=False, reason="cut"))
    channel.live(60)
    assert channel.sessions.engine.state.hearing == HearingChanged(after(60), is_hearing=False, reason="cut")


def test_a_stream_taken_up_again_is_deaf_until_it_is_heard(tmp_path: Path) -> None:
    channel = Channel(tmp_path)
    channel.sessions.feed(HearingChanged(after(0), is_hearing=True))
    channel.live(60)
    channel.sessions.close()
    again = Channel(tmp_path, FakeClock(after(90)))
    hearing = again.sessions.engine.state.hearing
    assert hearing is not None
    assert not hearing.is_hearing


def test_a_log_that_ends_offline_ends_when_it_went_offline(channel: Channel) -> None:
    channel.live(0)
    channel.offline(5 * MINUTE)
    channel._at(8 * MINUTE)
    channel.sessions.end_now("log_ended")
    assert channel.ending(ID) == SessionEnded(after(5 * MINUTE), "log_ended")


def test_a_post_that_was_reminded_of_is_reminded_of_no_more_after_a_restart(tmp_path: Path) -> None:
    channel = Channel(tmp_path)
    told = PostReminded(after(60), "Dashboards/Tonight.md", after(600))
    channel.sessions.engine.journal.append([replace(told, start_at=after(300)), told])
    assert channel.sessions.engine.state.post_reminded is None
    again = channel.restart(120).restart(180)
    assert again.sessions.engine.state.post_reminded == told
    again.live(600)
    assert again.sessions.engine.state.post_reminded is None, "a stream's own journal holds none"
