"""Rehearsing a recorded stream as fast as it goes, on stream time.

Decides what a rehearsal begins with, which file its scripted edits write, and that it
replaces an earlier rehearsal of the same log. Leaves the row of events to
``runtime.rehearsing.schedule``, each event to ``runtime.stage`` and the notes to ``runtime.aftermath``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final

from chronicler import __version__
from chronicler.archive.journal.writing import REHEARSAL_GROUP_SECONDS, Header, Journal, journal_path
from chronicler.domain.events import (
    DashboardSaved,
    Event,
    LiveStatusChecked,
    ProgramStarted,
    SessionStarted,
    SettingsSaved,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import make_session_id
from chronicler.domain.settings import Settings
from chronicler.ports import NOT_WRITTEN, ChatSender
from chronicler.runtime import aftermath
from chronicler.runtime.clips import marks as clip_marks
from chronicler.runtime.clock import StreamClock, stopwatch
from chronicler.runtime.dashboard.context import context_reader
from chronicler.runtime.dashboard.saves import ScriptedDashboard, opening_events
from chronicler.runtime.engine import Engine, Observer, watch_nothing
from chronicler.runtime.forgetting.opt_outs import OptOuts
from chronicler.runtime.house import House
from chronicler.runtime.interpreter import rarely_collected
from chronicler.runtime.live import tonight
from chronicler.runtime.live.memory import memory_reader
from chronicler.runtime.live.steward_rim import steward_rim
from chronicler.runtime.live.tonight_writing import refusal
from chronicler.runtime.models.metering import JournalMeter
from chronicler.runtime.models.writers import ModelInForce, WritersInForce
from chronicler.runtime.rehearsing import schedule
from chronicler.runtime.rehearsing.result import Result, SkippedLine
from chronicler.runtime.stage import Stage
from chronicler.transcripts.transcript import Transcript

BROUGHT: Final = "brought"
"""Under which what a recorded stream brings along is recorded, so that it can be taken back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a rehearsal needs to know."""

    house: House
    transcript: Transcript
    dashboard: ScriptedDashboard
    note: NoteContent | None = None
    """The dashboard as it stands at the start."""
    dashboard_file: Path | None = None
    """Where :attr:`note` was read from."""
    settings: Settings = field(default_factory=Settings)
    thinned: str = ""
    """Who of the recording was let in, empty for everybody."""

    @property
    def session_id(self) -> str:
        """The session's id: the same log always gets the same."""
        return make_session_id(self.transcript.started_at, self.transcript.channel)


async def rehearse(plan: Plan, watch: Observer = watch_nothing) -> Result:
    """Run the whole log and return what came of it; the vault then holds its notes.

    Raises:
        UserError: the log cannot be read.
        VaultError: the vault is gone or cannot be written.
        ArchiveError: the journal cannot be written.
    """
    return await rehearsed(plan, watch, _run)


Run = Callable[[Plan, Path, Observer], Awaitable[Engine]]
"""Takes a whole log into a new journal and returns the engine, closed."""


async def rehearsed(plan: Plan, watch: Observer, run: Run) -> Result:
    """Let ``run`` take the log in, anew, and return what came of it; raises as :func:`rehearse`."""
    began = stopwatch()
    path = journal_path(plan.house.journals, plan.session_id)
    path.unlink(missing_ok=True)
    with rarely_collected():
        engine = await run(plan, path, watch)
    kept = await asyncio.to_thread(aftermath.keep_session, plan.house, path, plan.settings)
    if plan.dashboard.is_as_scripted:
        plan.house.notes(BROUGHT).claim(PurePosixPath(plan.dashboard.path), is_new=False)
    view = tonight.view_of(plan.house, engine.state, ledger=kept.ledger or "")
    written = await asyncio.to_thread(tonight.Keeper(plan.house).write, view)
    if refused := refusal(written, plan.house.origin):
        kept = replace(kept, warnings=(*kept.warnings, refused))
    if trouble := engine.state.metering.trouble:
        kept = replace(kept, warnings=(*kept.warnings, f"the language model gave no words: {trouble}"))
    return result_of(plan, kept, stopwatch() - began, *(() if refused else (written.path,)))


