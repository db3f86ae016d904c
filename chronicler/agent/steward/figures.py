"""The figures of a sentence: numbers, dates, times of day, spans of time, and how often.

Decides what each means, however it is spelled (half past nine and 21:30, two hours and 2 h,
twice and 2 times), and whether one figure is borne out by another. Leaves numbers in words to
``agent.steward.figures_spelled`` and which texts are compared to ``agent.steward.grounds``.
"""

import re
from calendar import day_name, month_name
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from chronicler.agent.steward.figures_spelled import UNITS, in_digits
from chronicler.domain.late_pattern import LatePattern


class Kind(StrEnum):
    """What a figure tells."""

    NUMBER = "number"
    SPAN = "span"
    """``(minutes,)``"""
    AGO = "ago"
    """``(minutes,)`` before now."""
    HOUR = "hour"
    """``(minute of the day, whether it may as well be twelve hours later)``"""
    DATE = "date"
    """``(year, month, day)``, 0 for what is not said."""
    WEEKDAY = "weekday"
    DAYS = "days"
    """``(first, last)``, days before now: yesterday, last week."""
    HOW_OFTEN = "how often"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, and how it is to be taken."""

    kind: Kind
    value: tuple[int | str, ...]
    is_about: bool = False
    """Whether it is said to be rough."""
    may_be_hour: bool = False
    """Whether a bare number stands where a time of day may stand."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text's figures, and what is left of it without them."""

    figures: tuple[Figure, ...]
    rest: str


_MONTHS: Final = {name.casefold(): n for n, name in enumerate(month_name) if name}
_MONTH: Final = "|".join(
    sorted((*_MONTHS, *(m[:3] for m in _MONTHS if len(m) > len("may")), "sept"), key=len, reverse=True)
)
_MONTHS_BY_START: Final = {name[:3]: n for name, n in _MONTHS.items()}
_WEEKDAYS: Final = tuple(name.casefold() for name in day_name)
_TO_MINUTES: Final = {"s": 1 / 60, "m": 1, "h": 60, "d": 1440, "n": 1440, "w": 10080, "y": 525_600}
_A_MONTH: Final = 43_800
_DAYTIME: Final = (
    r"(?: ?(?P<half>[ap])\.?m\b\.?|(?: in the| at)? (?P<part>morning|afternoon|evening|night)\b)?"
)
_ROUGH: Final = LatePattern(
    r"(?:about|around|nearly|almost|roughly|some|over|under|more than|less than|just \w+|approximately)"
    r"(?: a)? *$"
)
_AT: Final = LatePattern(r"\b(?:at|by|until|till|since|from|before|after)(?: about| around)? $")
_HOURS, _MINUTES, _NIGHT_IS_OVER = 24, 60, 6
_LEAST_SLACK: Final = 5.0
"""Minutes by which a rough span may differ, or a tenth of it."""

_A_WEEK: Final = 7
_DAYS_OF_SLACK: Final = 3.0
"""Whoever counts back in weeks or months does not count days."""


def read(text: str) -> Read:
    """Return the figures of a text, each once, and the words around them."""
    rest, found = in_digits(text), list[Figure]()
    for pattern, of in _READINGS:
        put: list[str] = []
        at = 0
        for match in pattern.finditer(rest):
            figure = of(match, rest[: match.start()])
            if figure is not None:
                found.append(figure)
                put += rest[at : match.start()], " # "
                at = match.end()
        rest = "".join((*put, rest[at:]))
    return Read(tuple(dict.fromkeys(found)), rest.replace("#", " "))


