"""Clip seeds as they stand in the vault, for the terminal and for cutting.

Decides which are meant, where in the recording each begins and ends (the streamer's trim
before the seed's own place, moved by what stream markers told), and the rows of the CSV.
Leaves reading notes to ``vault`` and the cutting script to ``runtime.clips.cutting``.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chronicler.analysis.clip_learning import USUAL_LAG
from chronicler.domain.codec import utc_text
from chronicler.domain.events import ClipsLearned
from chronicler.domain.session import offset_label
from chronicler.errors import UserError
from chronicler.runtime.clips.marks import taught
from chronicler.runtime.house import House
from chronicler.vault.clip_notes import KEEP, REJECT, SEED, ClipNote, clip_notes

STATUSES: Final = (SEED, KEEP, REJECT)
_AFTER: Final = 10.0
"""A clip whose note tells no end runs so many seconds beyond the peak."""
_STARTED: Final = "%Y%m%dT%H%M%SZ"
_FORMULA: Final = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip seed, with its place in the recording."""

    session_id: str
    channel: str
    date: str
    """The evening's date, as the note has it."""
    status: str
    vod_starts_seconds: float
    vod_ends_seconds: float
    begins_by: str
    """``trim`` where the streamer said where it begins, else ``seed``."""
    at: str
    """When it began, UTC."""
    score: float | None
    why: str
    vod: str
    note: str
    """The note's path in the vault."""

    @property
    def vod_starts(self) -> str:
        """Where in the recording it begins, such as ``1h02m03s``."""
        return offset_label(self.vod_starts_seconds)

    @property
    def vod_ends(self) -> str:
        """Where it ends."""
        return offset_label(self.vod_ends_seconds)

    def as_json(self) -> dict[str, Any]:
        """Return it as ``--json`` and the CSV tell it."""
        return asdict(self) | {"vod_starts": self.vod_starts, "vod_ends": self.vod_ends}


COLUMNS: Final = (
    "session_id", "channel", "date", "status", "vod_starts", "vod_ends", "vod_starts_seconds",
    "vod_ends_seconds", "begins_by", "at", "score", "why", "vod", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clips:
    """What was asked for, and what marks have taught each channel."""

    clips: tuple[Clip, ...]
    of_all: int
    """Clip seeds that there are, whatever was asked for."""
    learned: Mapping[str, ClipsLearned]
    """By channel; only where something is marked."""
    is_learning: bool
    without_parts: int
    """Marked notes that teach nothing, since they were written before they told their parts."""
    unread: tuple[str, ...] = ()
    """What stands in a status or a trim and cannot be read, one sentence a note, with the way out."""


def read_clips(house: House, session: str | None = None, status: str | None = None) -> Clips:
    """Return the clip seeds of a vault: of one stream, or of one status, where one is named.

    Raises:
        UserError: no note belongs to such a stream.
        VaultError: the vault is gone or a note cannot be read.
    """
    settings = house.settings()
    everything = clip_notes(house.vault)
    notes = [note for note in everything if note.is_real is house.origin.is_real]
    chosen = [note for note in notes if session is None or _belongs(note, session)]
    if session is not None and not chosen:
        known = ", ".join(sorted({note.session for note in notes})[-5:]) or "none"
        raise UserError(f"No clip seed belongs to a stream {session!r}. Streams with clip seeds: {known}")
    found = (_clip(note) for note in chosen if status in (None, note.status))
    return Clips(
        clips=tuple(clip for clip in found if clip is not None),
        of_all=len(notes),
        learned=_learned(notes),
        is_learning=settings.learn_from_clips,
        without_parts=sum(n.status in (KEEP, REJECT) and n.parts is None and bool(n.score) for n in notes),
        unread=tuple(sentence for note in chosen for sentence in _unread(note)),
    )


def _unread(note: ClipNote) -> Iterator[str]:
    if note.status not in STATUSES:
        yield f"The status {note.status!r} of «{note.path}» teaches nothing; type seed, keep or reject"
    if note.is_trim_unread:
        yield f"The trim of «{note.path}» tells no place and is left aside; write it like 1:02:03-1:02:40"


def _learned(notes: Sequence[ClipNote]) -> dict[str, ClipsLearned]:
    by_channel: dict[str, list[ClipNote]] = {}
    for note in notes:
        if note.is_real:
            by_channel.setdefault(note.channel, []).append(note)
    found = {channel: taught(of, datetime.now(UTC)) for channel, of in sorted(by_channel.items())}
    return {channel: learned for channel, learned in found.items() if learned.marks}


def _belongs(note: ClipNote, named: str) -> bool:
    return note.session.startswith(named) or note.date == named


def _clip(note: ClipNote) -> Clip | None:
    """Return a note's clip, ``None`` where nothing in it tells a place."""
    begins, ends = place_of(note)
    if begins is None or ends is None:
        return None
    return Clip(
        session_id=note.session,
        channel=note.channel,
        date=note.date,
        status=note.status,
        vod_starts_seconds=begins,
        vod_ends_seconds=ends,
        begins_by="seed" if note.trim_starts is None else "trim",
        at=_time(note, begins),
        score=note.score,
        why=note.why,
        vod=note.vod,
        note=note.path,
    )


def place_of(note: ClipNote) -> tuple[float | None, float | None]:
    """Return where in the recording a clip begins and ends, ``None`` where the note tells nothing."""
    peak = note.peak
    starts = note.starts if note.starts is not None or peak is None else peak - USUAL_LAG
    ends = note.ends if note.ends is not None or peak is None else peak + _AFTER
    begins = note.trim_starts if note.trim_starts is not None else _moved(starts, note)
    until = note.trim_ends if note.trim_ends is not None else _moved(ends, note)
    if begins is not None and (until is None or until <= begins):
        until = begins + USUAL_LAG + _AFTER  # a beginning alone, behind the seed's own end
    return begins, until


def _moved(at: float | None, note: ClipNote) -> float | None:
    return None if at is None else max(0.0, at + note.vod_shift)


def _time(note: ClipNote, begins: float) -> str:
    try:
        started = datetime.strptime(note.session.partition("-")[0], _STARTED).replace(tzinfo=UTC)
        return utc_text(started + timedelta(seconds=begins - note.vod_shift))
    except (ValueError, OverflowError):
        return ""


def as_csv(clips: Sequence[Clip]) -> str:
    """Return the clips as CSV (RFC 4180), one a row under the names of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for clip in clips:
        told = clip.as_json()
        writer.writerow([_cell(told[column]) for column in COLUMNS])
    return text.getvalue()


def _cell(value: object) -> object:
    """Return a value as a spreadsheet may have it: what chat said is never a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
