"""chat-downloader's JSON, and the chapters of TwitchDownloader's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.transcripts.chapters import Chapter, read_chapters
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import START, events_in, messages_in, v5, write

MICROSECONDS = int(START.timestamp()) * 1_000_000


def item(seconds: float | None = 12, text: str = "good evening", **changes: object) -> dict[str, Any]:
    offset = {} if seconds is None else {"time_in_seconds": seconds, "time_text": "0:12"}
    author = {
        "id": "7",
        "name": "maren",
        "display_name": "Maren",
        "badges": [{"name": "Moderator", "version": 1}],
    }
    return {
        **offset,
        "message_id": f"m-{seconds}",
        "timestamp": MICROSECONDS + int((seconds or 0) * 1_000_000),
        "author": author,
        "message": text,
        "message_type": "text_message",
        **changes,
    }


def test_an_item_becomes_a_message(tmp_path: Path) -> None:
    emotes = [{"id": "25", "name": "Kappa", "locations": "5-9"}]
    log = write(tmp_path / "chat.json", [item(12, "good Kappa", emotes=emotes, is_first_message=True)])
    (message,) = messages_in(log)
    assert (open_transcript(log).format, open_transcript(log).started_at) == ("chat-downloader JSON", START)
    assert (
        message.message_id,
        message.login,
        message.display_name,
        message.chatter_id,
    ) == ("m-12", "maren", "Maren", "7")
    assert (message.badges, message.is_mod, message.emotes) == (("moderator",), True, ("Kappa",))
    assert (message.at, message.is_first) == (START + timedelta(seconds=12), True)


def test_live_recordings_have_dates_alone(tmp_path: Path) -> None:
    log = write(
        tmp_path / "chat.json", [item(None), item(None, message_id="m2", timestamp=MICROSECONDS + 2_500_000)]
    )
    assert [START, START + timedelta(seconds=2.5)] == [message.at for message in messages_in(log)]


def test_what_else_happened_is_told(tmp_path: Path) -> None:
    log = write(
        tmp_path / "chat.json",
        [
            item(0),
            item(1, message_type="ban_user", banned_user="Joost", ban_duration=600),
            item(2, message_type="ban_user", banned_user="wren"),
            item(3, message_type="delete_message", target_message_id="m-0"),
            item(4, message_type="clear_chat"),
            item(5, message_type="raid", raider_name="tidewatch", number_of_raiders=14),
            item(6, "so long", message_type="resubscription"),
        ],
    )
    at = [START + timedelta(seconds=n) for n in range(7)]
    *happened, line, notice = events_in(log)[1:]
    assert happened == [
        ChatterCleared(at[1], "joost", "timed out for 600 seconds"),
        ChatterCleared(at[2], "wren", "banned"),
        MessageDeleted(at[3], "m-0"),
        ChannelNoticed(at[4], "chat_cleared", ""),
        RaidReceived(at[5], "tidewatch", 14),
    ]
    assert isinstance(line, MessageReceived)
    assert notice == ChannelNoticed(at[6], "resub", "maren", "so long")


@pytest.mark.parametrize("broken", [None, 5, [], {"author": None}, {"time_in_seconds": "soon", "author": {}}])
def test_what_is_no_item_is_counted_by_its_place(tmp_path: Path, broken: object) -> None:
    transcript = open_transcript(write(tmp_path / "chat.json", [item(), broken, item(13)]))
    assert len(list(transcript.events())) == 2
    assert [number for number, _ in transcript.skipped.lines] == [2]


# Chapters -----------------------------------------------------------------------------------


def test_chapters_are_changes_of_category(tmp_path: Path) -> None:
    chapters = [
        {"startMilliseconds": 0, "gameDisplayName": "The Orrow Inventory"},
        {"startMilliseconds": 60_000, "gameDisplayName": "Just Chatting"},
        {"startMilliseconds": 90_000, "gameDisplayName": "Just Chatting"},
    ]
    video = {"title": "Among shelves", "game": "Just Chatting", "chapters": chapters}
    log = write(
        tmp_path / "chat.json",
        {"streamer": {"name": "Lowlamp"}, "video": video, "comments": [v5(12), v5(60)]},
    )
    assert open_transcript(log).category == "The Orrow Inventory"
    first, change, second = events_in(log)
    assert (isinstance(first, MessageReceived), isinstance(second, MessageReceived)) == (True, True)
    assert change == ChannelUpdated(START + timedelta(seconds=60), "Among shelves", "Just Chatting")


@pytest.mark.parametrize(
    "described",
    [None, {}, {"chapters": 3}, {"chapters": [3, {}, {"startMilliseconds": True, "description": "x"}]}],
)
def test_what_is_no_chapter_is_left_out(described: object) -> None:
    assert read_chapters(described) == []


def test_the_first_chapter_begins_with_the_recording() -> None:
    found = read_chapters({"chapters": [{"startMilliseconds": 5_000, "description": "Shelves"}]})
    assert found == [Chapter(0.0, "Shelves")]