def result_of(plan: Plan, kept: aftermath.Kept, wall_seconds: float, *more: str) -> Result:
    """Return the result of a rehearsal whose session was kept; ``more`` are further notes."""
    skipped = plan.transcript.skipped
    return Result(
        record=kept.record,
        harvest=kept.harvest,
        vault=plan.house.vault.root,
        notes=tuple(sorted({*(w.path for w in kept.written if w.outcome not in NOT_WRITTEN), *more})),
        ledger=kept.ledger,
        clip_notes=kept.clip_notes,
        blog_notes=kept.blog_notes,
        announced=plan.transcript.announced,
        skipped=skipped.count,
        skipped_lines=tuple(SkippedLine(line, reason) for line, reason in skipped.lines),
        warnings=(*plan.settings.remarks, *plan.transcript.warnings, *kept.warnings),
        wall_seconds=wall_seconds,
    )


def begin(plan: Plan, path: Path, watch: Observer, opt_outs: OptOuts) -> Engine:
    """Begin the rehearsal's journal at ``path``."""
    header = Header(__version__, plan.session_id, plan.house.origin, plan.transcript.channel)
    journal = Journal.open(path, header, group_seconds=REHEARSAL_GROUP_SECONDS)
    return Engine(journal, watch=watch, batch=schedule.AT_ONCE, admit=opt_outs.admit)


def set_stage(
    plan: Plan,
    engine: Engine,
    clock: StreamClock,
    sender: ChatSender | None = None,
    *,
    opt_outs: OptOuts,
) -> Stage:
    """Return the stage on which the rehearsal's events are heard; see :class:`Stage`."""
    house = plan.house
    meter = JournalMeter(clock, engine.feed, lambda: engine.state)
    model = ModelInForce(lambda: plan.settings, meter, is_waited_for=True)  # stream time stands still
    writers = WritersInForce(lambda: plan.settings, model)
    context, memory = context_reader(house), memory_reader(house, clock)
    steward = steward_rim(house, model, lambda: engine.state, clock)
    return Stage(
        engine, clock, writers, context, memory, answer=steward.answer, sender=sender, opt_outs=opt_outs
    )


async def _run(plan: Plan, path: Path, watch: Observer) -> Engine:
    opt_outs = OptOuts.of(plan.house)
    engine = begin(plan, path, watch, opt_outs)
    stage = set_stage(plan, engine, StreamClock(plan.transcript.started_at), opt_outs=opt_outs)
    try:
        for event in schedule.read_ahead(chain(opening(plan), row(plan))):
            if isinstance(event, DashboardSaved):
                await asyncio.to_thread(plan.dashboard.write, event)
            if stage.hear(event):
                await stage.see_through()
    finally:
        engine.close()
    return engine


def opening(plan: Plan) -> list[Event]:
    """Return what is known when the stream begins."""
    transcript, at = plan.transcript, plan.transcript.started_at
    return [
        SessionStarted(
            at, plan.session_id, transcript.channel, plan.house.origin,
            title=transcript.title, category=transcript.category, thinned=plan.thinned,
        ),
        ProgramStarted(at, __version__),
        SettingsSaved(at, plan.house.setting_values()),
        *plan.house.watch_list(at),
        *plan.house.links(at),
        *clip_marks.opening(plan.house, transcript.channel, at),
        LiveStatusChecked(at, is_live=True),
        *opening_events(plan.note, at, is_bound=plan.dashboard.is_bound),
    ]  # fmt: skip


def row(plan: Plan) -> Iterator[Event]:
    """Yield what happens from then on, the streamer's saves, ticks and live checks between."""
    transcript = plan.transcript
    settle = timedelta(seconds=plan.settings.settle_seconds)
    edits = plan.dashboard.events(transcript.edits(), settle)
    return schedule.woven(
        transcript.started_at, schedule.merged(edits, transcript.events()), ends_at(transcript)
    )


def ends_at(transcript: Transcript) -> datetime | None:
    """Return when the recording says the stream ended, ``None`` where it does not say."""
    return None if transcript.duration is None else transcript.started_at + transcript.duration
