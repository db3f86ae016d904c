"""An evening over the wire: the real adapter, the whole bot, and Twitch's stand-in on loopback."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.actions import SendLine
from chronicler.domain.events import (
    ActionQueued,
    DeliveryState,
    Event,
    HearingGapRecorded,
    LiveStatusChecked,
    SendAttempted,
    Ticked,
)
from chronicler.domain.session import Origin
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.runtime.live.twitch_rim import StandInRim
from chronicler.runtime.live.vault_ears import bound_to
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.runtime.replay import replay
from chronicler.transcripts.opening import open_transcript
from tests.fakes import FakeClock, FakeSender
from tests.scenarios.evening import KINDLING, Evening, at, lay_vault, talk

SPEED = 300.0
PATIENCE = 30.0
"""Wall seconds after which a test that waits in vain fails."""
LINES = (
    *talk(20, 140, 12),
    f"{at(150)} wanderer [first] [id spam]: Best viewers and followers on vwrboost .ru @q8Zk3",
    f"{at(160)} maren [id m-gone]: zirconium umbrellas",
    f"{at(170)} ! delete m-gone",
    f"{at(420)} ida: the harbour at my grandmother's was like that",
    f"{at(430)} joost: mine too, but with fewer lamps",
)
SHORT: dict[str, Any] = {"quiet_minutes": 2, "timezone": "UTC"}


def heard(record_of: Kept) -> list[tuple[str, str]]:
    return [(m.login, m.text) for m in record_of.record.messages if not m.is_own]


def test_an_evening_over_the_wire_hears_what_a_rehearsal_hears(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path / "rehearsed", *LINES, **SHORT)
    rehearsed = tonight.rehearse()
    house = House(lay_vault(tmp_path / "wire"), Origin.REHEARSAL, SHORT)
    transcript = open_transcript(tonight.log)
    clock = PacedClock(transcript.started_at, SPEED)
    rim = StandInRim(transcript, clock, SPEED)
    kept: list[Kept] = []
    trouble: list[str] = []
    bot = Bot(
        house,
        transcript.channel,
        Rim(rim, rim, clock, SPEED),
        bound=bound_to(house, tonight.board),
        on_kept=kept.append,
        on_trouble=trouble.append,
    )
    asyncio.run(asyncio.wait_for(bot.run(), PATIENCE))
    assert trouble == []
    (session,) = kept
    assert [(m.login, m.text) for m in rehearsed.heard] == heard(session)
    assert [flag.severity for flag in rehearsed.record.flags] == [
        flag.severity for flag in session.record.flags
    ]
    assert [(p.text, p.state) for p in session.record.prompts] == [(KINDLING, DeliveryState.SENT)]
    assert [p.text for p in rehearsed.record.prompts] == [p.text for p in session.record.prompts]
    ledger = (house.vault.root / (session.ledger or "")).read_text(encoding="utf-8")
    assert KINDLING in ledger
    assert "zirconium" not in ledger
    (journal,) = session_journals(house.journals)
    assert replay(journal).differences == ()


# Killed in mid-stream ------------------------------------------------------------------


def journaled(folder: Path) -> tuple[Path, list[Event]] | None:
    found = session_journals(folder) if folder.is_dir() else []
    if not found or b"\n" not in found[0].read_bytes():
        return None
    return found[0], [event for _, event in read_journal(found[0])]


class Awake:
    """A source that goes on where the killed bot stopped: still live, and time passes."""

    def __init__(self, clock: FakeClock, stream_id: str | None, ticks: int) -> None:
        self._clock, self._stream_id, self._ticks = clock, stream_id, ticks

    async def run(self, report: Callable[[Event], None]) -> None:
        for _ in range(self._ticks):
            self._clock.advance(10)
            report(LiveStatusChecked(self._clock.now(), is_live=True, stream_id=self._stream_id))
            report(Ticked(self._clock.now()))
            await asyncio.sleep(0)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
def test_a_bot_killed_in_mid_stream_goes_on_and_says_nothing_twice(tmp_path: Path) -> None:
    tonight = Evening.of(tmp_path, *LINES, f"{at(3000)} maren: good night", **SHORT)
    house = House(tonight.vault, Origin.REHEARSAL, SHORT)
    said = kill_once_it_spoke(tonight, house)
    found = journaled(house.journals)
    assert found is not None
    path, events = found
    before = State.fold(events)
    assert before.session is not None

    clock, sender = FakeClock(before.now + timedelta(seconds=30)), FakeSender()
    seen: list[State] = []
    source = Awake(clock, before.session.stream_id, ticks=50)
    kept: list[Kept] = []
    bot = Bot(
        house,
        before.session.channel,
        Rim(source, sender, clock),
        watch=lambda _, __, state: seen.append(state),
        on_kept=kept.append,
    )
    state = bot.sessions.engine.state
    assert before.session == state.session
    assert before.hearth.prompts == state.hearth.prompts
    assert before.hearth.last_delivered_at == state.hearth.last_delivered_at
    assert (before.room.messages, before.room.human_messages) == (
        state.room.messages,
        state.room.human_messages,
    )
    assert before.desk.theme == state.desk.theme
    assert before.decisions == state.decisions

    asyncio.run(asyncio.wait_for(bot.run(), PATIENCE))
    assert sender.said == []
    (session,) = kept
    after = [event for _, event in read_journal(path)]
    asked = [e.action.text for e in after if isinstance(e, ActionQueued) and isinstance(e.action, SendLine)]
    assert [said] == asked
    assert sum(isinstance(event, SendAttempted) for event in after) == 1
    assert [e.reason for e in after if isinstance(e, HearingGapRecorded)] == [
        "the Chronicler was not running"
    ]
    assert [said] == [prompt.text for prompt in session.record.prompts]
    assert replay(path).differences == ()


def kill_once_it_spoke(tonight: Evening, house: House) -> str:
    """Run the program over the stand-in, kill it once a line was delivered, and return the line."""
    assert tonight.board is not None
    command = [
        sys.executable, "-m", "chronicler", "run", "--stand-in", str(tonight.log), "--speed", "300",
        "--vault", str(tonight.vault.root), "--dashboard", str(tonight.board), "--set", "quiet_minutes=2",
    ]  # fmt: skip
    environment = os.environ | {"CHRONICLER_HOME": str(tonight.folder / "home"), "CHRONICLER_TIMEZONE": "UTC"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        until, prompts = time.monotonic() + PATIENCE, list[str]()
        while not prompts:
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(0.05)
            assert time.monotonic() < until, "it never spoke"
            found = journaled(house.journals)
            state = State.fold(found[1]) if found else State()
            prompts = [p.text for p in state.hearth.prompts if p.state is DeliveryState.SENT]
        running.send_signal(signal.SIGKILL)
        running.wait()
    return prompts[0]
