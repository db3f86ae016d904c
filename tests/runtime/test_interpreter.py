"""Garbage is not looked for while a stream is in memory, and all is as before afterwards."""

import asyncio
import gc
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from chronicler.agent.state import State
from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import SessionEnded, SessionStarted
from chronicler.domain.record import SessionRecord
from chronicler.domain.session import Origin
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import nothing_collected, nothing_old_searched
from chronicler.runtime.live.afterwards import Afterwards
from tests.archive.evenings import SESSION, said
from tests.fakes import START, after
from tests.scenarios.evening import lay_vault


def test_one_pause_within_another_ends_with_the_outer_one() -> None:
    with nothing_collected():
        with nothing_collected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_of_two_pieces_of_work_side_by_side_the_one_that_ends_last_ends_the_pause() -> None:
    """Notes and memory are worked out at once when a stream ends, in threads of their own."""
    with ExitStack() as shorter, ExitStack() as longer:
        shorter.enter_context(nothing_collected())
        longer.enter_context(nothing_collected())
        shorter.close()
        assert not gc.isenabled()
        longer.close()
        assert gc.isenabled()


def test_what_was_there_before_is_kept_out_of_the_search_and_let_back_in() -> None:
    before = gc.get_freeze_count()
    with nothing_old_searched():
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() == 0


def test_a_stream_is_let_go_of_before_garbage_is_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search through a whole stream takes the loop its turn for longer than a tenth of a second."""
    house = House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})
    journal = journal_path(house.journals, SESSION)
    with Journal.open(journal, Header("1", SESSION, Origin.LIVE, "hearth")) as opened:
        opened.append([SessionStarted(START, SESSION, "hearth", Origin.LIVE), *said(3)])
        opened.append([SessionEnded(after(60), "offline")])
    others = records()  # of other tests, not collected yet; held here, so none of them goes meanwhile
    alive: list[int] = []
    lines: list[int] = []

    def enable() -> None:
        alive.append(sum(all(each is not other for other in others) for each in records()))
        really()

    def count(kept: Kept) -> None:
        lines.append(len(kept.record.messages))

    really = gc.enable
    monkeypatch.setattr(gc, "enable", enable)
    afterwards = Afterwards(house, "hearth", shown=_not_shown, on_kept=count, on_trouble=_trouble)
    asyncio.run(afterwards.keep(journal, house.settings()))
    assert lines == [3]
    assert alive == [0]


def test_duckdb_is_there_before_a_stream_begins() -> None:
    """Loaded in the midst of one, it would hold everything up."""
    code = "import sys, chronicler.runtime.live.bot; sys.exit('_duckdb' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def records() -> list[object]:
    """Return every record of a stream that is in memory."""
    return [each for each in gc.get_objects() if type(each) is SessionRecord]


def _not_shown(_: State) -> TonightView:
    raise AssertionError


def _trouble(text: str) -> None:
    raise AssertionError(text)
