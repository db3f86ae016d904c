"""Times as logs write them: clocks, dates, and counts since 1970.

Decides how each spelling is read; leaves to the formats which spelling stands where. A
time without a zone is UTC. Everything is seconds: since the stream's start, or since 1970.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2200
"""Years in which a stream may have been."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_EARLIEST: Final = (date(FIRST_YEAR, 1, 1).toordinal() - _EPOCH) * 86400.0
_LATEST: Final = (date(LAST_YEAR, 1, 1).toordinal() - _EPOCH) * 86400.0
LONGEST: Final = 48 * 3600.0
"""No stream lasts longer than this many seconds: Twitch ends one after two days. Whatever a log
places later is named rather than waited for."""

CLOCK: Final = r"-?(?:\d{1,2} days?, )?(?:\d{1,4}:)?\d{1,3}:\d{2}(?:[.,]\d{1,9})?"
DATED: Final = (
    r"\d{4}-\d{1,2}-\d{1,2}[T_ ]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?"
)
"""Patterns of the spellings that :func:`clock_seconds` and :func:`dated_seconds` read."""
_CLOCK: Final = re.compile(r"(-?)(?:(\d{1,2}) days?, )?(?:(\d{1,4}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,9})?)")
_DATED: Final = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})[T_ ](\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?"
    r" ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
_SPAN: Final = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d{1,6})?)s)?")
_NUMBER: Final = re.compile(r"-?\d{1,20}(?:\.\d{1,12})?", re.ASCII)
_SIXTY: Final = 60
_TO_THE_MINUTE: Final = len("2026-03-06 19:30")
_TO_THE_SECOND: Final = len("2026-03-06 19:30:00")
_DAY: Final = 24
_AFTERNOON: Final = timedelta(hours=15)
_FARTHEST: Final = 14 * 3600
"""Seconds from UTC of the zones that are farthest from it."""
# The scale of a bare number: seconds of a stream stay below three years, those since 1970
# began their tenth digit in 2001, and each finer unit has three digits more.
_SCALES: Final = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))


def clock_seconds(text: str) -> float | None:
    """Return ``h:mm:ss``, ``mm:ss`` or ``1 day, h:mm:ss`` in seconds, ``None`` where it is none.

    What a recorder heard before the stream has a minus; it is moved to the start.
    """
    # Most stamps of a log share their minute with the one before.
    seconds = text[-2:]
    if text[-3:-2] == ":" and text[0] != "-" and seconds.isdecimal() and int(seconds) < _SIXTY:
        minute = _clock_minute(text[:-3])
        return None if minute is None or minute + int(seconds) > LONGEST else minute + int(seconds)
    return _clock_in_full(text)


@lru_cache(maxsize=64)
def _clock_minute(text: str) -> float | None:
    return _clock_in_full(f"{text}:00")


def _clock_in_full(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    before, days, hours, minutes, seconds = match.groups("0")
    lasting = float(seconds.replace(",", "."))
    if lasting >= _SIXTY or (match[3] is not None and int(minutes) >= _SIXTY):
        return None
    if before == "-":
        return 0.0
    since = (int(days) * _DAY + int(hours)) * 3600.0 + int(minutes) * 60 + lasting
    return since if since <= LONGEST else None


def span_seconds(text: str) -> float | None:
    """Return ``1h2m3s`` in seconds, ``None`` where it is none."""
    match = _SPAN.fullmatch(text)
    if match is None or not text:
        return None
    hours, minutes, seconds = match.groups("0")
    since = int(hours) * 3600.0 + int(minutes) * 60 + float(seconds)
    return since if since <= LONGEST else None


def dated_seconds(text: str) -> float | None:
    """Return a date with a time of day in seconds since 1970, ``None`` where it is none.

    ``2026-03-06T19:30:00.5+01:00``, ``2026-03-6 19:30:00 UTC`` and ``2026-03-06_19:30:00``
    are all read; without a zone it is UTC.
    """
    # Most stamps of a log share their minute with the one before.
    if len(text) == _TO_THE_SECOND and (minute := _minute(text[:_TO_THE_MINUTE])) is not None:
        seconds = text[_TO_THE_MINUTE + 1 :]
        if seconds.isdecimal() and text[_TO_THE_MINUTE] == ":" and int(seconds) <= _SIXTY:
            return minute + int(seconds)
    return _in_full(text)


@lru_cache(maxsize=64)
def _minute(text: str) -> float | None:
    return _in_full(text)


def _in_full(text: str) -> float | None:
    match = _DATED.fullmatch(text)
    if match is None:
        return None
    day, hours, minutes, seconds, zone = match.groups()
    midnight = _midnight(day)
    lasting = float((seconds or "0").replace(",", "."))
    if midnight is None or int(hours) >= _DAY or int(minutes) >= _SIXTY or lasting >= _SIXTY + 1:
        return None
    ahead = _ahead_of_utc(zone) if zone else 0
    return (
        None
        if ahead is None
        else possible(midnight + int(hours) * 3600 + int(minutes) * 60 + lasting - ahead)
    )


def on_the_day(day: datetime) -> datetime:
    """Return the time at which a stream of which only the day is told is taken to have begun.

    A day alone is no midnight: a stream begun then belongs to the evening before
    (``domain.session``). This one has the day told from Hawaii to New Zealand.
    """
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + _AFTERNOON


def possible(unix: float) -> float | None:
    """Return seconds since 1970 if a stream may have been then, else ``None``."""
    return unix if _EARLIEST <= unix < _LATEST else None


def number_seconds(number: float) -> tuple[float, bool] | None:
    """Return a bare number in seconds and whether they count from 1970, ``None`` where it is no time.

    Its size tells its unit: seconds of a stream, or seconds, milli-, micro- or nanoseconds
    since 1970.
    """
    for least, per_second in _SCALES:
        if number >= least:
            unix = possible(number / per_second)
            return None if unix is None else (unix, True)
    if not number <= LONGEST:  # so that NaN, too, is refused
        return None
    return max(0.0, number), False


def any_seconds(text: str) -> tuple[float, bool] | None:
    """Return a time in whatever spelling, in seconds, and whether they count from 1970."""
    if _NUMBER.fullmatch(text):
        return number_seconds(float(text))
    if (unix := dated_seconds(text)) is not None:
        return unix, True
    seconds = clock_seconds(text)
    seconds = span_seconds(text) if seconds is None else seconds
    return None if seconds is None else (seconds, False)


@lru_cache(maxsize=64)
def _midnight(day: str) -> float | None:
    year, month, number = day.split("-")
    try:
        return (date(int(year), int(month), int(number)).toordinal() - _EPOCH) * 86400.0
    except ValueError:
        return None


def _ahead_of_utc(zone: str) -> int | None:
    """Return a zone's seconds ahead of UTC, ``None`` where no place on earth has it."""
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    if seconds > _FARTHEST or int(digits[2:]) >= _SIXTY:
        return None
    return -seconds if zone[0] == "-" else seconds
