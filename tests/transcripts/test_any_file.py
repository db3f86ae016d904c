"""What may never happen to a reader, whatever a file holds."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from tests.transcripts import test_irc as irc
from tests.transcripts.made_up import gql, script, v5
from tests.transcripts.test_chat_downloader import item
from tests.transcripts.test_text_shapes import CASES

LOGS = {
    **{name: text for name, (text, _) in CASES.items()},
    "Twitch-Chat-Downloader text": "[0:00:05] <%maren> hello\n[1 day, 0:00:05] *joost waves]\nmore\n",
    "raw IRC with tags": "\n".join(
        (irc.line("hi Kappa", emotes="25:3-7"), irc.command("CLEARCHAT", ":a", ban_duration=5))
    ),
    "raw IRC": "2026-03-06_19:30:00 — :a!a@a PRIVMSG #lowlamp :one\r\n:b!b@b PRIVMSG #lowlamp :two\r\n\n",
    "raw IRC in JSON lines": json.dumps({"line": irc.line("hi")}) + "\n" + json.dumps(irc.line("so")),
    "raw IRC in a JSON document": json.dumps({"messages": [irc.line("hi"), irc.line("so")]}),
    "chat-downloader JSON": json.dumps([item(), item(13)]),
    "GQL comment JSON": json.dumps([gql(5, "maren", "hello"), gql(6)]),
    "v5 comment JSON": json.dumps({"video": {"chapters": [{}]}, "comments": [v5(5), v5(6)]}),
    "CSV": 'time,user,text,badges\n1,maren,"a\nb",vip\n0:05,joost,"x""y",\n',
    "WebVTT captions": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v a>hello\n\nNOTE x\n",
    "SubRip captions": "1\n00:00:01,000 --> 00:00:02,000\nhello\n",
    "stream script": script("0:00:05 maren: hello", "0:01:00 ! raid tide 4"),
}
"""A small log of every format, by the format's name."""


@pytest.mark.parametrize("expected", LOGS)
def test_each_of_these_logs_is_of_its_format(tmp_path: Path, expected: str) -> None:
    log = tmp_path / "log"
    log.write_text(LOGS[expected], "utf-8")
    assert expected == open_transcript(log).format


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_leaves_a_log_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    """Law: whatever bytes of a log are changed, it is refused in words or read with time going forward."""
    whole = LOGS[data.draw(st.sampled_from(list(LOGS)))].encode() * data.draw(st.integers(1, 3))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole)))
        junk = data.draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b":", b"-", b"9", b"\\", b"{", b"-->"])
        )
        whole = whole[:at] + junk + whole[at + data.draw(st.integers(0, 6)) :]
    log = tmp_path / "damaged"
    log.write_bytes(whole)
    read_or_refuse(log)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_lines_of_several_formats_in_one_file_are_read_or_named(tmp_path: Path, data: st.DataObject) -> None:
    """Law: a file mixed from any lines of any formats never raises anything but a UserError."""
    lines = [line for text in LOGS.values() for line in text.split("\n")]
    mixed = data.draw(st.lists(st.sampled_from(lines) | st.text(max_size=20), max_size=15))
    log = tmp_path / "mixed"
    log.write_bytes("\n".join(mixed).encode("utf-8", "replace"))
    read_or_refuse(log)


def read_or_refuse(log: Path) -> None:
    """Read a file to its end, twice alike, or see it refused in words."""
    try:
        transcript = open_transcript(log)
    except UserError:
        return
    events = list(transcript.events())
    times = [event.at for event in events]
    assert sorted(times) == times
    assert events == list(transcript.events())
    assert transcript.skipped.count >= len(transcript.skipped.lines)
