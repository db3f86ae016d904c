"""The time somebody means when they ask about an evening.

Decides between an offset into the stream, a time of day and a whole date, says how it was
read, and refuses what lies outside of the stream; leaves the evening to ``runtime.asking.why``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from chronicler.domain.session import offset_label
from chronicler.errors import UserError

_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_UNITS: Final = re.compile(
    r"\+?(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:utes?|s)?)?)?\s*(?:(\d{1,6})\s*s(?:ec(?:onds?|s)?)?)?",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"(\+?)(\d{1,3}):(\d{2})(?::(\d{2}))?")
_HALF_DAY: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?\s*([ap])\.?m\.?", re.IGNORECASE)
_EXAMPLES: Final = "21:40, 9:40pm, 1h02m, 1:02:03 or 2026-03-06T21:40"
_LAST_HOUR: Final = 12
_HOURS: Final = 24
_SIXTY: Final = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The time that was meant."""

    at: datetime
    """Aware UTC, within the stream."""
    width: timedelta
    """How much time the words cover: a minute where no seconds were given."""
    said: str
    """How it was read, one sentence."""


@dataclass(frozen=True, slots=True)
class _Reading:
    at: datetime
    width: timedelta
    shown: str
    """What would be typed to mean this and nothing else."""
    is_offset: bool = False


@dataclass(frozen=True, slots=True)
class _Stream:
    begins: datetime
    ends: datetime
    zone: tzinfo

    def holds(self, reading: _Reading) -> bool:
        """Whether a time lies in the stream, as exactly as it was typed."""
        return self.begins - reading.width < reading.at < self.ends + reading.width

    def into(self, length: timedelta, width: timedelta) -> _Reading:
        """Return the time so long after the start."""
        return _Reading(self.begins + length, width, offset_label(length.total_seconds()), is_offset=True)

    def of_day(self, at: time, width: timedelta) -> Iterator[_Reading]:
        """Yield that time of day on each day of the stream, twice where the clocks go back."""
        day, last = self.begins.astimezone(self.zone).date(), self.ends.astimezone(self.zone).date()
        while day <= last:
            for fold in (0, 1):
                local = datetime.combine(day, at.replace(fold=fold), self.zone).astimezone(UTC)
                yield _Reading(local, width, f"{local.astimezone(self.zone):%Y-%m-%dT%H:%M:%S}")
            day += timedelta(days=1)


def read_time(text: str, begins: datetime, ends: datetime, zone: tzinfo) -> Asked:
    """Return the time that ``text`` means in a stream from ``begins`` to ``ends``.

    ``21:40`` is a time of day where the stream has it, else an offset; ``1:02:03`` the other
    way round. Whatever could mean both is resolved towards what lies in the stream.

    Raises:
        UserError: it is no time, or lies outside of the stream, whose range is told.
    """
    stream = _Stream(begins, ends, zone)
    readings = list(_readings(text.strip(), stream))
    if not readings:
        raise UserError(f"{text!r} is no time; write one like {_EXAMPLES}")
    inside = [reading for reading in readings if stream.holds(reading)]
    if not inside:
        length = offset_label((ends - begins).total_seconds())
        raise UserError(
            f"{text!r} lies outside of this stream, which went from {_clock(begins, zone)} "
            f"to {_clock(ends, zone)} (0h00m00s to {length}); name another with --session"
        )
    chosen, others = inside[0], [r for r in inside[1:] if r.is_offset != inside[0].is_offset]
    is_ambiguous = len(readings) > 1 and any(reading.is_offset for reading in readings)
    said = _said(text.strip(), chosen, others) if is_ambiguous else ""
    return Asked(min(max(chosen.at, begins), ends), chosen.width, said)


def _said(text: str, chosen: _Reading, others: list[_Reading]) -> str:
    if chosen.is_offset:
        told = f"{text} was read as {chosen.shown} into the stream"
        return f"{told}; for the time of day write {others[0].shown}." if others else f"{told}."
    told = f"{text} was read as the time of day"
    return f"{told}; for the offset into the stream write {others[0].shown}." if others else f"{told}."


def _readings(text: str, stream: _Stream) -> Iterator[_Reading]:
    if text.casefold() == "now":
        yield _Reading(stream.ends, _SECOND, "")
    elif (units := _UNITS.fullmatch(text)) and any(units.groups()):
        hours, minutes, seconds = (int(part or 0) for part in units.groups())
        length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        yield stream.into(length, _MINUTE if units[3] is None else _SECOND)
    elif half := _HALF_DAY.fullmatch(text):
        yield from _half_day(half, stream)
    elif parts := _PARTS.fullmatch(text):
        yield from _with_colons(parts, stream)
    else:
        yield from _iso(text, stream.zone)


def _with_colons(parts: re.Match[str], stream: _Stream) -> Iterator[_Reading]:
    """Yield the offset first where seconds are given, else the time of day."""
    plus, *digits, last = parts.groups()
    one, two, three = (int(part) for part in (*digits, last or "0"))
    if two >= _SIXTY or three >= _SIXTY:
        return
    width = _MINUTE if last is None else _SECOND
    clocks = list(stream.of_day(time(one, two, three), width)) if one < _HOURS and not plus else []
    offsets = [stream.into(timedelta(hours=one, minutes=two, seconds=three), width)]
    if last is None:
        offsets.append(stream.into(timedelta(minutes=one, seconds=two), _SECOND))
        yield from (*clocks, *offsets)
    else:
        yield from (*offsets, *clocks)


def _half_day(half: re.Match[str], stream: _Stream) -> Iterator[_Reading]:
    hour, minute, second = (int(part or 0) for part in half.groups()[:3])
    if not 1 <= hour <= _LAST_HOUR or minute >= _SIXTY or second >= _SIXTY:
        return
    hour = hour % _LAST_HOUR + (_LAST_HOUR if half[4].casefold() == "p" else 0)
    yield from stream.of_day(time(hour, minute, second), _MINUTE if half[3] is None else _SECOND)


def _iso(text: str, zone: tzinfo) -> Iterator[_Reading]:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return
    if "T" not in text.upper() and " " not in text:
        return  # a bare date names a stream, not a time
    local = at.replace(tzinfo=zone) if at.tzinfo is None else at
    yield _Reading(local.astimezone(UTC), _MINUTE if text.count(":") == 1 else _SECOND, "")


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}"
