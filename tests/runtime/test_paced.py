"""At a chosen pace the vault is watched as on a live stream: saving the dashboard changes the theme."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chronicler.agent.state import State
from chronicler.archive.journal.writing import session_journals, unfinished_session
from chronicler.domain.events import DashboardAdopted, Event, SessionStarted
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing.paced import PacedClock
from chronicler.runtime.rehearsing.set_up import prepare, run
from chronicler.runtime.replay import replay
from chronicler.sample import sample_path
from tests.fakes import START, after
from tests.sample.evening import messages
from tests.scenarios.evening import Evening, at, dashboard, talk

SAVES_AFTER = timedelta(minutes=25)


class Streamer:
    """Saves the dashboard in the vault while the stream is under way."""

    def __init__(self, file: Path, text: str) -> None:
        self._file, self._text = file, text
        self._has_saved = False
        self.themes: list[str] = []
        self.sessions = 0

    def __call__(self, event: Event, derived: Sequence[Event], state: State) -> None:
        self.sessions += isinstance(event, SessionStarted)
        self.themes += [e.theme_to for e in derived if isinstance(e, DashboardAdopted)]
        if not self._has_saved and state.session and event.at - state.session.started_at > SAVES_AFTER:
            self._has_saved = True
            self._file.write_text(self._text, encoding="utf-8")


def test_stream_time_waits_where_it_is_told_to_and_loses_nothing() -> None:
    wall = [0.0]
    clock = PacedClock(START, 600, lambda: wall[0])
    clock.wait_at(after(75))
    wall[0] = 1.0
    assert clock.now() == after(75)
    clock.wait_at(after(90))
    assert clock.now() == after(75)  # goes on from there, without a leap
    clock.wait_at(None)
    wall[0] = 2.0
    assert clock.now() == after(675)


def test_a_save_under_way_of_the_sample_changes_the_theme(tmp_path: Path) -> None:
    """The sample's own edits are left out: here it is the test that saves."""
    tonight = Evening.of(tmp_path, board=dashboard("Keeping a list"), settle_seconds=1)
    lines = sample_path().read_text(encoding="utf-8").splitlines(keepends=True)
    told = [line for line in lines if " ! jot " not in line and " ! dashboard " not in line]
    tonight.log.write_text("".join(told), encoding="utf-8")
    prepared = prepare(tonight.wish(speed="1000"))
    assert prepared.plan.dashboard_file is not None
    streamer = Streamer(prepared.plan.dashboard_file, dashboard("What a village is called once it is gone"))
    result = asyncio.run(run(prepared, streamer)).as_json()
    assert streamer.themes == ["Keeping a list", "What a village is called once it is gone"]
    assert streamer.themes == [change["to"] for change in result["theme_changes"]]
    assert (len(messages()), 1) == (result["messages"], streamer.sessions)
    assert result["ledger"] is not None


def test_an_evening_without_edits_hears_the_same_lines_as_at_full_speed(tmp_path: Path) -> None:
    lines = (*talk(5, 300, 15), f"{at(400)} ida: that was the last of the light")
    fast = Evening.of(tmp_path / "fast", *lines).rehearse()
    slow = Evening.of(tmp_path / "slow", *lines).rehearse(speed="400")
    heard = [[(m.message_id, m.login, m.text) for m in result.heard] for result in (fast, slow)]
    assert heard[0] == heard[1]
    assert [c["to"] for c in slow.as_json()["theme_changes"]] == ["What the lamps are kept lit for"]


def test_a_rehearsal_that_was_broken_off_is_not_gone_on_with(tmp_path: Path) -> None:
    """Nor does an earlier rehearsal of the same log count twice."""
    tonight = Evening.of(tmp_path, *talk(5, 65, 15))
    journals = House(tonight.vault, Origin.REHEARSAL).journals
    tonight.rehearse(speed="400")
    (whole,) = session_journals(journals)
    lines = whole.read_bytes().splitlines(keepends=True)
    ending = next(n for n, line in enumerate(lines) if b'"type":"session_ended"' in line)
    whole.write_bytes(b"".join(lines[:ending]))
    assert unfinished_session(journals) == whole

    earlier = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
    told = tonight.rehearse(speed="400", started_at=earlier).as_json()
    assert (told["session_id"], told["messages"]) == ("20260301T193000Z-lantern", 4)
    assert unfinished_session(journals) is None
    assert replay(whole).differences == ()
    assert tonight.rehearse(speed="400").as_json()["messages"] == 4


def test_a_named_dashboard_is_heard_even_where_its_folder_holds_the_vault(tmp_path: Path) -> None:
    """``--dashboard ~/tonight.md`` must not watch a whole home, nor get in the vault watcher's way."""
    tonight = Evening.of(tmp_path, *talk(5, 5400, 30), settle_seconds=1)
    file = tonight.vault.root.parent / "tonight.md"
    file.write_text(dashboard("First thought"), encoding="utf-8")
    streamer = Streamer(file, dashboard("Second thought"))
    tonight.rehearse(streamer, dashboard=file, speed="600")
    assert streamer.themes == ["First thought", "Second thought"]
