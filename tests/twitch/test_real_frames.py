"""Frames that real Twitch sent, kept by others: all of them pass through our reader."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.archive.journal.lines import encode_event
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.twitch.events import EventReader
from tests.fakes import START, FakeClock

Json = dict[str, Any]


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of collected frames."""
    found = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent")) / "eventsub"
    if not found.is_dir():
        pytest.skip("no collected EventSub frames here (CHRONICLER_TEST_DATA)")
    return found


def _frames(folder: Path) -> Iterator[tuple[str, Json]]:
    for path in sorted(folder.rglob("*.json")):
        yield path.name, json.loads(path.read_text(encoding="utf-8"))
    lines = (folder / "chatterino_messages.ndjson").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        yield f"chatterino_messages:{number}", json.loads(line)
    snapshots = folder / "chatterino_eventsub_snapshot_inputs.jsonl"
    for number, line in enumerate(snapshots.read_text(encoding="utf-8").splitlines()):
        case = json.loads(line)
        # These keep the event alone; its kind stands in the case's name.
        kind = case["case"].partition("/")[0].replace("-", ".")
        yield f"snapshot:{number}", {"subscription": {"type": kind}, "event": case["event"]}


def _read_all(folder: Path) -> tuple[dict[str, tuple[Event, ...]], Counter[str]]:
    told: dict[str, tuple[Event, ...]] = {}
    counts: Counter[str] = Counter()
    for name, frame in _frames(folder):
        reader = EventReader(FakeClock())
        told[name] = tuple(reader.read(frame))
        counts += reader.counts
    return told, counts


def test_every_frame_is_read_or_counted_as_not_for_us(folder: Path) -> None:
    told, counts = _read_all(folder)
    assert len(told) >= 220
    assert counts["unreadable"] == 0
    assert counts["read"] + counts["not for us"] == len(told)
    assert counts["read"] >= 45


def test_lines_of_real_frames_have_an_author_an_id_and_words(folder: Path) -> None:
    told, _ = _read_all(folder)
    lines = [e.message for events in told.values() for e in events if isinstance(e, MessageReceived)]
    assert len(lines) >= 8
    assert all(line.message_id and line.login and line.text for line in lines)
    assert any(line.source_channel for line in lines)
    assert any(line.emotes for line in lines)


def test_celebrations_of_real_frames_have_kind_and_words(folder: Path) -> None:
    told, _ = _read_all(folder)
    notices = [e for events in told.values() for e in events if isinstance(e, ChannelNoticed)]
    kinds = {notice.kind for notice in notices}
    assert {"resub", "pay_it_forward", "community_sub_gift", "follow", "modiversary"} <= kinds
    assert all(n.text for n in notices if n.kind not in ("follow", "chat_cleared", "cheer"))


def test_the_real_offline_event_has_no_stream_id_and_is_understood(folder: Path) -> None:
    told, _ = _read_all(folder)
    (offline,) = told["stream.offline.json"]
    assert isinstance(offline, LiveStatusChecked)
    assert offline.is_live is False


def test_a_session_of_real_frames_in_one_reader_has_no_repeats_but_those_collected_twice(
    folder: Path,
) -> None:
    reader = EventReader(FakeClock())
    frames = [frame for _, frame in _frames(folder)]
    for frame in frames:
        reader.read(frame)
    read = reader.counts["read"]
    for frame in frames:
        events = reader.read(frame)
        assert not any(isinstance(event, MessageReceived) for event in events)
    assert reader.counts["read"] >= read


def test_the_whole_collection_is_read(folder: Path) -> None:
    assert len(list((folder / "twitch_api_rs_payloads").glob("*.json"))) == 118
    assert len(list((folder / "chatterino_ws_messages").glob("*.json"))) == 23
    names = [name for name, _ in _frames(folder)]
    assert sum(name.startswith("chatterino_messages:") for name in names) == len(
        (folder / "chatterino_messages.ndjson").read_text(encoding="utf-8").splitlines()
    )


EXPECTED: dict[str, Event] = {
    "channel.chat.notification-pay-it-forward.json": ChannelNoticed(
        START,
        "pay_it_forward",
        "kecogluali5",
        "Kecogluali5 is paying forward the Gift they got from CasinoZEBERUS to the community!",
    ),
    "channel.chat.notification-resub-2.json": ChannelNoticed(
        START, "resub", "viewer23", "viewer23 subscribed at Tier 1. They've subscribed for 10 months!", 10
    ),
    "channel.chat.notification-community-sub-gift.json": ChannelNoticed(
        START,
        "community_sub_gift",
        "",
        "An anonymous user is gifting 1 Tier 1 Subs to Cool_User's community!",
        1,
    ),
    "channel.update.json": ChannelUpdated(START, "Best Stream Ever", "Fortnite"),
    "channel.update.update.0.json": ChannelUpdated(START, "Best Stream Ever", "Grand Theft Auto"),
    "channel.chat.clear.clear.0.json": ChannelNoticed(START, "chat_cleared", ""),
    "channel.chat.clear_user_messages.clear_user_messages.0.json": ChatterCleared(START, "uncool_viewer"),
    "channel.chat.message_delete.message_delete.0.json": MessageDeleted(
        START, "ab24e0b0-2260-4bac-94e4-05eedd4ecd0e"
    ),
    "channel.follow.follow.0.json": ChannelNoticed(START, "follow", "cool_user"),
    "channel.raid.raid.0.json": RaidReceived(START, "cool_user", 9001),
    "stream.offline.json": LiveStatusChecked(START, is_live=False),
    "stream.offline.offline.0.json": LiveStatusChecked(START, is_live=False),
}
"""What each kind that we claim to understand becomes, looked at by a person."""


