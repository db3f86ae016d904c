"""Chat as text, in every other shape than Twitch-Chat-Downloader's own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chronicler.domain.events import ChannelNoticed, ChatterCleared, MessageReceived
from chronicler.transcripts.opening import open_transcript
from tests.transcripts.made_up import START, events_in, messages_in, write

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
CASES = {
    "TwitchDownloader text": (
        "[0:00:05] Maren: good: evening\n[10:00:06] joost: ja\n",
        UNDATED + timedelta(seconds=5),
    ),
    "TwitchDownloader text, dated": (
        "[2026-03-06 19:30:00 UTC] Maren: good: evening\n[2026-03-06 19:30:01.250 UTC] joost: ja\n",
        START,
    ),
    "justlog text": (
        "[2026-03-6 19:30:00] #lowlamp Maren: good: evening\n[2026-03-06 19:30:01] #lowlamp joost: ja\n",
        START,
    ),
    "chat-downloader text": (
        "0:05 | (Moderator, Subscriber) Maren: good: evening\n1:00:06 | joost: ja\n",
        UNDATED + timedelta(seconds=5),
    ),
    "chat-downloader text, dated": (
        "2026-03-06 19:30:00 | (Moderator) Maren: good: evening\n2026-03-06 19:30:01 | *$5.00* joost: ja\n",
        START,
    ),
    "rechat text": (
        "\ufeff1772825400 Maren: good: evening\n1772825401 joost: ja\n1772825402 wren: \n",
        START,
    ),
    "Chatterino text": (
        "# Start logging at 2026-03-06 19:29:58 UTC\n[19:30:00]  Maren: good: evening\n[19:30:01]  joost: ja\n",
        START,
    ),
}


@pytest.mark.parametrize("name", ["log", "log.txt.gz"])
@pytest.mark.parametrize("expected", CASES)
def test_a_line_is_time_name_and_text(tmp_path: Path, expected: str, name: str) -> None:
    text, begins = CASES[expected]
    log = write(tmp_path / name, text)
    first, *_ = messages_in(log)
    assert (expected, 0) == (open_transcript(log).format, open_transcript(log).skipped.count)
    assert ("maren", "Maren", "good: evening", begins) == (
        first.login,
        first.display_name,
        first.text,
        first.at,
    )


def test_badges_in_brackets_count(tmp_path: Path) -> None:
    first, second = messages_in(write(tmp_path / "log", CASES["chat-downloader text"][0]))
    assert (first.badges, first.is_mod) == (("moderator", "subscriber"), True)
    assert second.badges == ()


def test_wordless_lines_and_any_alphabet_are_kept(tmp_path: Path) -> None:
    log = write(tmp_path / "log", "\ufeff1772825400 a: 顯靈啦\n1772825401 b: \n1772825402 夜灯: 7777\n")
    assert [(m.login, m.text) for m in messages_in(log)] == [("a", "顯靈啦"), ("b", ""), ("夜灯", "7777")]


def test_lines_without_a_time_continue_the_one_before(tmp_path: Path) -> None:
    log = write(
        tmp_path / "log", "[0:00:05] maren: a list\nof lamps\n\n[0:00:06] joost: ja\n[0:99:06] x: no\n"
    )
    transcript = open_transcript(log)
    texts = [e.message.text for e in transcript.events() if isinstance(e, MessageReceived)]
    assert texts == ["a list of lamps", "ja"]
    assert transcript.skipped.lines == ((5, "there is no such time: '0:99:06'"),)


def test_a_shapeless_line_among_those_of_irc_is_named_and_joined_to_nobodys(tmp_path: Path) -> None:
    """A line of IRC never goes on in the next."""
    said = (
        "[2026-03-06 19:30:00] #lowlamp maren: hi\nno line at all\n[2026-03-06 19:30:01] #lowlamp joost: ja\n"
    )
    transcript = open_transcript(write(tmp_path / "log", said))
    assert [m.text for m in messages_in(tmp_path / "log")] == ["hi", "ja"]
    list(transcript.events())
    assert [number for number, _ in transcript.skipped.lines] == [2]


def test_what_nobody_says_is_told_or_named(tmp_path: Path) -> None:
    lines = (
        "[2026-03-06 19:30:00] #lowlamp maren: hi",
        "[2026-03-06 19:30:01] #lowlamp joost has been timed out for 600 seconds",
        "[2026-03-06 19:30:02] #lowlamp wren has been banned",
        "[2026-03-06 19:30:03] #lowlamp chat has been cleared by a moderator",
        "[2026-03-06 19:30:04] #lowlamp Sedge subscribed at Tier 1. They've subscribed for 4 months!",
        "[2026-03-06 19:30:05] #lowlamp something else",
        "no line at all " + "x" * 1000,
    )
    log = write(tmp_path / "log", "\n".join(lines) + "\n")
    at = [START + timedelta(seconds=n) for n in range(6)]
    assert events_in(log)[1:] == [
        ChatterCleared(at[1], "joost", "timed out for 600 seconds"),
        ChatterCleared(at[2], "wren", "banned"),
        ChannelNoticed(at[3], "chat_cleared", ""),
        ChannelNoticed(at[4], "sub", "sedge", "Sedge subscribed at Tier 1. They've subscribed for 4 months!"),
    ]
    transcript = open_transcript(log)
    list(transcript.events())
    assert [number for number, _ in transcript.skipped.lines] == [6, 7]


def test_justlogs_channel_is_told_and_chosen(tmp_path: Path) -> None:
    log = write(
        tmp_path / "log",
        "[2026-03-06 19:30:00] #lowlamp a: x\n[2026-03-06 19:30:00] #lowlamp a: y\n[2026-03-06 19:30:01] #tide b: z\n",
    )
    assert (open_transcript(log).channel, len(messages_in(log))) == ("lowlamp", 2)
    other = open_transcript(log, channel="tide").events()
    assert [event.message.text for event in other if isinstance(event, MessageReceived)] == ["z"]


def test_a_clock_that_passes_midnight_goes_on(tmp_path: Path) -> None:
    text = "# Start logging at 2026-03-06 23:59:50 UTC\n[23:59:59]  maren: a\n[00:00:01]  maren: b\n# Stop logging\n"
    first, second = messages_in(write(tmp_path / "lowlamp-2026-03-06.log", text))
    assert timedelta(seconds=2) == second.at - first.at
    assert open_transcript(tmp_path / "lowlamp-2026-03-06.log").channel == "lowlamp"


def test_a_text_without_times_is_refused_with_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"in none of the formats.*justlog.*rechat.*CSV.*captions") as refused:
        open_transcript(write(tmp_path / "log", "maren: hello\njoost: ja\n"))
    assert "UserError" in type(refused.value).__name__


def test_a_time_of_another_format_among_counted_seconds_is_named(tmp_path: Path) -> None:
    """It stands where a number is meant, and is none."""
    log = tmp_path / "mixed.txt"
    log.write_text("[19:30:00]  Maren: good: evening\n1772825401 joost: ja\n")
    transcript = open_transcript(log)
    texts = [event.message.text for event in transcript.events() if isinstance(event, MessageReceived)]
    assert "ja" in texts
    assert transcript.skipped.count + len(texts) >= 2
