"""A program killed between a stream's end and its last note writes the notes at its next start."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.domain.events import Event, MessageReceived, SessionEnded, SessionStarted
from chronicler.domain.session import Origin, make_session_id
from chronicler.runtime import aftermath
from chronicler.runtime.aftermath import Kept, is_kept, keep_session
from chronicler.runtime.house import House
from chronicler.runtime.live.afterwards import append
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.vault.writes import Writes
from tests.fakes import FakeClock, FakeSender, after, message
from tests.scenarios.evening import lay_vault

SAID = [MessageReceived(after(s), message(s, "maren", f"the salt stair, {s}")) for s in (5, 65, 125)]


def ended_stream(house: House, begins: float = 0.0) -> Path:
    """Write the journal of a stream that ended, as a kill before its notes leaves it."""
    session_id = make_session_id(after(begins), "lantern")
    path = journal_path(house.journals, session_id)
    started = SessionStarted(after(begins), session_id, "lantern", Origin.LIVE)
    with Journal.open(path, Header("0", session_id, Origin.LIVE, "lantern")) as journal:
        journal.append([started, *SAID, SessionEnded(after(600), "offline")])
    return path


class NothingHeard:
    """A source that ends as soon as everything was caught up."""

    async def run(self, report: Callable[[Event], None]) -> None:
        """Hear nothing."""
        del report


def start(house: House) -> list[Kept]:
    """Run the bot for a moment an hour later, and return what it kept."""
    kept: list[Kept] = []
    clock = FakeClock()
    clock.advance(3600)
    bot = Bot(house, "lantern", Rim(NothingHeard(), FakeSender(), clock, 1000), on_kept=kept.append)
    asyncio.run(bot.run())
    return kept


def ledgers(house: House) -> list[str]:
    return [path.name for path in sorted((house.vault.root / "Chronicler/Ledgers").glob("*.md"))]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(lay_vault(tmp_path), Origin.LIVE, {"timezone": "UTC"})


def test_a_stream_whose_notes_a_kill_prevented_has_them_after_the_next_start(house: House) -> None:
    path = ended_stream(house)
    (kept,) = start(house)
    assert ledgers(house) == [Path(kept.ledger or "").name]
    assert is_kept(house, path)
    assert start(house) == [], "whole notes are not written again"


def test_a_kill_behind_a_note_that_stands_already_loses_no_record_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process is no more."""

    def killed(*_: object) -> None:
        raise Killed

    path = ended_stream(house)
    with monkeypatch.context() as patch:
        patch.setattr(Writes, "finish", killed)
        with pytest.raises(Killed):
            keep_session(house, path, house.settings())
    (ledger,) = ledgers(house)
    assert not is_kept(house, path)
    start(house)
    assert is_kept(house, path)
    writes = Writes(house.data / "writes", path.stem)
    assert f"Chronicler/Ledgers/{ledger}" in writes.entries()
    assert list(writes.pending()) == []


def test_what_came_into_a_journal_after_its_notes_reaches_them_at_the_next_start(house: House) -> None:
    path = ended_stream(house)
    keep_session(house, path, house.settings())
    late: Event = MessageReceived(after(700), message(700, "ida", "one more"))
    append(path, [late])
    assert not is_kept(house, path)
    start(house)
    assert is_kept(house, path)


def test_notes_that_were_taken_back_are_not_written_by_a_start(house: House) -> None:
    path = ended_stream(house)
    store = house.notes(path.stem)
    store._writes.set_undone(is_undone=True)
    assert start(house) == []
    assert ledgers(house) == []
    assert aftermath.is_kept(house, path)
