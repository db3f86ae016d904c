"""A log over real sockets comes to the same as the plain rehearsal of it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import ChannelNoticed, Event, MessageReceived, RaidReceived, SendAttempted
from chronicler.domain.session import Origin
from chronicler.errors import TwitchError, UserError
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing import over_wire
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.set_up import prepare
from chronicler.runtime.replay import replay
from chronicler.sample import sample_path
from chronicler.standin.player import in_frames
from chronicler.twitch.service import TwitchService
from tests.bench.over_wire import differing, rehearsed
from tests.fakes import after, message
from tests.scenarios.evening import KINDLING, Evening, at, dashboard, talk

DATA = Path(os.environ.get("CHRONICLER_TEST_DATA", "absent"))
SMALL = "chat/bocru_twitch_chats/noanoelle/2026-08-12*/verbose_chat.json.gz", "chat/irc_v3_tags/recentm*"
NEXT = dashboard("Who lets a lamp go out")
LINES = (
    f"{at(1)} maren [first]: a lamp in the window",
    f"{at(2)} ! title Another stair | Salt",
    *talk(20, 140, 12),
    f"{at(141)} ottoline: !hush 1",
    f"{at(142)} > [4s] The stair turns here.",
    f"{at(143)} ida [id lamps] [bits 50] [emotes Cheer50]: Cheer50 for the lamps",
    f"{at(144)} joost [reply lamps]: what was that",
    f"{at(150)} wanderer [first] [id spam]: Best viewers and followers on vwrboost .ru @q8Zk3",
    f"{at(155)} far_off [from another_room]: hello across",
    f"{at(160)} maren [id m-gone]: zirconium umbrellas",
    f"{at(170)} ! delete m-gone",
    f"{at(171)} ! raid FarChannel 12",
    f"{at(172)} ! follow Newcomer",
    f"{at(173)} ! sub Ida subscribed at Tier 1.",
    f"{at(174)} ! clear wanderer banned",
    f"{at(175)} ! gap 5s the road flooded",
    f"{at(176)} steward [own]: a line of an earlier evening",
    f"{at(200)} ! jot the window mended from outside",
    f"{at(600)} ida: the harbour at my grandmother's was like that",
    f"{at(700)} ! offline",
    f"{at(760)} ! online",
    f"{at(800)} ! dashboard next.md",
    f"{at(1500)} joost: mine too, but with fewer lamps",
)


def evening(folder: Path) -> Evening:
    return Evening.of(folder, *LINES, beside={"next.md": NEXT}, quiet_minutes=2)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result, Evening]:
    plain, wired = (evening(tmp_path_factory.mktemp(name)) for name in ("plain", "wired"))
    return plain.rehearse(), wired.rehearse(is_over_wire=True), wired


def told(result: Result) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(json.dumps(result.as_json()))
    return read


def test_the_wire_changes_nothing_that_a_rehearsal_tells(both: tuple[Result, Result, Evening]) -> None:
    plain, wired, _ = both
    assert plain.as_json()["prompts"]
    assert plain.as_json()["flags"]
    assert differing(told(plain), told(wired)) == []


def test_what_no_twitch_tells_is_counted_and_so_is_what_it_tells_otherwise(
    both: tuple[Result, Result, Evening],
) -> None:
    _, wired, _ = both
    carried = told(wired)["over_wire"]
    assert carried["not_told_by_twitch"] == {
        "DashboardRested": 2,
        "DashboardSaved": 2,
        "HearingGapRecorded": 1,
        "JottingsRead": 2,
        "StreamerSpoke": 1,
        "a line of our own in the log": 1,
    }
    assert carried["changed"] == {
        "chatter_id not in the log": 19,
        "from_channel": 1,  # Twitch tells logins in small letters
        "is_first told as user_intro": 2,
        "reason": 1,  # why somebody was banned
    }


def test_every_line_leaves_once_and_its_echo_is_known_as_ours(both: tuple[Result, Result, Evening]) -> None:
    _, wired, tonight = both
    (journal,) = session_journals(House(tonight.vault, Origin.REHEARSAL).journals)
    events = [event for _, event in read_journal(journal)]
    echoes = [e.message.text for e in events if isinstance(e, MessageReceived) and e.message.is_own]
    said = [prompt.text for prompt in wired.record.prompts]
    assert KINDLING in said
    assert [*said] == [text for text in echoes if "earlier evening" not in text]
    assert sum(isinstance(event, SendAttempted) for event in events) == len(said)
    assert told(wired)["over_wire"]["lines_said"] == len(said)
    assert next(e for e in events if isinstance(e, RaidReceived)).viewers == 12
    assert {e.kind for e in events if isinstance(e, ChannelNoticed)} == {"follow", "sub", "cheer"}
    assert replay(journal).differences == ()


def test_the_bundled_evening_is_the_same_over_the_wire() -> None:
    plain, wired = (rehearsed(sample_path(), is_over_wire=wire) for wire in (False, True))
    assert plain["prompts"]
    assert differing(plain, wired) == []


def test_nothing_the_adapter_asked_when_it_connected_is_taken_for_the_present(tmp_path: Path) -> None:
    """Its answer came while the stream's first minutes, in which nobody wrote, had passed already."""
    log = tmp_path / "late.txt"
    log.write_text("[0:02:08] <maren> good evening\n[0:04:40] <ida> the lamps are lit\n", encoding="utf-8")
    plain, wired = (rehearsed(log, is_over_wire=wire) for wire in (False, True))
    assert plain["decisions"] == wired["decisions"]


