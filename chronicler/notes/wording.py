"""Times, spans and counts in plain English, the same on every machine.

Decides spelling only; leaves what is worth saying to the notes. Month and day names stand
here because ``strftime`` follows the machine's locale.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from chronicler.domain import counted

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

BROKEN_OFF: Final = (
    "The trial was stopped before it was over, so no notes were written of it; "
    "starting it again begins it anew."
)
"""Of a recorded stream or a test off air that was stopped: nothing takes it up again, unlike a stream."""


def clock(at: datetime, timezone: tzinfo) -> str:
    """Return the local time of day, ``20:44``."""
    return f"{at.astimezone(timezone):%H:%M}"


def moment(at: datetime, timezone: tzinfo) -> str:
    """Return the local date and time of day, ``2026-03-07 01:36``; after midnight that of the new day."""
    return f"{at.astimezone(timezone):%Y-%m-%d %H:%M}"


def day(on: date) -> str:
    """Return ``Friday 6 March 2026``."""
    return f"{_DAYS[on.weekday()]} {short_day(on)}"


def short_day(on: date) -> str:
    """Return ``6 March 2026``."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def hours(on: date, begins: datetime, ends: datetime, timezone: tzinfo) -> str:
    """Return when a stream ran, by the date it belongs to; one begun after midnight was a night's."""
    local = begins.astimezone(timezone).date()
    ran = f"{clock(begins, timezone)} to {clock(ends, timezone)}"
    if ends - begins >= timedelta(days=1):
        last = day(ends.astimezone(timezone))
        return f"{day(on)}, {clock(begins, timezone)} to {last}, {clock(ends, timezone)}"
    return f"{day(on)}, {ran}" if local == on else f"{night(on)}, {ran} on the {_ordinal(local.day)}"


def night(on: date) -> str:
    """Return ``the night of Friday 6 March 2026``."""
    return f"the night of {day(on)}"


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number in (11, 12, 13) else endings.get(number % 10, 'th')}"


def span(seconds: float) -> str:
    """Return a length of time to the minute, below two minutes to the second."""
    whole = max(0, round(seconds))
    if whole < 120:  # noqa: PLR2004 - two minutes
        return f"{whole} s"
    minutes = round(whole / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{minutes} min"


def short_of(seconds: float, limit: float) -> str:
    """Return a length of time that is shorter than ``limit``, also where rounding would make them equal."""
    said = span(seconds)
    return f"just under {said}" if said == span(limit) else said


count: Final = counted.counted
"""``1 line`` or ``1,204 lines``."""
part_of: Final = counted.part_of
"""``the one time``, ``all 7 times`` or ``2 of the 7 times``."""


percent: Final = counted.percent
"""``12%``, spelled alike everywhere."""


def listing(items: Sequence[str], joint: str = "and") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(items) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def sentence(text: str, *, capital: bool = True) -> str:
    """Return ``text`` with an end mark, and a capital unless it begins with what looks like a login."""
    stripped = _DOUBLE_END.sub(r"\1”", text.strip())
    if not stripped:
        return ""
    first = stripped.split(maxsplit=1)[0]
    if capital and not re.search(r"[_\d`]", first):
        stripped = stripped[0].upper() + stripped[1:]
    return stripped + ("" if stripped[-1] in ".?!…”" else ".")


_DOUBLE_END: Final = re.compile(r"([.?!…])”\.$")


def gist(told: str, longest: int = 120) -> str:
    """Return a receipt's line; of a counted list that would be long only the count."""
    number = re.match(r"\d+ [\w ]+(?=: )", told)
    return number.group() if number and len(told) > longest else told


def share(part: int, whole: int) -> str:
    """Return ``2 of 431 (0.5%)``; only the counts where the whole is empty."""
    if not whole:
        return f"{part:,} of {whole:,}"
    is_small = 0 < part < whole / 10
    return f"{part:,} of {whole:,} ({percent(part / whole, 1 if is_small else 0)})"


def paragraphs(*parts: str) -> str:
    """Return the parts that say something, a blank line between them, ending in a newline."""
    said = [part.strip("\n") for part in parts if part.strip()]
    return "\n\n".join(said) + "\n" if said else ""


def section(heading: str, *parts: str) -> str:
    """Return a headed section, or nothing at all where the parts are empty."""
    body = paragraphs(*parts)
    return f"{heading}\n\n{body}" if body else ""
