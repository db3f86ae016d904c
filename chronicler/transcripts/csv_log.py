"""Recorded chat as a table with a header: comma-, semicolon-, tab- or bar-separated.

Decides how cells become a line of chat, and which of the time columns is believed: an
offset into the stream places lines, a date tells when the stream began. Leaves finding the
columns to ``csv_columns``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple

from chronicler.domain.events import Event
from chronicler.transcripts import evenings
from chronicler.transcripts.csv_columns import BADGE_FLAGS, Columns, read_header
from chronicler.transcripts.csv_rows import rows
from chronicler.transcripts.irc_events import emotes_at
from chronicler.transcripts.limits import amount
from chronicler.transcripts.people import PLAIN, Author, Authors, Extras, clean
from chronicler.transcripts.said import Happened, Said, deleted, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import any_seconds, dated_seconds
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

TABLE: Final = "CSV"
_PEEK: Final = 20
_MOST_CHANNELS: Final = 1_000
_SHORTEST_ID: Final = 8
"""A shorter one counts rows rather than names a line."""
_YES: Final = frozenset({"1", "true", "t", "yes", "y", "wahr", "ja"})
_WORD: Final = re.compile(r"[A-Za-z][\w-]*")
_PLACED: Final = re.compile(r"\w+:\d+-\d+")
_EXCEL: Final = re.compile(r"sep=.\s*$", re.IGNORECASE)


class _Times(NamedTuple):
    """Where rows tell their time."""

    dated: int | None
    """Column of a date with a time of day, or of a count since 1970."""
    offset: int | None
    """Column of a time since the stream's start."""
    has_day_apart: bool = False
    """The date stands in a column of its own beside the time of day."""


class CsvLog:
    """A table of chat."""

    def __init__(self, source: Source, columns: Columns, header: int) -> None:
        """Look the whole table over; ``header`` is the number of the header's line."""
        self._source = source
        self._columns = columns
        self._header = header
        self._channels: Counter[str] = Counter()
        self._times = _find_times(columns, islice(self._rows(Notes()), _PEEK))
        self._survey = evenings.Survey(())
        self.format: Final = TABLE
        self.about: Final = self._look_over()

    @property
    def has_times(self) -> bool:
        """Whether any of its rows tells a time."""
        return self._times.dated is not None or self._times.offset is not None

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return the rows as messages, and what Twitch announced in chatters' names."""
        lines = self._lines(Authors(opened, notes), opened.channel if len(self._channels) > 1 else "", notes)
        return told(evenings.offsets(lines, self._survey, opened.started_at, notes), opened, notes)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _look_over(self) -> About:
        if not self.has_times:
            return About()
        times = (at for _, at, row in self._timed(Notes()) if self._count(row))
        if self._times.offset is None:
            self._survey = evenings.survey(times)
            starts = self._survey.starts
        else:
            starts = self._start()
            for _ in times if "channel" in self._columns.places else ():
                pass
        busiest = tuple(self._channels.most_common())
        return About(
            channel=busiest[0][0] if busiest else "",
            started_at=starts[0] if starts else None,
            channels=busiest,
            streams=starts,
        )

    def _start(self) -> tuple[datetime, ...]:
        """Return the start that the first row with both times tells."""
        place = self._times.dated
        if place is None:
            return ()
        for _, offset, row in self._timed(Notes()):
            dated = any_seconds(row[place].strip())
            if dated is not None and dated[1]:
                return (datetime.fromtimestamp(int(dated[0] - offset), UTC),)
        return ()

    def _count(self, row: Sequence[str]) -> bool:
        channel = self._channel(row)
        if channel and (channel in self._channels or len(self._channels) < _MOST_CHANNELS):
            self._channels[channel] += 1
        return True

    def _channel(self, row: Sequence[str]) -> str:
        return (
            self._columns.cell(row, "channel").lower().lstrip("#@")
            if "channel" in self._columns.places
            else ""
        )

    def _rows(self, notes: Notes) -> Iterator[tuple[int, list[str]]]:
        lines = ((number, line) for number, line in self._source.lines(notes) if number > self._header)
        return rows(lines, self._columns.delimiter, notes, self._begins_row)

    def _begins_row(self, line: str) -> bool:
        """Return whether a line has a row's cells, a time among them; what closes a cell begins none."""
        cells = line.split(self._columns.delimiter)
        if len(cells) < self._columns.width or cells[0].count('"') % 2:
            return False
        return any(any_seconds(cells[place].strip(' "')) is not None for place in self._columns.times)

    def _timed(self, notes: Notes) -> Iterator[tuple[int, float, list[str]]]:
        """Yield line number, time and cells of every row that tells its time."""
        width, delimiter, text = self._columns.width, self._columns.delimiter, self._columns.places["text"]
        place = self._times.dated if self._times.offset is None else self._times.offset
        is_dated = self._times.offset is None
        stamp, at = "", None
        for number, row in self._rows(notes):
            if len(row) < width:
                notes.skip(number, f"{len(row)} columns where the header has {width}")
                continue
            if len(row) > width and text == width - 1:
                row[text:] = [delimiter.join(row[text:])]  # an exporter that forgot to quote
            told_there = row[place] if place is not None else ""
            if self._times.has_day_apart:
                told_there = f"{self._columns.cell(row, 'date')} {told_there.strip()}"
            if told_there != stamp:
                stamp, at = told_there, _seconds(told_there.strip(), is_dated=is_dated)
            if at is None:
                notes.skip(number, f"its time cannot be read: {told_there[:30]!r}")
            else:
                yield number, at, row

    def _lines(self, authors: Authors, only: str, notes: Notes) -> Iterator[tuple[float, Said | Happened]]:
        cell = self._columns.cell
        has_more = _Extras(self._columns)
        for _, at, row in self._timed(notes):
            if only and self._channel(row) != only:
                continue
            text = clean(cell(row, "text"))
            extras = has_more.of(row, text)
            yield at, (self._author(row, authors), text, extras)
            if cell(row, "removed").lower() in _YES and extras.message_id:
                yield at, deleted(extras.message_id)

    def _author(self, row: Sequence[str], authors: Authors) -> Author:
        cell = self._columns.cell
        flags = tuple(
            flag for flag in BADGE_FLAGS if flag in self._columns.places and cell(row, flag).lower() in _YES
        )
        key = cell(row, "name"), cell(row, "login"), cell(row, "badges"), flags
        if author := authors.seen.get(key):
            return author
        name, login, listed, _ = key
        badges = tuple(dict.fromkeys((*_WORD.findall(listed), *flags)))
        return authors.see(key, clean(name), badges, clean(login), cell(row, "chatter_id"))


