"""Real recordings nobody here wrote, read whole and counted against their manifest."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.domain.events import MessageReceived
from chronicler.transcripts.opening import open_transcript

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", ""))
FOLDERS = ("chat/bocru_twitch_chats/", "chat/tcd_irc_text/", "chat/video_comments_json/")


def rows() -> Iterator[dict[str, str]]:
    manifest = DATA / "MANIFEST.tsv"
    if os.environ.get("CHRONICLER_TEST_DATA") and manifest.exists():
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row["file"].startswith(FOLDERS) and row["items"]:
                    yield row


ROWS = list(rows())


@pytest.fixture
def _real_data() -> None:
    if not ROWS:
        pytest.skip("no real recordings: set CHRONICLER_TEST_DATA to their folder")


@pytest.mark.usefixtures("_real_data")
@pytest.mark.parametrize("row", ROWS or [{}], ids=lambda row: Path(row.get("file", "absent")).parent.name)
def test_every_line_of_a_real_recording_is_read(row: dict[str, str]) -> None:
    transcript = open_transcript(DATA / row["file"])
    events = list(transcript.events())
    messages = [event.message for event in events if isinstance(event, MessageReceived)]
    assert (int(row["items"]), 0) == (len(messages), transcript.skipped.count)
    assert len(messages) == len({message.message_id for message in messages})
    times = [event.at for event in events]
    assert sorted(times) == times
    assert times[0] >= transcript.started_at
    if "TwitchArchiver" in row["format"]:
        assert row["file"].split("/")[2] == transcript.channel
        assert transcript.duration is not None


@pytest.mark.usefixtures("_real_data")
def test_lines_of_deleted_accounts_and_lines_without_words_are_kept() -> None:
    nameless = wordless = 0
    for row in ROWS:
        if "TwitchArchiver" in row["format"]:
            for event in open_transcript(DATA / row["file"]).events():
                if isinstance(event, MessageReceived):
                    nameless += not event.message.login
                    wordless += not event.message.text
    assert (nameless, wordless) == (64, 3)
