"""Every trap found in real recordings, and what becomes of it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import ChannelNoticed, MessageReceived
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import START, events_in, gql, messages_in, v5, write


def test_a_gql_comment_becomes_a_message(tmp_path: Path) -> None:
    comment = gql(12, "maren", "good ", "evening")
    (message,) = messages_in(write(tmp_path / "chat.json", [comment]))
    assert (
        message.message_id,
        message.login,
        message.display_name,
        message.chatter_id,
    ) == ("maren-12", "maren", "Maren", "id-maren")
    assert ("good evening", START + timedelta(seconds=12)) == (message.text, message.at)
    assert (message.badges, message.bits, message.source_channel, message.is_human) == ((), 0, None, True)


def test_a_v5_comment_becomes_a_message(tmp_path: Path) -> None:
    comment = v5(
        12.5, "maren", "cheer100 bravo", bits_spent=100, user_badges=[{"_id": "subscriber", "version": "6"}]
    )
    (message,) = messages_in(write(tmp_path / "chat.json", [comment]))
    assert (message.message_id, message.login, message.display_name) == ("maren-12.5", "maren", "Maren")
    assert (100, ("subscriber",), START + timedelta(seconds=12.5)) == (
        message.bits,
        message.badges,
        message.at,
    )


def test_a_deleted_account_leaves_a_line_without_a_name(tmp_path: Path) -> None:
    (message,) = messages_in(write(tmp_path / "chat.json", [gql(3, "x", "still here", commenter=None)]))
    assert (
        message.login,
        message.display_name,
        message.chatter_id,
        message.text,
    ) == ("", "", "", "still here")
    assert message.is_human


@pytest.mark.parametrize("fragments", [[], None, "text", [None, {"text": 5}, {"emote": {}}]])
def test_a_comment_without_fragments_is_an_empty_line(tmp_path: Path, fragments: object) -> None:
    comment = gql(3)
    comment["message"]["fragments"] = fragments
    assert [message.text for message in messages_in(write(tmp_path / "chat.json", [comment]))] == [""]


def test_emotes_are_named_in_order_with_repeats(tmp_path: Path) -> None:
    comment = gql(3, "maren", "lampLul", " ", "lampLul", " so ", "lampNod")
    for fragment in comment["message"]["fragments"]:
        fragment["emote"] = {"emoteID": "1"} if fragment["text"].startswith("lamp") else None
    old = v5(4)
    old["message"]["fragments"] = [{"text": "lampNod", "emoticon": {"emoticon_id": "1"}}, {"text": " hm"}]
    found = [message.emotes for message in messages_in(write(tmp_path / "chat.json", [comment, old]))]
    assert found == [("lampLul", "lampLul", "lampNod"), ("lampNod",)]


@pytest.mark.parametrize(
    ("badge", "flag"),
    [
        ("broadcaster", "is_broadcaster"),
        ("moderator", "is_mod"),
        ("vip", "is_vip"),
        ("bot-badge", "is_bot"),
    ],
)
def test_badges_make_flags_in_both_spellings(tmp_path: Path, badge: str, flag: str) -> None:
    new, old = gql(1, "maren", "hi"), v5(2, user_badges=[{"_id": badge, "version": "1"}])
    new["message"]["userBadges"] = [{"setID": ""}, {"setID": badge}]
    for message in messages_in(write(tmp_path / "chat.json", [new, old])):
        assert (True, (badge,)) == (getattr(message, flag), message.badges)


def test_a_well_known_bot_needs_no_badge(tmp_path: Path) -> None:
    (message,) = messages_in(write(tmp_path / "chat.json", [gql(1, "streamelements", "hi")]))
    assert (message.is_bot, message.is_human) == (True, False)


def test_lines_of_one_second_keep_their_order(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.json", [gql(7, "maren", text, id=text) for text in "cabdefz"])
    assert list("cabdefz") == [message.text for message in messages_in(log)]


def test_a_line_out_of_order_is_put_where_it_belongs(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.json", [gql(n, "maren", str(n)) for n in (5, 9, 7, 7.5, 2)])
    assert [message.text for message in messages_in(log)] == ["2", "5", "7", "7.5", "9"]


def test_offsets_beyond_the_recording_are_kept(tmp_path: Path) -> None:
    write(tmp_path / "vod.json", {"created_at": "2026-03-06 19:30:00", "duration": 100})
    transcript = open_transcript(write(tmp_path / "chat.json", [gql(120, "maren", "late")]))
    assert timedelta(seconds=100) == transcript.duration
    (event,) = transcript.events()
    assert transcript.started_at + timedelta(seconds=120) == event.at


def test_a_line_before_the_start_is_at_the_start(tmp_path: Path) -> None:
    (message,) = messages_in(write(tmp_path / "chat.json", [v5(-3.2)]))
    assert message.at == open_transcript(tmp_path / "chat.json").started_at


def test_a_comment_without_an_id_gets_one_that_is_the_same_at_every_reading(tmp_path: Path) -> None:
    twins = [
        gql(3, "maren", "same", id=None),
        gql(3, "maren", "same", id=None),
        gql(4, "maren", "same", id=""),
    ]
    log = write(tmp_path / "chat.json", twins)
    ids = [message.message_id for message in messages_in(log)]
    assert (len(set(ids)), all(name.startswith("x") for name in ids)) == (3, True)
    assert ids == [message.message_id for message in messages_in(log)]


def test_a_line_that_a_resumed_download_holds_twice_is_read_once(tmp_path: Path) -> None:
    log = write(tmp_path / "chat.json", [gql(n, "maren", str(n)) for n in (1, 2, 3, 2, 3, 4)])
    transcript = open_transcript(log)
    texts = [event.message.text for event in transcript.events() if isinstance(event, MessageReceived)]
    assert texts == ["1", "2", "3", "4"]
    assert "2 lines stood there twice and were read once" in transcript.warnings


def test_text_is_one_line_that_can_be_written_to_a_file(tmp_path: Path) -> None:
    bodies = ["one\r\ntwo\n\nthree", "half \ud83d pair", "\ud83d\ude00 whole"]
    log = write(tmp_path / "chat.json", [v5(n, body=body) for n, body in enumerate(bodies)])
    assert [message.text for message in messages_in(log)] == ["one two three", "half \ufffd pair", "😀 whole"]


UNREADABLE: list[tuple[Any, str]] = [
    ("no comment", "an object was expected"),
    (None, "an object was expected"),
    (gql(None), "offset into the stream is missing"),
    (gql("12"), "offset into the stream is missing"),
    (gql(True), "offset into the stream is missing"),
    ({"id": "x", "message": {}}, "offset into the stream is missing"),
    (gql(float("nan")), "beyond the end of any stream"),
    (gql(float("inf")), "beyond the end of any stream"),
    (gql(10**30), "beyond the end of any stream"),
    (gql(5, message=None), "no message"),
]


@pytest.mark.parametrize(("broken", "reason"), UNREADABLE)
def test_an_unreadable_comment_is_counted_and_named_never_fatal(
    tmp_path: Path, broken: object, reason: str
) -> None:
    log = write(tmp_path / "chat.json", [gql(1, "maren", "a"), broken, gql(2, "maren", "b")])
    transcript = open_transcript(log)
    assert [e.message.text for e in transcript.events() if isinstance(e, MessageReceived)] == ["a", "b"]
    assert transcript.skipped.count == 1
    ((line, why),) = transcript.skipped.lines
    assert (line, reason in why) == (2, True)


def test_a_hundred_unreadable_lines_are_named_and_all_are_counted(tmp_path: Path) -> None:
    transcript = open_transcript(write(tmp_path / "chat.json", [gql(1, "maren", "a"), *[None] * 250]))
    list(transcript.events())
    assert (transcript.skipped.count, len(transcript.skipped.lines)) == (250, 100)


def test_json_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([gql(n, "maren", str(n)) for n in range(5)])
    transcript = open_transcript(write(tmp_path / "chat.json", text[:-40]))
    assert len(list(transcript.events())) == 4
    assert any("breaks off" in warning for warning in transcript.warnings)


# What the wrapper says ------------------------------------------------------------------

VIDEO = {
    "id": "1087",
    "title": "Lamps and tides",
    "user_login": "lowlamp",
    "user_name": "LowLamp",
    "created_at": "2026-03-06T19:00:00Z",
    "duration": "2h3m4s",
}


@pytest.mark.parametrize("order", [("video", "comments"), ("comments", "video")])
def test_the_wrapper_describes_the_stream_wherever_it_stands(tmp_path: Path, order: tuple[str, ...]) -> None:
    parts = {"video": VIDEO, "comments": [v5(12)]}
    transcript = open_transcript(write(tmp_path / "chat.json", {key: parts[key] for key in order}))
    assert (transcript.channel, transcript.title) == ("lowlamp", "Lamps and tides")
    assert timedelta(hours=2, minutes=3, seconds=4) == transcript.duration
    assert transcript.format == "v5 comment JSON"
    assert len(list(transcript.events())) == 1


def test_twitchdownloaders_wrapper_names_streamer_game_and_length(tmp_path: Path) -> None:
    wrapper = {
        "FileInfo": {"Version": {"Major": 1}},
        "streamer": {"name": "LowLamp", "login": "lowlamp", "id": 7},
        "video": {"title": "Lamps", "game": "The Orrow Inventory", "start": 0, "end": 7384, "length": 7384},
        "comments": [v5(12)],
        "embeddedData": {"thirdParty": []},
    }
    transcript = open_transcript(write(tmp_path / "chat.json", wrapper))
    assert (transcript.format, transcript.channel) == ("TwitchDownloader comment JSON", "lowlamp")
    assert ("The Orrow Inventory", timedelta(seconds=7384)) == (transcript.category, transcript.duration)


def test_the_first_comment_tells_the_start_to_the_second(tmp_path: Path) -> None:
    transcript = open_transcript(write(tmp_path / "chat.json", {"video": VIDEO, "comments": [v5(12.5)]}))
    assert (transcript.started_at, transcript.started_from) == (START, "log")


def test_without_times_on_comments_the_recordings_own_is_taken(tmp_path: Path) -> None:
    untimed = v5(12) | {"created_at": None}
    transcript = open_transcript(write(tmp_path / "chat.json", {"video": VIDEO, "comments": [untimed]}))
    assert (START - timedelta(minutes=30), "log") == (transcript.started_at, transcript.started_from)


# What Twitch says in a chatter's name ---------------------------------------------------


def test_a_subscription_is_told_beside_its_line(tmp_path: Path) -> None:
    text = "Maren subscribed at Tier 1. They've subscribed for 8 months! evening all"
    line, notice = events_in(write(tmp_path / "chat.json", [gql(3, "maren", text)]))
    assert isinstance(line, MessageReceived)
    assert ChannelNoticed(line.at, "sub", "maren", text.removesuffix(" evening all")) == notice


@pytest.mark.parametrize(
    ("key", "kind", "expected"),
    [
        ("msg-id", "resub", "resub"),
        ("msgid", "subgift", "sub_gift"),
        ("msg-id", "submysterygift", "community_sub_gift"),
        ("msg-id", "announcement", "announcement"),
    ],
)
def test_v5_names_its_notices(tmp_path: Path, key: str, kind: str, expected: str) -> None:
    log = write(
        tmp_path / "chat.json", [v5(3, user_notice_params={key: kind}), v5(4, user_notice_params={key: None})]
    )
    assert [expected] == [event.kind for event in events_in(log) if isinstance(event, ChannelNoticed)]
