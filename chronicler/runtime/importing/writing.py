"""One log becomes one journal, whole or not at all.

Decides what an imported session consists of: the log's events on stream time, folded and
judged by the same engine as a live stream, under the dashboard that was approved for that
evening, with the Hearthkeeper off and nothing carried out; of whoever asked in it to be
forgotten nothing enters. Leaves which logs to ``importing.verdict``, how many at once to
``importing.pool`` and such wishes to ``importing.wishes``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chronicler import __version__
from chronicler.agent.state import State
from chronicler.archive.journal.folder import is_damaged
from chronicler.archive.journal.writing import REHEARSAL_GROUP_SECONDS, Header, Journal, read_journal
from chronicler.archive.placing import place_new, put_aside
from chronicler.disk import sync_folder
from chronicler.domain.actions import KeepOptOut, SendLine
from chronicler.domain.events import (
    DashboardRested,
    DashboardSaved,
    DeliveryReported,
    DeliveryState,
    Event,
    LiveStatusChecked,
    MessageFlagged,
    MessageReceived,
    ProgramStarted,
    SessionStarted,
    SettingsSaved,
    WatchListSaved,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError, ChroniclerError
from chronicler.runtime.engine import Engine
from chronicler.runtime.forgetting.opt_outs import OptOuts, Wished
from chronicler.runtime.importing.looking import Asked, Look
from chronicler.runtime.importing.wishes import spans_of
from chronicler.runtime.rehearsing import schedule
from chronicler.runtime.rehearsing.rehearsal import ends_at
from chronicler.transcripts.transcript import Transcript

BEAT: Final = 512
"""Events between two beats."""

Beat = Callable[[int], None]
"""Told how many lines were read since the last beat; raises :class:`StoppedError` to end it."""


class StoppedError(Exception):
    """The import was interrupted; what is half-written is thrown away."""


@dataclass(frozen=True, slots=True)
class Task:
    """One log to be imported."""

    asked: Asked
    look: Look
    setting_values: Mapping[str, object]
    watch_list: NoteContent | None
    """The streamer's own watch list, where the vault has one."""
    dashboard: NoteContent | None
    """The approved dashboard of that evening, where the vault has one."""
    data: Path
    """The vault's data folder, which tells who opted out."""
    half: Path
    """Where the journal is written."""
    whole: Path
    """Where it appears once it is whole."""
    wishes: tuple[Wished, ...] = ()
    """What viewers asked for in this log about their own words, in order of time."""
    unheard: str = ""
    """Why that could not be read; such a log is not imported, for nobody's wish may be lost."""
    replaces: bool = False
    """Whether an earlier import that stands there gives way."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one log came to."""

    look: Look
    failed: str = ""
    """Why it could not be imported; nothing is left of it then."""
    messages: int = 0
    flags: int = 0
    skipped: int = 0
    """Lines of the log that could not be read."""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    messages: int = 0
    flags: int = 0
    fresh: int = 0

    def watch(self, event: Event, derived: Sequence[Event], state: State) -> None:
        del state
        if isinstance(event, MessageReceived):
            self.messages += 1
            self.fresh += 1
        self.flags += sum(isinstance(d, MessageFlagged) for d in derived)


def write_journal(task: Task, beat: Beat) -> Imported:
    """Import one log; whatever is wrong with it comes back as its failure.

    Raises:
        StoppedError: a beat said so.
    """
    if task.unheard:
        return Imported(task.look, task.unheard)
    count = _Count()
    try:
        transcript = task.asked.open()
        _play_whole(task, transcript, count, beat)
        if not count.messages:
            return Imported(task.look, "no line of chat is in it")
        _appear(task)
    except ChroniclerError as error:
        return Imported(task.look, str(error))
    except StoppedError:
        raise
    except Exception as error:  # noqa: BLE001 one odd log among hundreds must not stop the others
        return Imported(task.look, f"it cannot be read: {type(error).__name__}: {error}")
    finally:
        task.half.unlink(missing_ok=True)
    return Imported(
        task.look,
        messages=count.messages,
        flags=count.flags,
        skipped=transcript.skipped.count,
        warnings=transcript.warnings,
    )


