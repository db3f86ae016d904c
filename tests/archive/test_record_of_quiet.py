"""A channel's quiet, asked of the archive: real streams that are over, and nobody else's."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chronicler.archive.asking.record_of_quiet import heard_of, human_pauses, real_streams
from chronicler.archive.connect import connect
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    Event,
    HearingGapRecorded,
    LineShadowed,
    MessageReceived,
    SessionEnded,
    SessionStarted,
    StreamerSpoke,
)
from chronicler.domain.session import Origin
from tests.archive.evenings import journaled
from tests.fakes import START, after, message

SHADOW = LineShadowed(after(300), "Is a tide a visit?", "kindling", 240.0, "active_chat")


def stream(
    data: Path,
    day: int,
    *more: Event,
    channel: str = "hearth",
    origin: Origin = Origin.LIVE,
    is_over: bool = True,
    times: tuple[int, ...] = (0, 60, 600),
) -> str:
    """Write one stream's journal, ``day`` days after the first, and return its id."""
    shift = timedelta(days=day)
    session_id = f"{START + shift:%Y%m%dT%H%M%SZ}-{channel}"
    heard = [_said(START + shift, s) for s in times]
    events: list[Event] = [SessionStarted(START + shift, session_id, channel, origin), *heard, *more]
    events.sort(key=lambda event: event.at)
    ended = [SessionEnded(after(3600) + shift, "offline")] if is_over else []
    journaled(data, [*events, *ended], session_id, origin)
    return session_id


def _said(began_at: datetime, seconds: int) -> MessageReceived:
    at = began_at + timedelta(seconds=seconds)
    return MessageReceived(at, Message(f"{at:%d}-{seconds}", at, "mira", "Mira", "the tide"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "journal").mkdir()
    return tmp_path


def test_only_real_streams_that_are_over_count_newest_first(data: Path) -> None:
    first, second = stream(data, 0), stream(data, 1, origin=Origin.IMPORT)
    stream(data, 2, origin=Origin.DEMO)
    stream(data, 3, is_over=False)
    with connect(data) as archive:
        assert [s.session_id for s in real_streams(archive, "hearth")] == [second, first]
        assert real_streams(archive, "elsewhere") == []


def test_where_no_channel_is_named_the_commonest_is_meant(data: Path) -> None:
    stream(data, 0, channel="away")
    stream(data, 1, channel="hearth")
    stream(data, 2, channel="hearth")
    with connect(data) as archive:
        assert {s.channel for s in real_streams(archive)} == {"hearth"}


def test_pauses_lie_between_lines_of_people_within_a_stream(data: Path) -> None:
    bot = MessageReceived(after(300), message(300, "pinebot", "rules", is_bot=True))
    stream(data, 0, bot)
    stream(data, 1, times=(0, 20))
    stream(data, 2, channel="away", times=(0, 5))
    with connect(data) as archive:
        assert sorted(human_pauses(archive, "hearth")) == [20.0, 60.0, 540.0]


def test_a_pause_in_which_nothing_was_heard_is_none(data: Path) -> None:
    stream(data, 0, HearingGapRecorded(after(400), after(200), "restart"))
    with connect(data) as archive:
        assert human_pauses(archive, "hearth") == [60.0]


def test_what_was_heard_holds_times_speech_and_shadows_and_no_words(data: Path) -> None:
    elsewhere = MessageReceived(after(90), message(90, "farr", "hello", source_channel="next-door"))
    ours = MessageReceived(after(95), message(95, "keeper", "a thought", is_own=True))
    bot = MessageReceived(after(99), message(99, "pinebot", "rules", is_bot=True))
    stream(data, 0, elsewhere, ours, bot, StreamerSpoke(after(120), 4.5, "so"), SHADOW)
    with connect(data) as archive:
        heard = heard_of(archive, real_streams(archive)[0])
    assert list(heard.lines) == [(after(0), True), (after(60), True), (after(99), False), (after(600), True)]
    assert list(heard.spoken) == [(after(120), 4.5)]
    assert heard.shadows == [SHADOW]