def recognise(source: Source, head: str) -> CsvLog | None:
    """Return the table's reader if its first line names the columns of recorded chat, else ``None``."""
    for number, line in enumerate(head.split("\n", 5)[:5], 1):
        if line.strip() and not _EXCEL.match(line):
            columns = read_header(line.rstrip("\r"))
            log = CsvLog(source, columns, number) if columns else None
            return log if log and log.has_times else None
    return None


class _Extras:
    """Reads what a row tells beyond name and text, as far as there are columns for it."""

    def __init__(self, columns: Columns) -> None:
        self._cell = columns.cell
        known = {"message_id", "emotes", "bits", "reply_to", "source_channel", "first", "own"}
        self._is_plain = known.isdisjoint(columns.places)

    def of(self, row: Sequence[str], text: str) -> Extras:
        if self._is_plain:
            return PLAIN
        cell = self._cell
        message_id, bits = cell(row, "message_id"), cell(row, "bits")
        return Extras(
            message_id if len(message_id) >= _SHORTEST_ID else "",
            _emotes(cell(row, "emotes"), text),
            amount(bits) or 0,
            cell(row, "reply_to") or None,
            cell(row, "source_channel") or None,
            cell(row, "first").lower() in _YES,
            is_own=cell(row, "own").lower() in _YES,
        )


def _find_times(columns: Columns, first: Iterator[tuple[int, list[str]]]) -> _Times:
    """Return which columns hold times, judged by the first rows."""
    sample = [row for _, row in first if len(row) >= columns.width]
    found: dict[bool, int] = {}
    for place in columns.times:
        kinds = Counter(kind[1] for row in sample if (kind := any_seconds(row[place].strip())))
        if kinds:
            found.setdefault(kinds.most_common(1)[0][0], place)
    offset, day = found.get(False), columns.places.get("date")
    if offset is not None and day is not None and day != offset and True not in found:
        days = [f"{columns.cell(row, 'date')} {row[offset].strip()}" for row in sample]
        if any(dated_seconds(text) is not None for text in days):
            return _Times(offset, None, has_day_apart=True)
    return _Times(found.get(True), offset)


def _seconds(text: str, *, is_dated: bool) -> float | None:
    found = any_seconds(text)
    return found[0] if found is not None and found[1] == is_dated else None


def _emotes(listed: str, text: str) -> tuple[str, ...]:
    """Return emotes given as places in the text, or by their names."""
    if not listed:
        return ()
    if _PLACED.match(listed):
        return emotes_at(listed, text)
    names = set(re.split(r"[\s,;\[\]'\"]+", listed)) - {""}
    return tuple(word for word in text.split() if word in names)
