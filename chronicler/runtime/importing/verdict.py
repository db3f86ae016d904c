"""Whether a log is to be imported: what is there already, and which stream is it?

Decides by content and by session. Finished imports are recognised by the digest in their
own journal, so that nothing else has to be remembered; a session that was heard live is
never replaced. Leaves reading logs to ``importing.looking`` and writing to ``importing.writing``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.archive.journal.folder import is_damaged
from chronicler.archive.journal.writing import read_journal, session_journals
from chronicler.domain.events import SessionStarted
from chronicler.domain.session import RESUME_WITHIN, Origin, make_session_id
from chronicler.errors import ArchiveError
from chronicler.runtime.importing.looking import Look
from chronicler.transcripts.transcript import ChannelFrom

_SESSION: Final = re.compile(r"(?P<at>\d{8}T\d{6}Z)-(?P<channel>.+)")
_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""What a log is dated that nothing dates."""
_SAME_LINES_WITHIN: Final = timedelta(days=1)
DAMAGED: Final = (
    "a damaged journal, {}, stands in its place; give --again to set that aside and import the log anew"
)
AGAIN: Final = "; give --again to import it in its place"
MOVE: Final = "; give --again to move it to {}"


@dataclass(frozen=True, slots=True)
class Known:
    """A session that has its journal already, or will have it by this run."""

    session_id: str
    origin: Origin
    recording: str = ""
    digest: str = ""
    is_new: bool = False
    """Whether it comes from this very run."""
    is_damaged: bool = False
    """Whether its journal has lost its header, so that nobody can say what it was."""

    @property
    def begun(self) -> tuple[datetime, str] | None:
        """When and on which channel it began, by its id."""
        found = _SESSION.fullmatch(self.session_id)
        if found is None:
            return None
        at = datetime.strptime(found["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return at, found["channel"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about one log; at most one of ``already`` and ``refused`` is set."""

    look: Look
    already: str = ""
    """The session that holds this log's content already."""
    refused: str = ""
    replaces: str = ""
    """The earlier import, under another id, that this one takes the place of."""
    warning: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether it is to be imported."""
        return not (self.already or self.refused)


def known_sessions(journals: Path) -> list[Known]:
    """Return the sessions that have a journal in a folder, also those whose journals are damaged."""
    return [known for path in session_journals(journals) if (known := _known(path))]


def _known(path: Path) -> Known | None:
    try:
        journal = read_journal(path)
        first = next((event for _, event in journal), None)
    except ArchiveError:
        return Known(path.stem, Origin.IMPORT, is_damaged=True) if is_damaged(path) else None
    started = first if isinstance(first, SessionStarted) else None
    return Known(
        path.stem,
        journal.header.origin,
        started.recording if started else "",
        started.recording_digest if started else "",
    )


def judge(looks: Sequence[Look], known: Iterable[Known], *, again: bool) -> list[Verdict]:
    """Return what is to be done about each log, in order; of two of one stream the first is taken."""
    sessions = {k.session_id: k for k in known}
    verdicts = []
    for look in looks:
        verdict = _judge(look, sessions, again=again)
        verdicts.append(verdict)
        if verdict.is_wanted:
            sessions.pop(verdict.replaces, None)
            sessions[look.session_id] = Known(
                look.session_id, Origin.IMPORT, look.log.name, look.digest, is_new=True
            )
    return verdicts


def _judge(look: Look, sessions: dict[str, Known], *, again: bool) -> Verdict:
    same = sessions.get(look.session_id) or _same_stream(look, sessions.values())
    if same is None:
        return _seen_elsewhere(look, sessions.values(), again=again)
    is_exact = same.session_id == look.session_id
    if same.is_damaged:
        return Verdict(look) if again else Verdict(look, refused=DAMAGED.format(same.session_id))
    if same.digest == look.digest and (same.is_new or not again):
        return Verdict(look, already=same.session_id)
    if same.is_new:
        return Verdict(look, refused=_twice(look, same))
    if same.origin is not Origin.IMPORT and is_exact:
        return Verdict(look, refused=f"the session {same.session_id} was heard live; no import replaces it")
    if not again:
        return Verdict(look, refused=_there(look, same) + AGAIN)
    if same.origin is not Origin.IMPORT:
        return Verdict(look, warning=f"this stream was heard live as {same.session_id} and now counts twice")
    return Verdict(look, replaces="" if is_exact else same.session_id)


def _same_stream(look: Look, sessions: Iterable[Known]) -> Known | None:
    """Return the session on the same channel that began within ten minutes, which is the same stream.

    Sources differ by seconds in when a stream began, and a broadcast that returns within ten
    minutes continues its session. The very same lines within a day are one as well: of a log
    may be known the day alone.
    """
    if not look.is_dated:
        return None
    for known in sessions:
        begun = known.begun
        within = _SAME_LINES_WITHIN if known.digest == look.digest else RESUME_WITHIN
        if begun and begun[1] == _slug(look) and abs(begun[0] - look.started_at) < within:
            return known
    return None


def _seen_elsewhere(look: Look, sessions: Iterable[Known], *, again: bool) -> Verdict:
    """Judge a log whose stream is new, but whose very content may stand under another date."""
    twin = next((k for k in sessions if k.digest == look.digest), None)
    if twin is None:
        return Verdict(look)
    if twin.begun and twin.begun[1] != _slug(look):
        return _under_another_channel(look, twin, again=again)
    if look.is_dated and not (twin.begun and twin.begun[0] == _UNDATED):
        return Verdict(look, warning=f"it holds the very same lines as {twin.session_id}")
    if again and not twin.is_new:
        return Verdict(look, replaces=twin.session_id)
    return Verdict(look, already=twin.session_id)


def _under_another_channel(look: Look, twin: Known, *, again: bool) -> Verdict:
    """Judge the very bytes of an import that went by another name of the channel: they count once."""
    is_vague = look.channel_from in (ChannelFrom.FOLDER, ChannelFrom.UNKNOWN)
    if twin.is_new or is_vague:
        return Verdict(look, already=twin.session_id)
    if again:
        return Verdict(look, replaces=twin.session_id)
    there = f"its very lines are there as {twin.session_id}"
    return Verdict(look, refused=there + MOVE.format(look.channel or "no channel"))


def _slug(look: Look) -> str:
    """Return a log's channel as session ids spell it."""
    return make_session_id(look.started_at, look.channel).partition("-")[2]


def _twice(look: Look, same: Known) -> str:
    if not look.is_dated:
        return f"neither it nor {same.recording} is dated, so they cannot be told apart; say --started-at"
    return f"it records the same stream as {same.recording}, which is imported in this run"


def _there(look: Look, same: Known) -> str:
    if same.origin is not Origin.IMPORT:
        return f"this stream was heard live as {same.session_id}"
    if not look.is_dated:
        return f"{same.session_id} was imported from {same.recording or 'another log'}, undated as well"
    return f"{same.session_id} was imported from {same.recording or 'another log'}"
