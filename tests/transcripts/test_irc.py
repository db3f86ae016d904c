"""Raw IRC, as loggers keep it: every command, every tag, every wrapping."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.events import (
    ChannelNoticed,
    ChatterCleared,
    Event,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
)
from chronicler.errors import UserError
from chronicler.transcripts.irc_line import parse, read_chat_tags, read_tags, unescape
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import START, events_in, messages_in, write

MILLISECONDS = int(START.timestamp() * 1000)


def line(text: str = "hi", *, after: float = 0, login: str = "maren", **tags: object) -> str:
    """Return a tagged line of chat, sent so many seconds after the start; ``_`` stands for ``-`` in tags."""
    return command("PRIVMSG", f":{text}", after=after, login=login, **tags)


def command(name: str, text: str = "", *, after: float = 0, login: str = "", **tags: object) -> str:
    known = {"tmi_sent_ts": MILLISECONDS + round(after * 1000), "room_id": 7} | tags
    told = ";".join(f"{key.replace('_', '-')}={value}" for key, value in known.items())
    who = f"{login}!{login}@{login}.tmi.twitch.tv" if login else "tmi.twitch.tv"
    return f"@{told} :{who} {name} #lowlamp {text}".rstrip(" ")


def log(folder: Path, *lines: str) -> Path:
    return write(folder / "channel.txt", "".join(f"{each}\r\n" for each in lines))


def happened(folder: Path, *lines: str) -> Sequence[Event]:
    """Return what lines tell besides a first line of chat."""
    return events_in(log(folder, line("before", id="m0"), *lines))[1:]


# Lines of chat ------------------------------------------------------------------------------


def test_a_tagged_line_is_read_whole(tmp_path: Path) -> None:
    raw = line(
        "a lamp", after=1.5, id="m1", display_name="Maren", badges="moderator/1,subscriber/12", user_id=5,
        first_msg=1, reply_parent_msg_id="m0",
    )  # fmt: skip
    (message,) = messages_in(log(tmp_path, raw))
    assert (
        message.message_id,
        message.login,
        message.display_name,
        message.text,
        message.chatter_id,
    ) == ("m1", "maren", "Maren", "a lamp", "5")
    assert (START + timedelta(seconds=1.5), ("moderator", "subscriber")) == (message.at, message.badges)
    assert (message.is_mod, message.is_first, message.reply_to) == (True, True, "m0")


def test_twitchs_time_is_believed_before_the_recorders(tmp_path: Path) -> None:
    raw = f"@rm-received-ts={MILLISECONDS + 900};tmi-sent-ts={MILLISECONDS};historical=1 :a!a@a PRIVMSG #lowlamp :x"
    assert [message.at for message in messages_in(log(tmp_path, raw))] == [START]


def test_a_line_without_a_time_is_of_the_time_of_the_line_before(tmp_path: Path) -> None:
    times = [m.at for m in messages_in(log(tmp_path, line(after=3), ":a!a@a PRIVMSG #lowlamp :no tags"))]
    assert [START + timedelta(seconds=3)] * 2 == times


def test_a_log_that_tells_no_times_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nothing in .* tells when its lines were sent; record chat with"):
        open_transcript(log(tmp_path, ":a!a@a PRIVMSG #lowlamp :hi"))


def test_an_action_is_a_line_of_its_author(tmp_path: Path) -> None:
    (message,) = messages_in(log(tmp_path, line("\x01ACTION trims Kappa\x01", emotes="25:6-10")))
    assert (message.text, message.emotes) == ("trims Kappa", ("Kappa",))


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ("25:2-6,10-14", ("Kappa", "Kappa")),
        ("1902:16-20/25:2-6", ("Kappa", "Keepo")),
        ("25:04", ()),
        ("25:4-0", ()),
        ("25:20-99", ()),
        ("25:", ()),
        ("25:-", ()),
        ("emotesv2_x:2-6", ("Kappa",)),
    ],
)
def test_emotes_are_placed_by_characters_not_bytes(
    tmp_path: Path, placed: str, expected: tuple[str, ...]
) -> None:
    (message,) = messages_in(log(tmp_path, line("😂 Kappa 夜 Kappa Keepo", emotes=placed)))
    assert expected == message.emotes


def test_bits_are_kept_and_told(tmp_path: Path) -> None:
    (notice,) = happened(tmp_path, line("Cheer5", id="m1", bits=5, after=1))[1:]
    assert notice == ChannelNoticed(START + timedelta(seconds=1), "cheer", "maren", amount=5)


def test_a_line_of_another_channel_in_a_shared_chat_is_marked(tmp_path: Path) -> None:
    ours, theirs = messages_in(log(tmp_path, line(source_room_id=7), line(source_room_id=8)))
    assert (ours.source_channel, theirs.source_channel) == (None, "8")
    assert (ours.is_human, theirs.is_human) == (True, False)


def test_a_repeated_id_is_read_once_and_said(tmp_path: Path) -> None:
    transcript = open_transcript(log(tmp_path, line(id="m1"), line(id="m1"), line(id="m2")))
    assert len(list(transcript.events())) == 2
    assert "1 line stood there twice" in transcript.warnings[-1]


def test_known_bots_are_recognised(tmp_path: Path) -> None:
    assert [m.is_bot for m in messages_in(log(tmp_path, line(login="nightbot"), line(login="maren")))] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("raw", "text"), [("word", "word"), (":", ""), (":: )", ": )"), (":a  b ", "a  b "), (": lead", " lead")]
)
def test_the_last_parameter_may_go_without_its_colon(tmp_path: Path, raw: str, text: str) -> None:
    (message,) = messages_in(
        write(tmp_path / "c", f"@tmi-sent-ts={MILLISECONDS} :a!a@a PRIVMSG #lowlamp {raw}\n")
    )
    assert text == message.text


# What else happens --------------------------------------------------------------------------


def test_removals_are_events(tmp_path: Path) -> None:
    lines = (
        command("CLEARMSG", ":gone", target_msg_id="m0", login="joost"),
        command("CLEARCHAT", ":Joost", ban_duration=600),
        command("CLEARCHAT", ":wren"),
        command("CLEARCHAT"),
    )
    assert happened(tmp_path, *lines) == [
        MessageDeleted(START, "m0"),
        ChatterCleared(START, "joost", "timed out for 600 seconds"),
        ChatterCleared(START, "wren", "banned"),
        ChannelNoticed(START, "chat_cleared", ""),
    ]


def test_a_line_that_was_removed_later_is_removed(tmp_path: Path) -> None:
    received, deleted = happened(tmp_path, line("gone", id="m1", rm_deleted=1))
    assert isinstance(received, MessageReceived)
    assert deleted == MessageDeleted(START, "m1")


@pytest.mark.parametrize(
    ("msg_id", "tags", "expected"),
    [
        ("sub", {"msg_param_multimonth_duration": 3}, ("sub", 3)),
        ("resub", {"msg_param_cumulative_months": 9}, ("resub", 9)),
        ("subgift", {"msg_param_gift_months": 6}, ("sub_gift", 6)),
        ("submysterygift", {"msg_param_mass_gift_count": 5}, ("community_sub_gift", 5)),
        ("viewermilestone", {"msg_param_value": 15}, ("watch_streak", 15)),
        ("bitsbadgetier", {"msg_param_threshold": 1000}, ("bits_badge_tier", 1000)),
        ("somethingnew", {}, ("somethingnew", 0)),
    ],
)
def test_a_notice_keeps_its_kind_and_number(
    tmp_path: Path, msg_id: str, tags: dict[str, int], expected: tuple[str, int]
) -> None:
    told = {"id": "n1", "login": "Maren", "msg-id": msg_id, "system-msg": r"so\sit\sis", **tags}
    raw = command("USERNOTICE").replace(
        "@", "@" + "".join(f"{k.replace('_', '-')}={v};" for k, v in told.items()), 1
    )
    (notice,) = happened(tmp_path, raw)
    assert notice == ChannelNoticed(START, expected[0], "maren", "so it is", expected[1])


def test_words_written_with_a_notice_are_a_line(tmp_path: Path) -> None:
    raw = command("USERNOTICE", ":still here", id="n1", msg_id="resub", system_msg="x").replace(
        "@", "@login=maren;", 1
    )
    notice, said = happened(tmp_path, raw)
    assert isinstance(notice, ChannelNoticed)
    assert isinstance(said, MessageReceived)
    assert (said.message.login, said.message.text, said.message.message_id) == ("maren", "still here", "n1")


def test_an_announcement_is_a_line_like_any_other(tmp_path: Path) -> None:
    raw = command("USERNOTICE", ":tea at nine", id="n1", msg_id="announcement").replace(
        "@", "@login=lowlamp;", 1
    )
    (said,) = happened(tmp_path, raw)
    assert isinstance(said, MessageReceived)
    assert said.message.is_broadcaster


def test_a_raid_is_an_event(tmp_path: Path) -> None:
    raw = command("USERNOTICE", msg_id="raid", msg_param_login="tidewatch", msg_param_viewerCount=14)
    assert happened(tmp_path, raw) == [RaidReceived(START, "tidewatch", 14)]


def test_what_is_celebrated_elsewhere_is_not_ours(tmp_path: Path) -> None:
    raw = command("USERNOTICE", id="n1", msg_id="resub", source_room_id=8)
    assert happened(tmp_path, raw) == []


def test_what_is_no_chat_is_left_out_in_silence_and_what_is_no_irc_is_named(tmp_path: Path) -> None:
    others = ("PING :tmi.twitch.tv", ":a!a@a JOIN #lowlamp", ":tmi.twitch.tv 001 x :Welcome", "", "\0")
    whisper = ":a!a@a.tmi.twitch.tv WHISPER lowlamp :between us"
    transcript = open_transcript(log(tmp_path, line(), *others, whisper, "Traceback (most recent call last)"))
    assert len(list(transcript.events())) == 1
    assert transcript.skipped.lines == ((8, "no line of IRC: 'Traceback (most recent call last)'"),)


# Wrappings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", " —", " ;;;", " -", " |"])
@pytest.mark.parametrize(
    "stamp", ["2026-03-06_19:30:00", "2026-03-06T20:30:00+01:00", "[2026-03-06 19:30:00]", "1772825400"]
)
def test_lines_in_a_timed_block_have_its_time(tmp_path: Path, stamp: str, mark: str) -> None:
    raw = ":a!a@a.tmi.twitch.tv PRIVMSG #lowlamp"
    text = f"{stamp}{mark} {raw} :one\r\n{raw} :two\r\n\n{stamp}{mark} \n\n{stamp}{mark} {raw} ::)\r\n"
    transcript = open_transcript(write(tmp_path / "socket.log", text))
    said = [(e.at, e.message.text) for e in transcript.events() if isinstance(e, MessageReceived)]
    assert said == [(START, "one"), (START, "two"), (START, ":)")]
    assert (transcript.skipped.count, transcript.channel) == (0, "lowlamp")


@pytest.mark.parametrize(
    "wrap",
    [lambda raw: {"case": "x", "line": raw}, lambda raw: raw, lambda raw: {"raw": raw + "\r\n", "n": 1}],
)
def test_json_around_a_line_is_taken_off(tmp_path: Path, wrap: object) -> None:
    wrapped = [wrap(line("one", id="m1")), wrap(line("two", id="m2", after=1))]  # type: ignore[operator]
    for text in (
        "".join(f"{json.dumps(each)}\n" for each in wrapped),
        json.dumps({"error": None, "messages": wrapped}),
        json.dumps(wrapped, indent=1),
    ):
        assert [message.text for message in messages_in(write(tmp_path / "log", text))] == ["one", "two"]


def test_an_untagged_line_in_json_has_the_time_beside_it(tmp_path: Path) -> None:
    item = {"raw": ":a!a@a.tmi.twitch.tv PRIVMSG #lowlamp :hi", "timestamp": "2026-03-06T19:30:00Z"}
    assert [m.at for m in messages_in(write(tmp_path / "log.jsonl", json.dumps(item) + "\n"))] == [START]


# Several channels, several streams ----------------------------------------------------------


def test_of_several_channels_the_busiest_is_read_and_it_is_said(tmp_path: Path) -> None:
    mixed = log(tmp_path, line("ours"), line("more"), line("theirs").replace("#lowlamp", "#tidewatch"))
    transcript = open_transcript(mixed)
    assert (len(list(transcript.events())), transcript.channel) == (2, "lowlamp")
    assert (
        "lowlamp (2 lines), tidewatch (1 line); lowlamp is read, --channel chooses" in transcript.warnings[0]
    )
    other = open_transcript(mixed, channel="#TideWatch")
    assert [e.message.text for e in other.events() if isinstance(e, MessageReceived)] == ["theirs"]
    with pytest.raises(UserError, match=r"none of nobody; choose one with --channel"):
        open_transcript(mixed, channel="nobody")


def test_another_name_for_the_only_channel_is_believed(tmp_path: Path) -> None:
    transcript = open_transcript(log(tmp_path, line()), channel="renamed")
    assert (len(list(transcript.events())), transcript.channel, transcript.warnings) == (1, "renamed", ())


def test_of_several_evenings_the_first_is_read_and_the_start_chooses(tmp_path: Path) -> None:
    day = 86_400
    kept = log(tmp_path, line("a"), line("b", after=60), line("c", after=day), line("d", after=day + 60))
    first = open_transcript(kept)
    assert [e.message.text for e in first.events() if isinstance(e, MessageReceived)] == ["a", "b"]
    assert "2 lines of other streams in this file were left out" in first.warnings[0]
    assert "--started-at: 2026-03-07T19:30:00Z" in first.warnings[0]
    assert first.streams == (START, START + timedelta(days=1))
    second = open_transcript(kept, started_at=first.streams[1])
    assert [e.message.text for e in second.events() if isinstance(e, MessageReceived)] == ["c", "d"]


def test_a_start_before_the_first_line_leaves_lines_at_their_times(tmp_path: Path) -> None:
    early = START - timedelta(minutes=20)
    (message,) = [e.message for e in open_transcript(log(tmp_path, line()), started_at=early).events()]  # type: ignore[attr-defined]
    assert message.at == START


def test_a_start_on_another_day_moves_the_log(tmp_path: Path) -> None:
    later = datetime(2026, 9, 1, 20, tzinfo=UTC)
    transcript = open_transcript(log(tmp_path, line(after=5), line(after=8)), started_at=later)
    assert [later, later + timedelta(seconds=3)] == [event.at for event in transcript.events()]
    assert "were moved to 2026-09-01T20:00:00Z" in transcript.warnings[0]


# Syntax -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [
        (r"a\sb", "a b"),
        (r"a\:b", "a;b"),
        (r"a\\sb", r"a\sb"),
        (r"\r\n", "\r\n"),
        ("a\\", "a"),
        (r"a\b", "ab"),
        ("", ""),
    ],
)
def test_a_tags_value_is_unescaped(escaped: str, meant: str) -> None:
    assert meant == unescape(escaped)


def test_tags_may_lack_values_and_hold_equals_signs() -> None:
    assert read_tags("flag;display-name=display-name=x;id=") == {"display-name": "display-name=x", "id": ""}
    assert read_chat_tags(r"flag;display-name=a\sb=x;id=;color=red") == {"display-name": "a b=x"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"(@\S+ )?(:\S+ )?[A-Z]+ #\S+( :?.*)?", fullmatch=True))
def test_any_text_is_a_line_or_none(raw: str) -> None:
    """Law: taking a line apart never raises, and what is read of tags is text."""
    found = parse(raw)
    if found is not None:
        assert all(isinstance(value, str) for value in read_tags(found.tags).values())
        read_chat_tags(found.tags)


def test_a_time_that_another_begins_with_is_another_time(tmp_path: Path) -> None:
    raw = ":a!a@a.tmi.twitch.tv PRIVMSG #lowlamp"
    log = write(
        tmp_path / "log", f"2026-03-06 19:30\n2026-03-06 19:30:07 {raw} :x\n2026-03-06 19:30 {raw} :y\n"
    )
    said = sorted((message.at, message.text) for message in messages_in(log))
    assert said == [(START, "y"), (START + timedelta(seconds=7), "x")]