def is_borne_out(said: Figure, known: Figure, today: date) -> bool:
    """Return whether what a figure says follows from another that is known."""
    if said.kind is known.kind and said.value == known.value:
        return True
    match said.kind, known.kind:
        case ((Kind.SPAN | Kind.AGO), (Kind.SPAN | Kind.AGO)):
            return _is_near(said, known)
        case Kind.HOUR, Kind.HOUR:
            return _is_same_hour(said.value, known.value)
        case Kind.DATE, Kind.DATE:
            return all(mine in (0, yours) for mine, yours in zip(said.value, known.value, strict=True))
        case Kind.NUMBER, Kind.HOUR:
            return said.may_be_hour and _is_same_hour((int(said.value[0]) * 60, True), known.value)
        case Kind.NUMBER, Kind.DATE:
            return said.value[0] == known.value[2]
        case ((Kind.WEEKDAY | Kind.DAYS | Kind.AGO), Kind.DATE):
            return (day := _day(known)) is not None and _is_then(said, day, today)
    return False


# Reading -----------------------------------------------------------------------------------


def _date(match: re.Match[str], _: str) -> Figure:
    parts = match.groupdict()
    month = parts.get("month") or "0"
    number = int(month) if month.isdigit() else _MONTHS_BY_START[month[:3]]
    return Figure(Kind.DATE, (int(parts.get("year") or 0), number, int(parts.get("day") or 0)))


def _span(match: re.Match[str], before: str) -> Figure:
    minutes = 0.0
    for many, unit in re.findall(r"(\d+(?:\.\d+)?) ?([a-z]+)", match.group()):
        minutes += float(many) * (_A_MONTH if unit.startswith("mo") else _TO_MINUTES[unit[0]])
    kind = Kind.AGO if match["ago"] else Kind.SPAN
    value = (int(minutes) if minutes == int(minutes) else f"{minutes:.2f}",)
    return Figure(kind, value, is_about=_ROUGH.search(before) is not None)


def _hour(match: re.Match[str], _: str) -> Figure | None:
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    if hour > _HOURS or minute >= _MINUTES:
        return None
    if parts.get("past") in ("to", "before", "of"):
        minute = -minute
    half, part = parts.get("half"), parts.get("part")
    is_late = half == "p" or part in ("afternoon", "evening") or (part == "night" and hour >= _NIGHT_IS_OVER)
    is_early = half == "a" or part == "morning"
    hour = hour % 12 + 12 * is_late if is_late or is_early else hour
    is_open = not (is_late or is_early) and hour <= _HOURS // 2 and not parts["hour"].startswith("0")
    return Figure(Kind.HOUR, ((hour * 60 + minute) % 1440, is_open))


def _past(match: re.Match[str], before: str) -> Figure | None:
    """Read ``half past 9``, ``quarter to 10`` and ``20 past 8``."""
    minutes = {"half": "30", "quarter": "15"}.get(match["quarter"], match["quarter"])
    spelled = f"{match['hour']} {match['past']} {minutes}{match['tail'] or ''}"
    again = re.match(rf"(?P<hour>\d+) (?P<past>\w+) (?P<minute>\d+){_DAYTIME}", spelled)
    return _hour(again, before) if again else None


def _midday(match: re.Match[str], _: str) -> Figure:
    return Figure(Kind.HOUR, (720 if match.group() in ("noon", "midday") else 0, False))


def _number(match: re.Match[str], before: str) -> Figure:
    value = match["number"].replace(",", "")
    number = int(value) if value.isdigit() else value
    may_be_hour = isinstance(number, int) and 0 < number <= _HOURS and _AT.search(before) is not None
    return Figure(Kind.NUMBER, (number,), may_be_hour=may_be_hour)


def _days(match: re.Match[str], _: str) -> Figure:
    said = match.group()
    if said in ("yesterday", "last night"):
        return Figure(Kind.DAYS, (1, 1))
    return Figure(Kind.DAYS, {"week": (1, 13), "month": (1, 61), "year": (1, 730)}[said.split()[-1]])


_OFTEN: Final = (
    r"always|usually|often|frequently|regularly|rarely|seldom|sometimes|(?:many|several|countless) times"
    r"|every|most(?=\b)|many(?=\b)|several(?=\b)|dozens|hundreds|thousands|only"
    r"|the whole|half(?= of)"
)
_Reading = Callable[[re.Match[str], str], Figure | None]


