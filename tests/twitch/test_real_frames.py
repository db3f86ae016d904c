"""Frames that real Twitch sent, kept by others: all of them pass through our reader."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import ChannelNoticed, Event, LiveStatusChecked, MessageReceived
from chronicler.twitch.events import EventReader
from tests.fakes import FakeClock

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
