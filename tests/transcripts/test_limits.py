"""Whoever writes a line, or a log, may write anything: what nobody could mean is not believed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronicler.domain.events import ChannelNoticed, ChannelUpdated, MessageReceived, RaidReceived
from chronicler.transcripts import irc_line
from chronicler.transcripts.limits import LARGEST, TOO_LONG, amount, as_login
from chronicler.transcripts.opening import open_transcript
from tests.growth import LINEAR, growth
from tests.transcripts.made_up import events_in, gql, messages_in, script, v5, write

HUGE = "9" * 23
LONG = "n" * 15_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0), (7, 7), ("7", 7), (LARGEST, LARGEST), (LARGEST + 1, None), (2**63, None), (HUGE, None),
        (-1, None), ("-1", None), ("", None), ("\u0663", None), (True, None), (1.5, None), (None, None),
        ("1" * 5000, None),
    ],
)  # fmt: skip
def test_an_amount_is_a_whole_number_that_can_be_believed(value: object, expected: int | None) -> None:
    assert amount(value) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        f"Maren is gifting {HUGE} Tier 1 Subs to lowlamp's community! They've gifted a total of 5!",
        f"Maren watched {HUGE} consecutive streams and sparked a watch streak!",
        f"{HUGE} raiders from Maren have joined!",
    ],
)
def test_a_sentence_with_a_number_beyond_belief_is_somebodys_words(tmp_path: Path, sentence: str) -> None:
    [event] = events_in(write(tmp_path / "log", f"[0:00:05] <Maren> {sentence}\n"))
    assert isinstance(event, MessageReceived)
    assert event.message.text == sentence


def test_in_every_format_a_number_beyond_belief_is_none(tmp_path: Path) -> None:
    item = {"message": "hi", "time_in_seconds": 5, "author": {"name": "maren"}, "bits": 2**63}
    raid = {"time_in_seconds": 5, "author": {}, "message_type": "raid", "raider_name": "moth"}
    logs: list[Any] = [
        [v5(5, "maren", "hi", bits_spent=2**63)],
        [item, raid | {"number_of_raiders": 2**64}],
        f"time,user,message,bits\n5,maren,hi,{HUGE}\n",
        (
            f"@bits={HUGE};tmi-sent-ts=1772825400000 :maren!m@x PRIVMSG #lowlamp :hi\n"
            f"@msg-id=raid;msg-param-viewerCount={HUGE};login=moth;tmi-sent-ts=1772825400001 "
            ":tmi.twitch.tv USERNOTICE #lowlamp\n"
        ),
    ]
    for number, log in enumerate(logs):
        for event in events_in(write(tmp_path / f"log-{number}", log)):
            assert not isinstance(event, ChannelNoticed) or event.amount == 0
            assert not isinstance(event, RaidReceived) or event.viewers == 0
            assert not isinstance(event, MessageReceived) or event.message.bits == 0


LONG_NAMES: list[Any] = [
    f"time,user,message\n5,{LONG},hi\n",
    f"[0:00:05] <{LONG}> hi\n",
    [gql(5, "maren", "hi", commenter={"id": LONG, "login": LONG, "displayName": LONG})],
    [gql(5, "maren", "hi", id=LONG)],
    [gql(5, "maren", message={"fragments": [{"emote": {"id": 1}, "text": LONG}], "userBadges": []})],
    [gql(5, "maren", message={"fragments": [], "userBadges": [{"setID": LONG}] * 50})],
    f"time,user,message,message_id,reply_to,source_channel,badges\n5,maren,hi,{LONG},{LONG},{LONG},{LONG}\n",
    f"@id={LONG};badges={LONG}/1;tmi-sent-ts=1772825400000 :{LONG}!m@x PRIVMSG #lowlamp :hi\n",
    [{"message": "hi", "time_in_seconds": 5, "author": {"name": LONG, "id": LONG}, "message_id": LONG}],
]


@pytest.mark.parametrize("log", LONG_NAMES)
def test_no_name_or_id_is_longer_than_any_chat_allows(tmp_path: Path, log: object) -> None:
    path = write(tmp_path / "log", log)
    [message] = messages_in(path)
    assert len(repr(message)) < 8000
    assert message.message_id
    transcript = open_transcript(path)
    list(transcript.events())
    assert TOO_LONG in transcript.warnings


def test_a_badge_named_after_a_whole_quest_is_kept(tmp_path: Path) -> None:
    quest = "final-fantasy-xiv-fan-festival-2026-eu---content-unlock-quest-chat"
    message = {"fragments": [{"text": "hi"}], "userBadges": [{"setID": quest}]}
    transcript = open_transcript(write(tmp_path / "log", [gql(5, "maren", message=message)]))
    [said] = [e.message for e in transcript.events() if isinstance(e, MessageReceived)]
    assert (said.badges, TOO_LONG in transcript.warnings) == ((quest,), False)


def test_title_category_and_channel_are_of_the_length_that_twitch_allows(tmp_path: Path) -> None:
    document = {"video": {"title": f"a\x1b]0;b\n{LONG}", "game": LONG}, "comments": [gql(5, "maren", "hi")]}
    transcript = open_transcript(write(tmp_path / "log", document))
    assert (len(transcript.title), len(transcript.category)) == (500, 200)
    assert transcript.title.startswith("a ]0;b n")


@pytest.mark.parametrize(
    ("name", "login"),
    [("LowLamp", "lowlamp"), ("#lowlamp", "lowlamp"), ("\x1b]0;owned\x07", "0owned"), ("n" * 99, "n" * 25)],
)
def test_a_channel_is_a_login(name: str, login: str) -> None:
    assert as_login(name) == login


def test_what_changes_meanwhile_is_cut_as_well(tmp_path: Path) -> None:
    chapters = [{"startMilliseconds": n * 1000, "gameDisplayName": f"{n}{LONG}"} for n in range(2)]
    document = {"video": {"chapters": chapters}, "comments": [gql(5, "maren", "hi")]}
    changed = [
        e for e in events_in(write(tmp_path / "log", json.dumps(document))) if isinstance(e, ChannelUpdated)
    ]
    assert [len(event.category) for event in changed] == [200]


BEYOND: list[Any] = [
    [gql(1, "maren", "hi"), gql(59 * 86400, "joost", "far"), gql(48 * 3600, "maren", "late")],
    "[0:00:01] <maren> hi\n[500:00:00] <joost> far\n[48:00:00] <maren> late\n",
    "time,user,message\n1,maren,hi\n5097600,joost,far\n172800,maren,late\n",
    "time,user,message\n0:00:01,maren,hi\n1416:00:00,joost,far\n48:00:00,maren,late\n",
    script("0:00:01 maren: hi", "500:00:00 joost: far", "48:00:00 maren: late"),
]


@pytest.mark.parametrize("log", BEYOND, ids=range(len(BEYOND)))
def test_what_lies_beyond_two_days_is_named_rather_than_waited_for(tmp_path: Path, log: object) -> None:
    transcript = open_transcript(write(tmp_path / "log", log))
    texts = [event.message.text for event in transcript.events() if isinstance(event, MessageReceived)]
    assert texts == ["hi", "late"]
    assert transcript.skipped.count == 1
    assert transcript.duration is None or transcript.duration <= timedelta(days=2)


def test_a_line_of_colons_is_no_work() -> None:
    """It was a minute for 64,000 of them: where the name ends could be tried at every place."""
    assert growth(irc_line.parse, lambda n: ":" * n, 4000) < LINEAR
