"""Rehearsing a stream from its own journal: what entered then enters again, and nothing else.

Decides that a journal needs neither model nor archive nor Twitch, since their answers stand in
it, and that it is therefore rehearsed as it was: its dashboards, its settings, at full speed.
Leaves judging to the engine and notes to ``runtime.rehearsing.rehearsal``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from chronicler.archive.journal.writing import journal_path, read_journal
from chronicler.domain.codec import is_input
from chronicler.domain.events import Event, SessionStarted
from chronicler.domain.session import Origin
from chronicler.errors import UserError
from chronicler.runtime.dashboard.saves import ScriptedDashboard
from chronicler.runtime.engine import Engine, Observer
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.house import House
from chronicler.runtime.rehearsing import rehearsal, schedule
from chronicler.runtime.rehearsing.rehearsal import Plan
from chronicler.runtime.rehearsing.result import Result
from chronicler.runtime.rehearsing.wish import Wish
from chronicler.transcripts.transcript import (
    About,
    ChannelFrom,
    Edit,
    Notes,
    Opened,
    StartedFrom,
    Transcript,
)

_BEGINS: Final = b'{"journal":'
AS_IT_WAS: Final = (
    "{path} is a journal of the Chronicler's, and is rehearsed as it was, its dashboards, settings and the "
    "model's answers included; leave out {options}"
)


class JournalLog:
    """A session's journal, as a recorded stream."""

    format: Final = "journal"

    def __init__(self, path: Path, began: SessionStarted) -> None:
        """Name the journal, and what its session began with."""
        self._path = path
        self.about: Final = About(began.channel, began.title, began.category, began.at)

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield everything that entered, as a rehearsal's."""
        del opened
        journal = read_journal(self._path)
        for _, event in journal:
            if isinstance(event, SessionStarted):
                yield replace(event, origin=Origin.REHEARSAL)
            elif is_input(event):
                yield event
        notes.skipped = sum(journal.skipped.values())

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: what was saved stands among the events."""
        del opened
        return ()


def is_journal(path: Path) -> bool:
    """Return whether a file is a journal of ours."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except OSError:
        return False


def plan_of(wish: Wish, house: House) -> Plan:
    """Return the rehearsal of the journal that was asked for.

    Raises:
        UserError: it holds no session, would be replaced by its own rehearsal, or options were
            given that would make it another evening.
        ArchiveError: it cannot be read.
    """
    if options := _not_possible(wish):
        raise UserError(AS_IT_WAS.format(path=wish.log, options=" and ".join(options)))
    began = next((e for _, e in read_journal(wish.log) if isinstance(e, SessionStarted)), None)
    if began is None:
        raise UserError(f"{wish.log} holds no stream; name a journal with a session of its own")
    log = JournalLog(wish.log, began)
    opened = Opened(began.at, began.channel)
    transcript = Transcript(log, opened, log.about, StartedFrom.LOG, (), channel_from=ChannelFrom.LOG)
    nowhere = f"{house.vault.folder}/Rehearsals/Dashboard.md"
    board = ScriptedDashboard(house.vault.root / nowhere, nowhere)
    plan = Plan(house, transcript, board, settings=house.settings(), thinned=began.thinned)
    own = journal_path(house.journals, plan.session_id)
    if own.exists() and own.samefile(wish.log):
        raise UserError(f"{wish.log} would be replaced by its own rehearsal; rehearse a copy of it")
    return plan


async def rehearse(plan: Plan, watch: Observer) -> Result:
    """Take the journal in anew and return what came of it; raises as :func:`rehearsal.rehearse`."""
    return await rehearsal.rehearsed(plan, watch, _run)


async def _run(plan: Plan, path: Path, watch: Observer) -> Engine:
    engine = rehearsal.begin(plan, path, watch, OptOuts.of(plan.house))
    try:
        for event in schedule.read_ahead(plan.transcript.events()):
            engine.feed(event)  # what is to be done was done: its outcome stands in the journal
    finally:
        engine.close()
    return engine


def _not_possible(wish: Wish) -> list[str]:
    given = {
        "--speed": wish.speed != "max",
        "--over-wire": wish.is_over_wire,
        "--thin": wish.thinning is not None,
        "--dashboard": wish.dashboard is not None,
        "--started-at": wish.started_at is not None,
        "--channel": wish.channel is not None,
    }
    return [option for option, is_given in given.items() if is_given]