@pytest.mark.skipif(not DATA.exists(), reason="no real streams here (CHRONICLER_TEST_DATA)")
@pytest.mark.parametrize("name", SMALL)
def test_a_recorded_evening_is_the_same_over_the_wire(name: str) -> None:
    (log,) = DATA.glob(name)
    plain, wired = (rehearsed(log, is_over_wire=wire, quiet_minutes=2) for wire in (False, True))
    assert plain["messages"]
    assert differing(plain, wired) == []


def test_a_pace_and_the_wire_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="leave --speed out"):
        prepare(evening(tmp_path).wish(is_over_wire=True, speed="60"))


def test_an_adapter_that_falls_deaf_ends_the_rehearsal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(*_: object) -> None:
        """Hear nothing."""

    monkeypatch.setattr(over_wire, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(TwitchService, "_take", deaf)
    with pytest.raises(TwitchError, match="no longer heard"):
        evening(tmp_path).rehearse(is_over_wire=True)


# What Twitch tells in one message ------------------------------------------------------


def line(seconds: float, login: str = "ida", **rest: Any) -> MessageReceived:
    return MessageReceived(after(seconds), message(seconds, login, "still here", **rest))


def notice(seconds: float, kind: str = "resub", amount: int = 0) -> ChannelNoticed:
    return ChannelNoticed(after(seconds), kind, "ida", amount=amount)


@pytest.mark.parametrize(
    "pair",
    [
        (notice(1), line(1)),
        (line(1), notice(1)),
        (line(1, bits=5), notice(1, "cheer", 5)),
    ],
)
def test_a_celebration_and_its_words_are_told_together(pair: tuple[Event, Event]) -> None:
    assert [pair] == list(in_frames(pair))


@pytest.mark.parametrize(
    "pair",
    [
        (notice(1), line(2)),
        (notice(1), line(1, "joost")),
        (notice(1), line(1, bits=5)),
        (notice(1), line(1, is_first=True)),
        (line(1, bits=5), notice(1, "cheer", 6)),
        (notice(1, "cheer", 5), line(1, bits=5)),
        (line(1), line(1)),
    ],
)
def test_anything_else_is_told_by_itself(pair: tuple[Event, Event]) -> None:
    assert [(pair[0],), (pair[1],)] == list(in_frames(pair))


def test_nothing_is_lost_on_the_way_into_frames() -> None:
    row: list[Event] = [line(1), notice(1), line(2), line(2, "joost"), notice(3)]
    assert row == [event for frame in in_frames(row) for event in frame]
