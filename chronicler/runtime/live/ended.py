"""What ended streams still lack: removals that came when they were over, and notes a kill cut short.

Decides which journal a removal is added to, behind its session's end: for one line the one
that holds it, for a ban each that holds lines of theirs. A stream that ended more than a day
before is left as it is (Twitch lets nobody remove a line that is older than six hours), and
a chat cleared between streams does not reach back. Also which of those streams were ended by a
program that was killed before their notes were whole. Leaves writing the notes again to
``runtime.live.afterwards``; blocking.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.archive.journal.folder import all_journals, session_journals
from chronicler.archive.journal.lines import SkippedLineError, decode_event
from chronicler.archive.journal.reading import read_header
from chronicler.archive.journal.writing import Journal, ended_at, read_journal
from chronicler.domain.events import ChatterCleared, Event, MessageDeleted, MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError

REACHES_BACK: Final = timedelta(days=1)
_LONGEST_STREAM: Final = timedelta(days=2)
"""Twitch ends a stream by itself after 48 hours."""
Removal = MessageDeleted | ChatterCleared
_REMOVALS: Final = (b'"type":"message_deleted"', b'"type":"chatter_cleared"')
_ENDING: Final = b'"type":"session_ended"'
_AT_ONCE: Final = 1 << 18
"""Bytes looked through before its lines are taken one by one."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class EndedSessions:
    """The journals of a channel's streams that have ended lately."""

    def __init__(self, folder: Path, channel: str, is_kept: Callable[[Path], bool] = lambda _: True) -> None:
        """Look for them in a journal folder; ``is_kept`` tells whether the notes of one are whole."""
        self._folder = folder
        self._channel = channel
        self._is_kept = is_kept

    def take(self, removals: Sequence[Removal]) -> dict[Path, list[Event]]:
        """Add removals to the journals they belong to, durably; return what was added to which.

        One that no ended stream asks for is added nowhere; one that stands there already is
        not added again, so taking twice is harmless.

        Raises:
            ArchiveError: a journal could not be read or written.
        """
        added: dict[Path, list[Event]] = {}
        for path, end in self._ended(max((each.at for each in removals), default=None)):
            if wanted := _wanted(path, removals):
                late = [replace(each, at=max(each.at, end)) for each in wanted]
                with Journal.open(path, read_journal(path).header) as journal:
                    journal.append(late)
                added[path] = list(late)
        return added

    def catch_up(self, now: datetime) -> list[Path]:
        """Return the ended streams whose notes may not be as they should be.

        They may still show what was removed behind a stream's end, or were not all written.
        Removals of the last day that a crash kept from the stream they belong to are added first.

        Raises:
            ArchiveError: a journal could not be read or written.
        """
        self.take(list(self._heard(now - REACHES_BACK)))
        return [path for path, _ in self._ended(now) if has_late_removal(path) or self._is_cut_short(path)]

    def _is_cut_short(self, path: Path) -> bool:
        return read_header(path).origin is Origin.LIVE and not self._is_kept(path)

    def _ended(self, at: datetime | None) -> Iterator[tuple[Path, datetime]]:
        """Yield the streams of this channel that ended within a day before, the latest first."""
        if at is None:
            return
        oldest = f"{at - REACHES_BACK - _LONGEST_STREAM:%Y%m%dT%H%M%SZ}"
        for path in reversed(session_journals(self._folder)):
            if path.name < oldest:
                return
            end = ended_at(path)
            if end and end > at - REACHES_BACK and self._is_ours(path):
                yield path, end

    def _is_ours(self, path: Path) -> bool:
        """Whether a journal is of this channel; one without a header is left to ``chronicler doctor``."""
        with suppress(ArchiveError):
            return read_header(path).channel == self._channel
        return False

    def _heard(self, since: datetime) -> Iterator[Removal]:
        """Yield the removals that any journal has heard of since."""
        for path in all_journals(self._folder):
            if path.stat().st_mtime >= since.timestamp():
                for event in _events(path, _REMOVALS):
                    if isinstance(event, MessageDeleted | ChatterCleared) and event.at >= since:
                        yield event


def _wanted(path: Path, removals: Sequence[Removal]) -> list[Removal]:
    """Return, once each, those removals that a journal holds lines for and does not know yet."""
    first: dict[tuple[type[Event], str], Removal] = {}
    for removal in removals:
        first[type(removal), _name(removal)] = removal  # of two bans the later one reaches further
    still_there: dict[tuple[type[Event], str], datetime] = {}
    for event in _events(path, [json.dumps(name, ensure_ascii=False).encode() for _, name in first]):
        match event:
            case MessageReceived(message=message):
                still_there.setdefault((MessageDeleted, message.message_id), event.at)
                still_there.setdefault((ChatterCleared, message.login), event.at)
            case MessageDeleted() | ChatterCleared():
                still_there.pop((type(event), _name(event)), None)
            case _:
                pass
    return [each for key, each in first.items() if still_there.get(key, _NEVER) <= each.at]


def _name(removal: Removal) -> str:
    return removal.message_id if isinstance(removal, MessageDeleted) else removal.login


def has_late_removal(path: Path) -> bool:
    """Whether a removal stands behind a session's end."""
    is_over = False
    for event in _events(path, (_ENDING, *_REMOVALS)):
        if is_over and isinstance(event, MessageDeleted | ChatterCleared):
            return True
        is_over = is_over or isinstance(event, SessionEnded)
    return False


def _events(path: Path, needles: Iterable[bytes]) -> Iterator[Event]:
    """Yield the events of a journal whose line holds one of the needles."""
    wanted = tuple(needles)
    with path.open("rb") as file:
        while lines := file.readlines(_AT_ONCE):
            together = b"".join(lines)
            if any(needle in together for needle in wanted):  # true of few
                yield from _holding(wanted, lines)


def _holding(needles: Sequence[bytes], lines: Iterable[bytes]) -> Iterator[Event]:
    for line in lines:
        if any(needle in line for needle in needles):
            with suppress(SkippedLineError):
                yield decode_event(line)[1]
