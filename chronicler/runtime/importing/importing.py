"""Importing recorded chats: from named paths to sessions in the archive.

Decides the order (find, look, judge, write, load once, then notes where they are asked
for) and what is told at the end. Every log gets a journal of its own, so that a bot may run
meanwhile and an interrupted import goes on where it stopped. Leaves each step to the module
of its name.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Protocol

from chronicler.archive.journal.writing import journal_path
from chronicler.archive.load import LoadReport, load_journals
from chronicler.archive.publish import PATIENCE_SECONDS
from chronicler.domain.note import NoteContent
from chronicler.domain.session import stream_date
from chronicler.domain.settings import Settings
from chronicler.errors import ArchiveError, ChroniclerError, UserError
from chronicler.ports import NOT_WRITTEN
from chronicler.runtime import aftermath
from chronicler.runtime.clock import stopwatch
from chronicler.runtime.forgetting.opt_outs import OptOuts, Wished
from chronicler.runtime.house import House
from chronicler.runtime.importing.finding import Found, find_logs
from chronicler.runtime.importing.folders import HALF
from chronicler.runtime.importing.looking import Asked, Look, NoLog, look_at
from chronicler.runtime.importing.pool import Died, Pool
from chronicler.runtime.importing.verdict import Verdict, judge, known_sessions
from chronicler.runtime.importing.wishes import Sought, wishes_in
from chronicler.runtime.importing.writing import Beat, Imported, Task, write_journal
from chronicler.runtime.lock import hold_lock, holder_of
from chronicler.vault.dashboards import approved_by_date
from chronicler.vault.inventory import sessions_by_path

MOST_JOBS: Final = 8
WORTH_BYTES: Final = 256 * 1024
"""Logs smaller than this together are read before a second process has begun."""


class Progress(Protocol):
    """Told how far an import is."""

    def __call__(self, step: str, done: float, of: float, now: str = "") -> None:
        """Take what is done of the present step."""
        ...


def watch_nothing(step: str, done: float, of: float, now: str = "") -> None:
    """Tell nobody."""
    del step, done, of, now


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    paths: tuple[Path, ...]
    started_at: datetime | None = None
    channel: str | None = None
    again: bool = False
    """Whether earlier imports of the same streams give way."""
    notes: bool = False
    """Whether ledgers and seeds are written for what is imported, and for what was before."""
    is_dry: bool = False
    jobs: int | None = None
    """Processes; ``None`` takes one a core, and one alone beside a running bot or for little work."""


@dataclass(slots=True)
class Summary:
    """What an import came to, log by log, in order of their paths."""

    verdicts: list[Verdict] = field(default_factory=list)
    imported: list[Imported] = field(default_factory=list)
    failed: list[Imported] = field(default_factory=list)
    no_logs: list[NoLog] = field(default_factory=list)
    media: int = 0
    unentered: list[tuple[Path, str]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    """Vault-relative paths of the notes written, by session."""
    left_behind: tuple[str, ...] = ()
    """Notes in the vault that were written of imports which gave way to others."""
    load: LoadReport | None = None
    troubles: list[str] = field(default_factory=list)
    """What went wrong beside the logs: the archive, or a note."""
    opted_out: int = 0
    """How many people asked in these logs to be forgotten."""
    is_stopped: bool = False
    wall_seconds: float = 0.0

    @property
    def already(self) -> list[Verdict]:
        """Logs whose content is there already."""
        return [v for v in self.verdicts if v.already]

    @property
    def refused(self) -> list[Verdict]:
        """Logs of streams that are there already from elsewhere."""
        return [v for v in self.verdicts if v.refused]

    @property
    def wanted(self) -> list[Verdict]:
        """Logs to be imported."""
        return [v for v in self.verdicts if v.is_wanted]

    @property
    def unreadable(self) -> list[NoLog]:
        """Files whose bytes could not be read."""
        return [n for n in self.no_logs if not n.is_readable]

    @property
    def unknown(self) -> list[NoLog]:
        """Files that are something else than a log."""
        return [n for n in self.no_logs if n.is_readable]

    @property
    def messages(self) -> int:
        """Lines imported."""
        return sum(i.messages for i in self.imported)


def import_logs(house: House, wish: Wish, watch: Progress = watch_nothing) -> Summary:
    """Import the logs at the named paths and return what came of each.

    Ctrl-C stops it: what is whole stays, what is half goes, and the summary says so.

    Raises:
        UserError: a path is not there, options do not fit, or another import is at work.
    """
    began = stopwatch()
    found = find_logs(wish.paths)
    if len(found.logs) != 1 and wish.started_at:
        raise UserError(f"--started-at belongs to one log, and these are {len(found.logs)}; name that one")
    summary = Summary(media=found.media, unentered=list(found.unreadable))
    summary.no_logs += [NoLog(path, _WHOSE, is_readable=True) for path in found.captions]
    if wish.is_dry:
        _look(house, wish, found, summary, watch)
        return summary
    with alone(house):
        try:
            _look(house, wish, found, summary, watch)
            _write(house, wish, summary, watch)
        except KeyboardInterrupt:
            summary.is_stopped = True
        else:
            _finish(house, wish, summary, watch)
    summary.wall_seconds = stopwatch() - began
    return summary


@contextmanager
def alone(house: House) -> Iterator[None]:
    """Let one import at a time into a vault; a bot may run meanwhile. Halves of an earlier one go.

    Raises:
        UserError: another is at work.
    """
    folder = house.data / HALF
    try:
        with hold_lock(folder):
            for half in folder.glob("*.ndjson"):
                half.unlink(missing_ok=True)
            yield
    except UserError as error:
        if holder := holder_of(folder):
            raise UserError(
                f"Another import into this vault is at work ({holder}). Wait for it, or stop it there."
            ) from error
        raise


# Looking ---------------------------------------------------------------------------------


def _look(house: House, wish: Wish, found: Found, summary: Summary, watch: Progress) -> None:
    settings = house.settings()
    asked = [
        Asked(
            log, wish.started_at, wish.channel, frozenset(settings.known_bots), settings.channel, wish.is_dry
        )
        for log in found.logs
    ]
    looks: dict[int, Look] = {}
    # A first look is over before further processes have begun; counting every line is not.
    size = sum(_size(log) for log in found.logs)
    pool = Pool(_jobs(house, wish, size) if wish.is_dry else 1, is_nice=_has_company(house))
    with closing(pool.run(_look_at, asked)) as looked:
        for done, (index, look) in enumerate(looked, 1):
            match look:
                case Look():
                    looks[index] = look
                case NoLog():
                    summary.no_logs.append(look)
                case Died():
                    summary.no_logs.append(NoLog(look.work.log, _DIED, is_readable=False))
            watch("Looking", done, len(asked), asked[index].log.name)
    summary.no_logs.sort(key=lambda n: n.log)
    in_order = [looks[index] for index in sorted(looks)]
    summary.verdicts = judge(in_order, known_sessions(house.journals), again=wish.again)


_WHOSE: Final = "captions of none of the logs beside them; name the file to import it alone"
_DIED: Final = "the process that read it was killed; it may need more memory than there is"


def _look_at(asked: Asked, beat: Beat) -> Look | NoLog:
    beat(0)
    return look_at(asked)


def _size(log: Path) -> int:
    try:
        return log.stat().st_size
    except OSError:
        return 0  # gone since it was found: reading it says so


def _jobs(house: House, wish: Wish, size: int) -> int:
    if wish.jobs:
        return wish.jobs
    is_one_enough = size < WORTH_BYTES or _has_company(house)
    return 1 if is_one_enough else min(os.cpu_count() or 1, MOST_JOBS)


def _has_company(house: House) -> bool:
    return bool(holder_of(house.data))


# Writing ---------------------------------------------------------------------------------


def _write(house: House, wish: Wish, summary: Summary, watch: Progress) -> None:
    values = house.setting_values() | {"hearthkeeper": False}
    settings = house.settings()
    boards = approved_by_date(house.vault)
    tasks = [
        replace(_task(house, wish, verdict, values, settings), dashboard=_board(verdict, boards, settings))
        for verdict in summary.wanted
    ]
    size, done_bytes, now = sum(t.look.bytes for t in tasks), 0, ""
    tasks = _with_wishes(house, tasks, settings, _jobs(house, wish, size))
    summary.opted_out = len({w.login.casefold() for task in tasks for w in task.wishes if w.is_out})

    def hear(lines: int) -> None:
        watch("Importing", done_bytes, size, f"{lines:,} lines {now}")

    pool = Pool(_jobs(house, wish, size), is_nice=_has_company(house), on_lines=hear)
    outcomes: dict[int, Imported] = {}
    try:
        with closing(pool.run(write_journal, tasks)) as written:
            for index, outcome in written:
                outcomes[index] = _outcome(outcome)
                done_bytes += tasks[index].look.bytes
                now = f"({len(outcomes)} of {len(tasks)} logs)"
                watch("Importing", done_bytes, size, now)
                if not outcomes[index].failed:
                    _give_way(house, summary.wanted[index])
    finally:
        kept = [outcomes[index] for index in sorted(outcomes)]
        summary.imported = [o for o in kept if not o.failed]
        summary.failed = [o for o in kept if o.failed]


def _with_wishes(house: House, tasks: list[Task], settings: Settings, jobs: int) -> list[Task]:
    """Return the tasks with what viewers asked for in their logs, which is kept before any is written.

    Raises:
        ArchiveError: it cannot be kept, so that nothing may be imported.
    """
    pool = Pool(jobs, is_nice=_has_company(house))
    found: dict[int, tuple[Wished, ...]] = {}
    unheard: dict[int, str] = {}
    with closing(pool.run(_wishes_in, [Sought(task.asked, settings) for task in tasks])) as looked:
        for index, wishes in looked:
            if isinstance(wishes, tuple):
                found[index] = wishes
            else:
                unheard[index] = _DIED if isinstance(wishes, Died) else wishes
    if any(found.values()):
        opt_outs = OptOuts.read(house.vault.data)
        opt_outs.take(wish for wishes in found.values() for wish in wishes)
        opt_outs.keep()
    return [
        replace(task, wishes=found.get(index, ()), unheard=unheard.get(index, ""))
        for index, task in enumerate(tasks)
    ]


def _wishes_in(sought: Sought, beat: Beat) -> tuple[Wished, ...] | str:
    beat(0)
    return wishes_in(sought)


def _task(house: House, wish: Wish, verdict: Verdict, values: dict[str, object], settings: Settings) -> Task:
    look = verdict.look
    whole = journal_path(house.journals, look.session_id)
    return Task(
        asked=Asked(
            look.log, wish.started_at, wish.channel, frozenset(settings.known_bots), settings.channel
        ),
        look=look,
        setting_values=values,
        watch_list=house.watch_list_note(),
        dashboard=None,
        data=house.vault.data,
        half=house.data / HALF / whole.name,
        whole=whole,
        replaces=wish.again,
    )


def _board(verdict: Verdict, boards: Mapping[date, NoteContent], settings: Settings) -> NoteContent | None:
    """Return the dashboard of a stream's evening; a log that nothing dates has none."""
    look = verdict.look
    return boards.get(stream_date(look.started_at, settings.timezone)) if look.is_dated else None


