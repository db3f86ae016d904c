"""Real recordings nobody here wrote, read whole and counted against their manifest."""

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from chronicler.domain.events import Event, MessageReceived, RaidReceived
from chronicler.transcripts.limits import TOO_LONG
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.transcript import Transcript

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", ""))
NO_CHAT: Final = {
    "amaz_chat.log.gz": 12,
    "purple_hs_chat.log.gz": 12,
    "chat_admiralbulldog_4_30.log.gz": 117,
}
"""What a logger's other libraries wrote into its file: lines that are none of IRC, all named."""
TWITCHS = re.compile(r"raiders from|gifted a Tier|subscribed (at Tier|with Prime)|sparked a watch streak")
MIXED: Final = ("chatterino_irc_inputs.jsonl", "recentmessages-nymn.json.gz")
"""Whose items are lines of IRC of many kinds, not messages."""


def rows() -> Iterator[dict[str, str]]:
    manifest = DATA / "MANIFEST.tsv"
    if os.environ.get("CHRONICLER_TEST_DATA") and manifest.exists():
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row["file"].startswith("chat/") and row["items"]:
                    yield row


@dataclass(frozen=True, slots=True)
class Read:
    """What there was in one recording."""

    raids: int
    like_twitchs: tuple[str, ...]
    """Lines of viewers in words that Twitch writes."""
    nameless: int
    wordless: int


@cache
def archived() -> tuple[Read, ...]:
    """Return what is in each recording by TwitchArchiver; they are read once for all tests."""
    return tuple(read(DATA / row["file"]) for row in ROWS if "TwitchArchiver" in row["format"])


def read(path: Path) -> Read:
    events = list(open_transcript(path).events())
    lines = [event.message for event in events if isinstance(event, MessageReceived)]
    return Read(
        sum(isinstance(event, RaidReceived) for event in events),
        tuple(line.text for line in lines if TWITCHS.search(line.text)),
        sum(not line.login for line in lines),
        sum(not line.text for line in lines),
    )


ROWS = list(rows())
MESSAGES = [row for row in ROWS if Path(row["file"]).name not in MIXED]


@pytest.fixture
def _real_data() -> None:
    if not ROWS:
        pytest.skip("no real recordings: set CHRONICLER_TEST_DATA to their folder")


@pytest.mark.usefixtures("_real_data")
@pytest.mark.parametrize("row", MESSAGES or [{}], ids=lambda row: Path(row.get("file", "absent")).parent.name)
def test_every_line_of_a_real_recording_is_read(row: dict[str, str]) -> None:
    transcript = open_transcript(DATA / row["file"])
    events = list(transcript.events())
    messages = [event.message for event in events if isinstance(event, MessageReceived)]
    no_chat = NO_CHAT.get(Path(row["file"]).name, 0)
    assert (int(row["items"]), no_chat) == (len(messages) + transcript.announced, transcript.skipped.count)
    assert min(no_chat, 100) == len(transcript.skipped.lines)
    assert TOO_LONG not in transcript.warnings
    assert len(messages) == len({message.message_id for message in messages})
    assert all(earlier.at <= later.at for earlier, later in pairwise(events))
    assert events[0].at >= transcript.started_at
    if "TwitchArchiver" in row["format"]:
        assert row["file"].split("/")[2] == transcript.channel
        assert transcript.duration is not None


@pytest.mark.usefixtures("_real_data")
def test_what_twitch_wrote_is_no_viewers_line() -> None:
    assert sum(read.raids for read in archived()) == 35
    assert [text for read in archived() for text in read.like_twitchs] == []


@pytest.mark.usefixtures("_real_data")
def test_recent_messages_give_every_line_and_every_removal() -> None:
    kinds, transcript = kinds_in("chat/irc_v3_tags/recentmessages-nymn.json.gz")
    assert (transcript.skipped.count, transcript.warnings) == (0, ())
    assert dict(kinds) == {"MessageReceived": 798, "ChatterCleared": 2, "MessageDeleted": 4}


@pytest.mark.usefixtures("_real_data")
def test_odd_lines_of_irc_are_read_whatever_their_times() -> None:
    """110 cases from nine years: lines, notices, removals, eighteen repeated ids, one other channel."""
    kinds, transcript = kinds_in("chat/irc_v3_tags/chatterino_irc_inputs.jsonl")
    assert transcript.skipped.count == 0
    assert kinds["MessageReceived"] == 60
    assert kinds["ChannelNoticed"] + kinds["RaidReceived"] == 22
    assert kinds["MessageDeleted"] + kinds["ChatterCleared"] == 7
    said = "\n".join(transcript.warnings)
    assert "pajlada (108 lines), robcdee (1 line)" in said
    assert "18 lines stood there twice" in said
    assert "jump to and fro" in said


@pytest.mark.usefixtures("_real_data")
def test_lines_of_deleted_accounts_and_lines_without_words_are_kept() -> None:
    assert sum(read.nameless for read in archived()) == 64
    assert sum(read.wordless for read in archived()) == 3


def kinds_in(name: str) -> tuple[Counter[str], Transcript]:
    transcript = open_transcript(DATA / name)
    return Counter(kind(event) for event in transcript.events()), transcript


def kind(event: Event) -> str:
    return type(event).__name__
