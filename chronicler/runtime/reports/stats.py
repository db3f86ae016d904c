"""``chronicler stats``: which streams are meant, and who counts them.

Decides which stream a name means, how long a silence is long (the setting
``quiet_minutes``) and how numbers are spelled for scripts; leaves counting to the archive's
analyses and adding up to ``analysis.stream_numbers``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final, Self

from chronicler.analysis.stream_numbers import Ask, Rows, StreamNumbers, Totals, stream_numbers, totals
from chronicler.archive.asking.analyses import analysis
from chronicler.archive.connect import Archive, connect
from chronicler.archive.journal.writing import session_journals
from chronicler.archive.parquet import ParquetArchive, open_export
from chronicler.domain.codec import utc_text
from chronicler.domain.settings import Settings
from chronicler.errors import UserError
from chronicler.runtime.asking.which_session import LAST, choose_id, choose_journal, none_yet
from chronicler.runtime.house import House
from chronicler.scale.spark import open_spark

DUCKDB: Final = "duckdb"
SPARK: Final = "spark"
ENGINES: Final = (DUCKDB, SPARK)


@dataclass(frozen=True, slots=True)
class Stats:
    """The numbers of the streams that were asked about."""

    streams: tuple[StreamNumbers, ...]
    """Newest first; one unless all were asked about."""
    totals: Totals | None
    """``None`` where one stream was asked about."""
    long_silence: float
    """From how many seconds on a silence counts as long."""
    zone: tzinfo
    notes: tuple[str, ...] = ()
    """Sentences about what could not be read and is not counted."""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints: times in UTC, spans in seconds."""
        told = [self._stream(stream) for stream in self.streams]
        return told[0] if self.totals is None else {"streams": told, "totals": self._totals(self.totals)}

    def _stream(self, stream: StreamNumbers) -> dict[str, Any]:
        return {
            "session_id": stream.session_id,
            "channel": stream.channel,
            "origin": stream.origin,
            "title": stream.title,
            "started_at": utc_text(stream.started_at),
            "ended_at": utc_text(stream.ended_at) if stream.ended_at else None,
            "seconds": stream.seconds,
            "lines": stream.lines,
            "people": stream.people,
            "people_besides": stream.people_besides,
            "returning_people": stream.returning_people,
            "new_people": stream.new_people,
            "streams_before": stream.streams_before,
            "bot_lines": stream.bot_lines,
            "guest_lines": stream.guest_lines,
            "removed_lines": stream.removed_lines,
            "lines_per_minute": round(stream.lines_per_minute, 3),
            "median_lines": stream.median_lines,
            "peak_lines": stream.peak_lines,
            "peak_minute": stream.peak_minute,
            "busiest_minutes": [
                {"minute": busy.minute_of_stream, "lines": busy.lines, "people": busy.people}
                for busy in stream.busiest
            ],
            "longest_silence": {"at_seconds": stream.longest_silence_at, "seconds": stream.longest_silence},
            "long_silences": {"least_seconds": self.long_silence, "times": stream.long_silences},
            "said": stream.said,
            "answered_within_minutes": _by_minutes(stream.answered),
            "flagged": dict(stream.flagged),
            "came": [{"kind": c.kind, "times": c.times, "amount": c.amount} for c in stream.came],
            "themes": [
                {
                    "theme": held.theme,
                    "at_seconds": held.at_seconds,
                    "seconds": held.seconds,
                    "lines": held.lines,
                    "people": held.people,
                }
                for held in stream.themes
            ],
        }

    def _totals(self, told: Totals) -> dict[str, Any]:
        return {
            "streams": told.streams,
            "seconds": told.seconds,
            "lines": told.lines,
            "people_besides": told.people,
            "said": told.said,
            "answered_within_minutes": _by_minutes(told.answered),
            "long_silences": {"least_seconds": self.long_silence, "times": told.long_silences},
            "flagged": told.flagged,
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """How streams are measured and told: from when on a silence is long, and in which time zone."""

    long_silence: float
    """In seconds."""
    zone: tzinfo

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the measure that a vault's settings give."""
        return cls(settings.quiet.total_seconds(), settings.timezone)


def stream_stats(house: House, named: str | None) -> Stats:
    """Return the numbers of one stream, the one under way or else the last where none is named.

    Raises:
        UserError: there is no such stream, or several fit.
        ArchiveError: the archive cannot be used.
    """
    measure = Measure.of(house.settings())
    journal = choose_journal(house, named, measure.zone)
    with connect(house.data) as archive:
        return _counted(asker(archive), measure, journal.stem, archive.notes)


def all_stats(house: House) -> Stats:
    """Return the numbers of every stream of the house, with their totals.

    Raises:
        UserError: there is none yet; the message says what to do.
        ArchiveError: the archive cannot be used.
    """
    if not session_journals(house.journals):
        raise UserError(none_yet(house))
    with connect(house.data) as archive:
        return _counted(asker(archive), Measure.of(house.settings()), "", archive.notes)


def export_stats(folder: Path, named: str | None, measure: Measure, *, of_all: bool) -> Stats:
    """Return the numbers of one stream of an export, the last where none is named, or of all.

    Raises:
        UserError: there is no such stream, or several fit.
        ArchiveError: the folder holds no export, or it cannot be read.
    """
    with open_export(folder) as export:
        return told_of(asker(export), named, measure, of_all=of_all)


def spark_stats(folder: Path, named: str | None, measure: Measure, master: str, *, of_all: bool) -> Stats:
    """Return the same numbers as :func:`export_stats`, counted by Spark on ``master``.

    Raises:
        UserError: as :func:`export_stats`, or the extra ``scale`` or Java is missing.
        ArchiveError: the folder holds no export, or Spark failed.
    """
    place = folder.expanduser().resolve()
    with open_export(place) as export:
        schemas, filled = export.schemas, export.filled
    with open_spark(place, schemas, filled, master) as spark:

        def ask(name: str, parameters: Mapping[str, str | float]) -> Rows:
            return spark.query(analysis(name), parameters)

        return told_of(ask, named, measure, of_all=of_all)


def told_of(ask: Ask, named: str | None, measure: Measure, *, of_all: bool) -> Stats:
    """Return the numbers of one stream as ``ask`` answers them, the last where none is named, or of all.

    Raises:
        UserError: there is no such stream, or several fit.
    """
    ids = [str(row[0]) for row in reversed(ask("sessions", {}))]
    if not ids:
        raise UserError(
            "There is no stream in this export yet; run chronicler archive export again after one."
        )
    last = ids[-1] if named in (None, LAST) else choose_id(ids, str(named), measure.zone)
    return _counted(ask, measure, "" if of_all else last)


def asker(archive: Archive | ParquetArchive) -> Ask:
    """Return what answers the analyses from an archive, or from an export of one."""

    def ask(name: str, parameters: Mapping[str, str | float]) -> Rows:
        return archive.query(analysis(name), dict(parameters)).rows

    return ask


def _counted(ask: Ask, measure: Measure, session_id: str, notes: tuple[str, ...] = ()) -> Stats:
    streams = tuple(stream_numbers(ask, session_id, long_silence=measure.long_silence))
    if not streams:
        what = session_id or "any stream"
        raise UserError(f"Nothing can be read of {what} here; see: chronicler archive status")
    together = None if session_id else totals(ask, streams)
    return Stats(streams, together, measure.long_silence, measure.zone, notes)


def _by_minutes(answered: Mapping[int, int]) -> dict[str, int]:
    return {str(within): times for within, times in answered.items()}