def _play_whole(task: Task, transcript: Transcript, count: _Count, beat: Beat) -> None:
    """Play the log into its journal; nothing is kept where that cannot be written.

    Raises:
        ArchiveError: it cannot, in words about an import.
    """
    try:
        _play(task, transcript, count, beat)
    except ArchiveError as error:
        reason = str(error).partition(". Free space")[0]
        raise ArchiveError(
            f"{reason}. Nothing of this log was kept; free space on the disk of {task.half.parent} "
            "and run the import again"
        ) from error


def _play(task: Task, transcript: Transcript, count: _Count, beat: Beat) -> None:
    task.half.unlink(missing_ok=True)
    header = Header(__version__, task.look.session_id, Origin.IMPORT, transcript.channel)
    journal = Journal.open(task.half, header, group_seconds=REHEARSAL_GROUP_SECONDS)
    opt_outs = OptOuts.read(task.data, is_kept=False, spans=spans_of(task.wishes))
    engine = Engine(journal, watch=count.watch, batch=schedule.AT_ONCE, admit=opt_outs.admit)
    with ExitStack() as unless_whole:
        unless_whole.callback(journal.abandon)  # also at Ctrl-C: half a journal is none
        for number, event in enumerate(schedule.read_ahead(_events(task, transcript))):
            for action in engine.feed(event):
                if isinstance(action, SendLine):
                    engine.feed(
                        DeliveryReported(event.at, action.line_id, DeliveryState.DROPPED, reason="import")
                    )
                elif isinstance(action, KeepOptOut) and action.is_out:  # one that no first look has seen
                    opt_outs.change(action, task.look.session_id)
            if number % BEAT == 0:
                beat(count.fresh)
                count.fresh = 0
            _must_be_written(engine)
        beat(count.fresh)
        engine.close()
        unless_whole.pop_all()


def _must_be_written(engine: Engine) -> None:
    if engine.trouble:
        raise ArchiveError(engine.trouble)


def _events(task: Task, transcript: Transcript) -> Iterator[Event]:
    at, look = transcript.started_at, task.look
    yield SessionStarted(
        at, look.session_id, transcript.channel, Origin.IMPORT,
        title=transcript.title, category=transcript.category,
        recording=look.log.name, recording_digest=look.digest,
    )  # fmt: skip
    yield ProgramStarted(at, __version__)
    yield SettingsSaved(at, task.setting_values)
    if task.watch_list:
        yield WatchListSaved(at, task.watch_list)
    if task.dashboard:  # when its lines were jotted nobody knows, so that none is read from it
        yield DashboardSaved(at, task.dashboard)
        yield DashboardRested(at, task.dashboard.revision)
    yield LiveStatusChecked(at, is_live=True)
    yield from schedule.woven(at, transcript.events(), ends_at(transcript))


# Appearing -------------------------------------------------------------------------------


def _appear(task: Task) -> None:
    """Give the whole journal its place, in one step, and never in that of a live session.

    Raises:
        ArchiveError: something stands there that must stay, or the folder cannot be written.
    """
    try:
        task.whole.parent.mkdir(parents=True, exist_ok=True)
        if task.replaces and task.whole.is_file() and is_damaged(task.whole):
            put_aside(task.whole)
        if task.replaces and _is_import(task.whole):
            task.half.replace(task.whole)
            sync_folder(task.whole.parent)
        else:
            place_new(task.half, task.whole)
    except FileExistsError as error:
        raise ArchiveError(
            f"the journal {task.whole.name} came to be meanwhile and was left alone"
        ) from error
    except OSError as error:
        raise ArchiveError(
            f"{task.whole} could not be written ({error.strerror or error}); free space, check permissions "
            "and run the import again"
        ) from error


def _is_import(journal: Path) -> bool:
    try:
        return read_journal(journal).header.origin is Origin.IMPORT
    except ArchiveError:
        return False