def _outcome(outcome: Imported | Died[Task]) -> Imported:
    return Imported(outcome.work.look, _DIED) if isinstance(outcome, Died) else outcome


def _give_way(house: House, verdict: Verdict) -> None:
    """Remove the earlier import of the same log under another date."""
    if verdict.replaces:
        journal_path(house.journals, verdict.replaces).unlink(missing_ok=True)


# Finishing -------------------------------------------------------------------------------


def _finish(house: House, wish: Wish, summary: Summary, watch: Progress) -> None:
    gone = [v.replaces for v in summary.verdicts if v.replaces]
    summary.left_behind = notes_of(house, gone) if gone else ()
    try:
        summary.load = load_journals(
            house.data, _told(watch, "Loading"), gone=gone, patience_seconds=PATIENCE_SECONDS
        )
        summary.troubles += summary.load.notes
    except ArchiveError as error:
        summary.troubles.append(f"{error} The journals are whole; later, run: chronicler archive load")
    if wish.notes:
        _write_notes(house, summary, watch)


def notes_of(house: House, sessions: Collection[str]) -> tuple[str, ...]:
    """Return the notes in the vault that were written of some sessions, by path."""
    return tuple(sorted(path for path, of in sessions_by_path(house.vault).items() if of in sessions))


def _told(watch: Progress, step: str) -> Callable[[int, int], None]:
    return lambda done, of: watch(step, done, of)


def _write_notes(house: House, summary: Summary, watch: Progress) -> None:
    sessions = [i.look.session_id for i in summary.imported] + [v.already for v in summary.already]
    settings = house.settings()
    for done, session in enumerate(dict.fromkeys(sorted(sessions)), 1):
        try:
            kept = aftermath.write_notes(house, journal_path(house.journals, session), settings)
        except ChroniclerError as error:
            summary.troubles.append(f"{session}: {error}")
            continue
        summary.notes[session] = [w.path for w in kept.written if w.outcome not in NOT_WRITTEN]
        summary.troubles += kept.warnings
        watch("Writing notes", done, len(sessions), session)