def _readings() -> Iterator[tuple[LatePattern, _Reading]]:
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
    month = rf"(?P<month>{_MONTH})\b\.?"
    yield LatePattern(rf"\b{year}-(?P<month>\d\d)-(?P<day>\d\d)\b"), _date
    yield LatePattern(rf"\b(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?{year}\b"), _date
    yield LatePattern(rf"\b{day}(?: day)?(?: of)? {month}(?:,? {year}\b)?"), _date
    yield LatePattern(rf"\b{month} (?:the )?{day}\b(?!:)(?:,? {year}\b)?"), _date
    yield LatePattern(rf"\b{month},? (?:of )?{year}\b"), _date
    yield LatePattern(rf"\b(?:in|of|since|during|last|until)(?: early| late)? {month}"), _date
    yield LatePattern(rf"(?<![\d.,:]){year}\b(?! times?\b)"), _date
    past = r"(?P<past>past|to|before|after)"
    yield (
        LatePattern(
            rf"\b(?:an? )?(?P<quarter>half|quarter|\d\d?)(?: minutes?)? {past}"
            rf" (?P<hour>\d\d?)\b(?! ?(?:{UNITS}))"
            r"(?P<tail> ?[ap]\.?m\b|(?: in the| at)? (?:morning|afternoon|evening|night)\b)?"
        ),
        _past,
    )
    yield LatePattern(rf"\b(?P<hour>\d\d?)[:.](?P<minute>[0-5]\d)\b(?!\.\d){_DAYTIME}"), _hour
    yield LatePattern(rf"\b(?P<hour>\d\d?) ?o'?clock\b{_DAYTIME}"), _hour
    yield LatePattern(r"\b(?P<hour>\d\d?)(?P<part>) ?(?P<half>[ap])\.?m\b\.?"), _hour
    yield LatePattern(r"\b(?:noon|midday|midnight)\b"), _midday
    one = rf"(?!0\d)\d+(?:\.\d+)?(?: ?(?:{UNITS})\b|-(?:{UNITS})\b| ?[hms](?=\b|\d))"
    yield LatePattern(rf"\b{one}(?:(?: and|, and)? ?{one})*(?P<ago> ago\b| earlier\b)?"), _span
    yield LatePattern(rf"\b(?:{'|'.join(_WEEKDAYS)})s?\b"), _weekday
    yield LatePattern(r"\byesterday\b|\blast (?:night|week|month|year)\b"), _days
    yield LatePattern(rf"\b(?:{_OFTEN})\b"), _often
    yield LatePattern(r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:st|nd|rd|th)?\b"), _number


def _weekday(match: re.Match[str], _: str) -> Figure:
    return Figure(Kind.WEEKDAY, (_WEEKDAYS.index(match.group().removesuffix("s")),))


def _often(match: re.Match[str], _: str) -> Figure:
    return Figure(Kind.HOW_OFTEN, (match.group().split()[0],))


_READINGS: Final = tuple(_readings())


# Comparing ---------------------------------------------------------------------------------


def _is_near(said: Figure, known: Figure) -> bool:
    mine, yours = float(said.value[0]), float(known.value[0])
    slack = max(_LEAST_SLACK, yours / 10) if said.is_about else 0.0
    return abs(mine - yours) <= slack


def _is_same_hour(said: tuple[int | str, ...], known: tuple[int | str, ...]) -> bool:
    mine, yours = int(said[0]), int(known[0])
    return mine == yours or (bool(said[1] or known[1]) and mine % 720 == yours % 720)


def _day(known: Figure) -> date | None:
    year, month, day = (int(part) for part in known.value)
    return date(year, month, day) if year and month and day else None


def _is_then(said: Figure, day: date, today: date) -> bool:
    gone = (today - day) // timedelta(days=1)
    if said.kind is Kind.WEEKDAY:
        return day.weekday() == said.value[0]
    if said.kind is Kind.DAYS:
        return int(said.value[0]) <= gone <= int(said.value[1])
    days = float(said.value[0]) / 1440
    slack = 0.0 if days < _A_WEEK else max(_DAYS_OF_SLACK, days / 10)
    return gone >= 0 and abs(gone - days) <= slack
