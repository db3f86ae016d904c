"""A person can write a whole stream as a text, and is told what could not be read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.domain.chat import Message, made_up_message_id
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
    StreamerSpoke,
)
from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Edit
from tests.transcripts.made_up import START, events_in, messages_in, script, write


def told(tmp_path: Path, *lines: str, header: tuple[str, ...] = ()) -> list[Event]:
    """Return the events of a script in which every line can be read."""
    log = write(tmp_path / "evening.stream", script(*lines, header=header))
    transcript = open_transcript(log)
    events = list(transcript.events())
    assert transcript.skipped.lines == ()
    return events


def said(tmp_path: Path, *lines: str, header: tuple[str, ...] = ()) -> list[Message]:
    return [e.message for e in told(tmp_path, *lines, header=header) if isinstance(e, MessageReceived)]


# Header ---------------------------------------------------------------------------------


def test_the_header_describes_the_stream(tmp_path: Path) -> None:
    header = ("title: Lamps: a beginning", "category: The Orrow Inventory", "# nobody reads this")
    transcript = open_transcript(write(tmp_path / "a", script("1:00:00 maren: hi", header=header)))
    assert (
        transcript.channel,
        transcript.title,
        transcript.category,
    ) == ("lowlamp", "Lamps: a beginning", "The Orrow Inventory")
    assert (START, "log", timedelta(hours=1)) == (
        transcript.started_at,
        transcript.started_from,
        transcript.duration,
    )


def test_names_declared_once_hold_for_the_whole_script(tmp_path: Path) -> None:
    header = ("mods: ottoline", "vips: fen, maren", "bots: lampbot", "emotes: lampLul, lampNod")
    lines = ["ottoline: hi", "fen: hi", "lampbot: hi", "joost: lampLul ja lampNod lampLul", "lowlamp: hi"]
    mod, vip, bot, plain, streamer = said(tmp_path, *(f"0:00:01 {line}" for line in lines), header=header)
    assert (mod.is_mod, vip.is_vip, bot.is_bot, streamer.is_broadcaster) == (True, True, True, True)
    assert plain.emotes == ("lampLul", "lampNod", "lampLul")
    assert [plain.is_mod, plain.is_vip, plain.is_bot, plain.is_broadcaster] == [False] * 4


def test_an_unknown_header_line_is_named(tmp_path: Path) -> None:
    log = write(tmp_path / "a", script("0:00:01 maren: hi", header=("colour: red", "nonsense")))
    transcript = open_transcript(log)
    list(transcript.events())
    assert list(transcript.skipped.lines) == [
        (4, "no header line: 'colour: red'"),
        (5, "no header line: 'nonsense'"),
    ]


def test_a_start_that_is_no_time_is_named_and_asked_for_elsewhere(tmp_path: Path) -> None:
    text = "# chronicler stream script 1\nstarted_at: tonight\n\n0:00:01 maren: hi\n"
    transcript = open_transcript(write(tmp_path / "2026-04-05.stream", text))
    list(transcript.events())
    assert transcript.started_from == "file name"
    assert list(transcript.skipped.lines) == [(2, "write started_at like 2026-03-06T19:30:00Z")]


def test_a_script_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="version 2; only version 1"):
        open_transcript(write(tmp_path / "a", "# chronicler stream script 2\n\n"))


# Chat -----------------------------------------------------------------------------------


def test_a_chat_line_is_name_colon_text(tmp_path: Path) -> None:
    (message,) = said(tmp_path, "0:00:12.5 Maren: one: two [three]")
    assert (message.login, message.display_name, message.text) == ("maren", "Maren", "one: two [three]")
    assert START + timedelta(seconds=12.5) == message.at
    assert made_up_message_id(12.5, "maren", "one: two [three]", 0) == message.message_id


def test_attributes_stand_in_brackets_behind_the_name(tmp_path: Path) -> None:
    first, answer, far, cheer = said(
        tmp_path,
        "0:00:01 sedge [first] [id m1]: hello Kappa",
        "0:00:02 ottoline [mod][reply m1]: hello",
        "0:00:03 moth [from otherchannel]: over here",
        "0:00:04 joost [bits 100] [emotes Kappa,LUL] [vip]: Kappa well Kappa LUL",
    )
    assert (first.message_id, first.is_first) == ("m1", True)
    assert (answer.reply_to, answer.is_mod, answer.may_moderate) == ("m1", True, True)
    assert (far.source_channel, far.is_human) == ("otherchannel", False)
    assert (cheer.bits, cheer.emotes, cheer.is_vip) == (100, ("Kappa", "Kappa", "LUL"), True)


def test_bots_the_streamer_and_our_own_lines_can_be_marked(tmp_path: Path) -> None:
    bot, own, streamer = said(
        tmp_path, "0:00:01 a [bot]: x", "0:00:02 hearth [own]: y", "0:00:03 wren [streamer]: z"
    )
    assert (bot.is_bot, bot.is_human) == (True, False)
    assert (own.is_own, own.is_human) == (True, False)
    assert (streamer.is_broadcaster, streamer.may_moderate) == (True, True)


def test_the_same_words_in_one_second_get_two_ids(tmp_path: Path) -> None:
    messages = said(tmp_path, "0:00:01 maren: F", "0:00:02 maren: F", "0:00:01 maren: F")
    assert len({message.message_id for message in messages}) == 3


def test_lines_need_not_stand_in_order_and_ties_keep_theirs(tmp_path: Path) -> None:
    messages = said(tmp_path, "0:00:05 a: c", "0:00:01 a: a", "0:00:05 a: d", "0:00:03 a: b")
    assert list("abcd") == [message.text for message in messages]


# Speech and directions ------------------------------------------------------------------


def test_speech_lasts_as_long_as_it_takes_to_say_unless_told(tmp_path: Path) -> None:
    told_, guessed, short, meter = told(
        tmp_path,
        "0:00:01 > [6.5s] good evening",
        "0:00:10 > one two three four five six seven eight nine ten",
        "0:00:20 > hm",
        "0:00:30 > [40s]",
    )
    assert StreamerSpoke(START + timedelta(seconds=1), 6.5, "good evening") == told_
    assert [e.seconds for e in (guessed, short, meter) if isinstance(e, StreamerSpoke)] == [4.0, 1.0, 40.0]


def test_every_direction_becomes_its_event(tmp_path: Path) -> None:
    at = START + timedelta(minutes=40)
    lines = {
        "raid tidewatch 14": RaidReceived(at, "tidewatch", 14),
        "delete m1": MessageDeleted(at, "m1"),
        "clear Spammer growth scam": ChatterCleared(at, "spammer", "growth scam"),
        "title Lamps | Other Game": ChannelUpdated(at, "Lamps", "Other Game"),
        "title Lamps again": ChannelUpdated(at, "Lamps again", "Other Game"),
        "sub maren third month": ChannelNoticed(at, "sub", "maren", "third month"),
        "follow maren": ChannelNoticed(at, "follow", "maren"),
        "gap 90s reconnect": HearingGapRecorded(at, at - timedelta(seconds=90), "reconnect"),
        "offline": LiveStatusChecked(at, is_live=False, reason="log"),
        "online": LiveStatusChecked(at, is_live=True, reason="log"),
    }
    events = told(tmp_path, "0:00:01 maren [id m1]: hi", *(f"0:40:00 ! {line}" for line in lines))
    assert list(lines.values()) == events[1:]


def test_a_gap_does_not_reach_behind_the_start(tmp_path: Path) -> None:
    (gap,) = told(tmp_path, "0:00:10 ! gap 90s")
    assert HearingGapRecorded(START + timedelta(seconds=10), START, "log") == gap


def test_a_title_keeps_the_category_of_the_header(tmp_path: Path) -> None:
    (update,) = told(tmp_path, "0:00:10 ! title New", header=("category: The Orrow Inventory",))
    assert ChannelUpdated(START + timedelta(seconds=10), "New", "The Orrow Inventory") == update


def test_edits_are_no_events_and_carry_the_whole_text(tmp_path: Path) -> None:
    write(tmp_path / "second.md", "---\nstatus: approved\n---\n")
    lines = ["0:20:00 ! jot the bell: keep", "0:10:00 ! dashboard second.md", "0:20:00 ! jot and the goat"]
    log = write(tmp_path / "a", script(*lines))
    assert events_in(log) == []
    assert [
        Edit(START + timedelta(minutes=10), "dashboard", "---\nstatus: approved\n---\n", "second.md"),
        Edit(START + timedelta(minutes=20), "jot", "the bell: keep"),
        Edit(START + timedelta(minutes=20), "jot", "and the goat"),
    ] == list(open_transcript(log).edits())


def test_a_start_given_as_option_moves_events_and_edits_together(tmp_path: Path) -> None:
    log = write(tmp_path / "a", script("0:00:01 maren: hi", "0:00:01 ! jot hi"))
    moved = START + timedelta(days=30)
    transcript = open_transcript(log, started_at=moved)
    assert [moved + timedelta(seconds=1)] * 2 == [next(transcript.events()).at, transcript.edits()[0].at]


def test_a_gzipped_script_finds_its_files_too(tmp_path: Path) -> None:
    write(tmp_path / "second.md", "new")
    log = write(tmp_path / "a.gz", script("0:00:01 ! dashboard second.md"))
    assert [edit.text for edit in open_transcript(log).edits()] == ["new"]


# What cannot be read --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("maren: hello", "a line begins with its offset, such as 0:05:00"),
        ("0:99:00 maren: hello", "a line begins with its offset, such as 0:05:00"),
        ("0:00:01 just words", "write NAME: text, > speech, or ! direction after the offset"),
        ("0:00:01", "write NAME: text, > speech, or ! direction after the offset"),
        ("0:00:01 maren [modd]: hi", "[modd] is no attribute; did you mean mod?"),
        ("0:00:01 maren [id]: hi", "[id] is no attribute; did you mean id?"),
        ("0:00:01 maren [id m1]: hi", "the id m1 is taken"),
        ("0:00:01 maren [reply m9]: hi", "no line above has the id m9"),
        ("0:00:01 maren [bits many]: hi", "bits are a whole number, not 'many'"),
        (
            "0:00:01 maren [bits 99999999999999999999]: hi",
            "bits are a whole number up to 1,000,000,000, not '99999999999999999999'",
        ),
        (
            "0:00:01 ! raid moth 9223372036854775808",
            "viewers are a whole number up to 1,000,000,000, not '9223372036854775808'",
        ),
        (
            "0:00:01 > [99999999999999s] aloud",
            "nobody speaks for more than a day without a pause; write > [6s] for six seconds",
        ),
        (f"0:00:01 maren [id {'m' * 300}]: hi", "an id has at most 200 characters"),
        (f"0:00:01 maren: {'lamp ' * 2000}", "a line has at most 8,000 characters"),
        ("0:00:01 maren [emotes Kappa]: hi", "the emote Kappa does not stand in the text"),
        ("0:00:01 >", "write > and what the streamer said, or > [6s] for six seconds of speech"),
        ("0:00:01 ! rade moth 3", "there is no direction ! rade; did you mean raid?"),
        ("0:00:01 ! juggle", "there is no direction ! juggle"),
        ("0:00:01 ! raid moth", "viewers are a whole number, not ''"),
        ("0:00:01 ! delete m9", "no line above has the id m9"),
        ("0:00:01 ! clear", "write ! clear and whose lines were removed"),
        ("0:00:01 ! sub", "write ! sub and a name"),
        ("0:00:01 ! title | Game", "write ! title TITLE, or ! title TITLE | CATEGORY"),
        ("0:00:01 ! gap long", "write ! gap 90s reason"),
        ("0:00:01 ! jot", "write ! jot and the line to jot down"),
        ("0:00:01 ! dashboard none.md", "the file none.md cannot be read beside the script"),
        ("0:00:01 ! dashboard ../a.md", "write ! dashboard and the name of a file beside the script"),
        ("0:00:01 ! dashboard", "write ! dashboard and the name of a file beside the script"),
    ],
)
def test_a_bad_line_is_counted_and_says_what_to_write(tmp_path: Path, line: str, reason: str) -> None:
    log = write(tmp_path / "evening", script("0:00:00 joost [id m1]: a", line, "0:00:02 joost: b"))
    transcript = open_transcript(log)
    events = list(transcript.events())
    assert [e.message.text for e in events if isinstance(e, MessageReceived)] == ["a", "b"]
    assert ((6, reason),) == transcript.skipped.lines


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=5))
def test_any_line_is_read_or_named(tmp_path: Path, rests: list[str]) -> None:
    """Law: nothing a person types after an offset raises."""
    log = write(tmp_path / "evening", script(*(f"0:00:{n:02d} {rest}" for n, rest in enumerate(rests))))
    transcript = open_transcript(log)
    list(transcript.events())
    transcript.edits()


NAMES = st.from_regex(r"[a-z0-9_]{3,12}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=30).map(
    str.strip
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9000), NAMES, TEXTS), max_size=10))
def test_whatever_is_written_as_chat_is_read_as_chat(
    tmp_path: Path, lines: list[tuple[int, str, str]]
) -> None:
    """Law: time, name and text of every chat line survive, in order of time."""
    log = write(tmp_path / "evening", script(*_spelt(lines)))
    expected = sorted(lines, key=lambda line: line[0])
    read = messages_in(log)
    assert expected == [(int((m.at - START).total_seconds()), m.login, m.text) for m in read]


def _spelt(lines: list[tuple[int, str, str]]) -> Iterator[str]:
    for seconds, name, text in lines:
        yield f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d} {name}: {text}"