@pytest.mark.parametrize("name", EXPECTED)
def test_each_kind_becomes_what_it_says(folder: Path, name: str) -> None:
    told, _ = _read_all(folder)
    assert told[name] == (EXPECTED[name],)


def test_a_real_line_keeps_all_that_we_go_by(folder: Path) -> None:
    told, _ = _read_all(folder)
    (event,) = told["channel.chat.message.message.0.json"]
    assert isinstance(event, MessageReceived)
    line = event.message
    assert (line.login, line.text, line.chatter_id) == ("viewer32", "Hi chat", "4145994")
    assert line.badges == ("moderator", "subscriber", "sub-gifter")
    assert (line.is_mod, line.is_human, line.is_broadcaster, line.source_channel) == (True, True, False, None)
    (far,) = told["channel.chat.message.message.1.json"]
    assert isinstance(far, MessageReceived)
    assert (far.message.source_channel, far.message.is_human) == ("streamer33", False)


def test_the_words_of_a_celebration_are_a_line_of_its_person(folder: Path) -> None:
    told, _ = _read_all(folder)
    notice, event = told["channel.chat.notification-resub-msg.json"]
    assert isinstance(notice, ChannelNoticed)
    assert isinstance(event, MessageReceived)
    assert (notice.kind, notice.amount, event.message.text) == ("resub", 58, "GIB MIR DEN POKAL")


def test_the_real_online_event_names_stream_and_start(folder: Path) -> None:
    told, _ = _read_all(folder)
    (event,) = told["stream.online.json"]
    assert isinstance(event, LiveStatusChecked)
    assert (event.is_live, event.stream_id) == (True, "9001")
    assert event.started_at is not None
    assert event.started_at.isoformat() == "2020-10-11T10:11:12.123000+00:00"


# Frames that nobody sent, near to those that were --------------------------------------

DEEP: Any = {}
for _ in range(200):
    DEEP = {"a": DEEP}
STRANGE: tuple[Any, ...] = (
    None, True, -1, 0, 2**63, 10**30, 1.5, float("inf"), "", "x" * 100_000, "\ud800", "\x00", "\r\n",
    [], [None], {}, [[]], {"": None}, DEEP, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
)  # fmt: skip


@cache
def _ours(folder: Path) -> list[Json]:
    """Return the frames that our reader understands."""
    return [frame for _, frame in _frames(folder) if EventReader(FakeClock()).read(frame)]


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything inside a frame."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from _places(item, (*path, key))


def _mutated(frame: Json, path: tuple[Any, ...], strange: Any, *, is_dropped: bool) -> Any:
    copy = json.loads(json.dumps(frame))
    at = copy
    for key in path[:-1]:
        at = at[key]
    if is_dropped:
        del at[path[-1]]
    else:
        at[path[-1]] = strange
    return copy


def _survives(frame: Any) -> None:
    """Read a frame: events that the journal can spell, or a count, never an exception."""
    reader = EventReader(FakeClock())
    events = reader.read(frame)
    assert sum(reader.counts.values()) == 1
    for event in events:
        encode_event(1, event)
        if isinstance(event, MessageReceived):
            assert event.message.message_id not in {"", "None"}
        assert "None" not in {getattr(event, name, "") for name in ("login", "title", "from_channel")}


def test_every_place_of_every_frame_survives_being_dropped_or_emptied(folder: Path) -> None:
    for _, frame in _frames(folder):
        for path in _places(frame):
            _survives(_mutated(frame, path, None, is_dropped=True))
            _survives(_mutated(frame, path, None, is_dropped=False))


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_frames_with_strange_values_are_read_or_counted(data: st.DataObject) -> None:
    found = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent")) / "eventsub"
    if not found.is_dir():
        pytest.skip("no collected EventSub frames here (CHRONICLER_TEST_DATA)")
    frame = data.draw(st.sampled_from(_ours(found)), label="frame")
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        places = list(_places(frame))
        if places:
            path = data.draw(st.sampled_from(places), label="place")
            frame = _mutated(frame, path, data.draw(st.sampled_from(STRANGE)), is_dropped=False)
    _survives(frame)


@pytest.mark.parametrize("frame", [None, 7, "words", [], [1], {}, {"payload": []}, {"metadata": 7}])
def test_what_is_no_frame_is_counted(frame: Any) -> None:
    _survives(frame)


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "soon", ""])
def test_a_time_that_no_calendar_holds_is_none(stamp: str) -> None:
    event = {"id": "s-1", "started_at": stamp}
    (told,) = EventReader(FakeClock()).read({"subscription": {"type": "stream.online"}, "event": event})
    assert told == LiveStatusChecked(START, is_live=True, stream_id="s-1")
