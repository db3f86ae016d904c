"""The Warden on lines that nobody here wrote: recall, and what it must leave alone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicler.agent.warden import inspect
from chronicler.domain.chat import Message
from chronicler.domain.events import MessageReceived
from chronicler.transcripts.opening import open_transcript

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
pytestmark = pytest.mark.skipif(
    not (DATA / "spam").exists(), reason="no real lines here (CHRONICLER_TEST_DATA)"
)
LOGS_LOOKED_AT = 12
"""The smaller logs; all of them are measured outside the gate."""


def texts(name: str) -> list[str]:
    lines = (DATA / "spam" / name).read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["text"]) for line in lines]


def flagged(lines: list[str]) -> float:
    return sum(inspect(text) is not None for text in lines) / len(lines)


def test_nine_scams_in_ten_are_found() -> None:
    assert flagged(texts("scam_messages.jsonl")) >= 0.95


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("benign_from_tests.jsonl", 0.0),
        ("benign_scamlike_messages.jsonl", 0.02),
        ("benign_discord_mentions.jsonl", 0.005),
    ],
)
def test_lines_that_only_resemble_one_are_let_be(name: str, most: float) -> None:
    assert flagged(texts(name)) <= most


def people() -> Iterator[Message]:
    logs = [
        *DATA.glob("chat/bocru_twitch_chats/*/*/verbose_chat.json.gz"),
        *DATA.glob("chat/tcd_irc_text/*/*.gz"),
    ]
    for log in sorted(logs, key=lambda path: path.stat().st_size)[:LOGS_LOOKED_AT]:
        for event in open_transcript(log).events():
            if isinstance(event, MessageReceived) and event.message.is_human:
                yield event.message


def test_ordinary_chat_is_never_flagged() -> None:
    found = [message.text for message in people() if inspect(message.text, login=message.login)]
    assert found == []
