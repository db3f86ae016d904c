"""How each text format writes a line of chat.

Decides, for every format, the pattern of a line, how its time is read and what stands
before a name; leaves the way through a file to ``text_log``. The five groups of a pattern
are always time, channel, badges, name and text.

The marks before a name are those of Twitch-Chat-Downloader's own reference settings; ``=``
is seen in the wild and stands in none of them, so it means nothing here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chronicler.domain.events import CHAT_CLEARED
from chronicler.transcripts.people import noticed_of
from chronicler.transcripts.said import Happened, cleared, noticed
from chronicler.transcripts.times import CLOCK, DATED, clock_seconds, dated_seconds, number_seconds

BADGES: Final = {
    "~": "broadcaster",
    "@": "moderator",
    "%": "subscriber",
    "$": "bits",
    "+": "premium",  # or turbo: the downloader writes both alike
    "&": "staff",
    "!": "admin",
    "*": "global_mod",
}
"""Mark to badge. Only a chatter's first badge is marked, unless the user chose otherwise."""
_DAY: Final = 86400.0
_HALF_A_DAY: Final = 43200.0


Clock = Callable[[str], float | None]
"""Reads the times of one file, from its first line to its last, in seconds; ``None`` for no time."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One text format."""

    name: str
    form: str
    """What a line looks like, for people."""
    line: re.Pattern[str]
    begins: re.Pattern[str]
    """A line that begins so was meant as one of its own, and continues none."""
    clock: Callable[[str], Clock]
    """Makes the clock of a file from its first characters."""
    is_dated: bool = False
    rare: tuple[re.Pattern[str], ...] = ()
    """Patterns of the same groups for the few lines that the first does not know."""
    header: re.Pattern[str] | None = None
    """Without such a line among the first, a file is not of this format."""
    continues: bool = True
    """Whether a line of chat may go on in the next line of the file, as comments of a recording do."""
    marks: str = ""
    """What may stand before a name without being part of it."""


def _always(read: Clock) -> Callable[[str], Clock]:
    return lambda _head: read


def _count(stamp: str) -> float | None:
    found = number_seconds(int(stamp)) if stamp.isdecimal() else None
    return found[0] if found and found[1] else None


class DayClock:
    """Reads times of day, the day being told by the file's first line and each midnight passed."""

    def __init__(self, head: str) -> None:
        """Begin a file on the day its header names."""
        found = _CHATTERINO_HEADER.search(head)
        day = dated_seconds(f"{found[1]} 00:00:00") if found else None
        self._midnight = day or 0.0
        self._before = clock_seconds(found[2]) or 0.0 if found else 0.0

    def __call__(self, stamp: str) -> float | None:
        """Return a time of day in seconds since 1970."""
        at = clock_seconds(stamp)
        if at is None or at >= _DAY:
            return None
        if at < self._before - _HALF_A_DAY:
            self._midnight += _DAY
        self._before = at
        return self._midnight + at


_CHATTERINO_HEADER: Final = re.compile(
    r"^# Start logging at (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)", re.MULTILINE
)

_BEFORE_THE_NAME: Final = r"(?:\(([^()]*)\) )?(?:\*[^*]*\* )?"

TCD_TEXT: Final = Shape(
    "Twitch-Chat-Downloader text",
    "[h:mm:ss] <name> text",
    re.compile(r"\[(\d{1,3}:[0-5]\d:[0-5]\d)\] ()()<([^<>]*)> ?(.*)"),
    re.compile(r"\[(?:\d+ days?, )?\d+:\d+"),
    _always(clock_seconds),
    rare=(
        re.compile(r"\[(\d{1,2} days?, \d{1,2}:[0-5]\d:[0-5]\d)\] ()()<([^<>]*)> ?(.*)"),
        re.compile(r"\[((?:\d{1,2} days?, )?\d{1,3}:[0-5]\d:[0-5]\d)\] ()()\*(\w+) (.*?)\]?$"),
    ),
    marks="".join(BADGES) + "=",
)
CHATTERINO: Final = Shape(
    "Chatterino text",
    "[hh:mm:ss] name: text",
    re.compile(r"\[(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)\]()()\s+([^\s:]{1,40}): ?(.*)"),
    re.compile(r"\[\d+:\d+|#"),
    DayClock,
    is_dated=True,
    header=_CHATTERINO_HEADER,
)
JUSTLOG: Final = Shape(
    "justlog text",
    "[yyyy-mm-dd hh:mm:ss] #channel name: text",
    re.compile(rf"\[({DATED})\] #([^\s:]+)() ([^\s:]{{1,40}}): ?(.*)"),
    re.compile(r"\[\d+-\d+"),
    _always(dated_seconds),
    is_dated=True,
    continues=False,
)
DATED_TEXT: Final = Shape(
    "TwitchDownloader text, dated",
    "[yyyy-mm-dd hh:mm:ss UTC] name: text",
    re.compile(rf"\[({DATED})\]()() ([^\s:]{{0,40}}): ?(.*)"),
    re.compile(r"\[\d+-\d+"),
    _always(dated_seconds),
    is_dated=True,
)
DOWNLOADER_TEXT: Final = Shape(
    "TwitchDownloader text",
    "[h:mm:ss] name: text",
    re.compile(rf"\[({CLOCK})\]()() ([^\s:]{{0,40}}): ?(.*)"),
    re.compile(r"\[\d+:\d+"),
    _always(clock_seconds),
)
BARRED_TEXT: Final = Shape(
    "chat-downloader text",
    "h:mm:ss | (badges) name: text",
    re.compile(rf"({CLOCK})() \| {_BEFORE_THE_NAME}([^\s:]{{0,40}}): ?(.*)"),
    re.compile(rf"{CLOCK} \|"),
    _always(clock_seconds),
)
BARRED_DATED: Final = Shape(
    "chat-downloader text, dated",
    "yyyy-mm-dd hh:mm:ss | (badges) name: text",
    re.compile(rf"({DATED})() \| {_BEFORE_THE_NAME}([^\s:]{{0,40}}): ?(.*)"),
    re.compile(rf"{DATED} \|"),
    _always(dated_seconds),
    is_dated=True,
)
RECHAT: Final = Shape(
    "rechat text",
    "unix-time login: text",
    re.compile(r"(\d{10}|\d{13})()() ([^\s:]{1,40}): ?(.*)"),
    re.compile(r"\d{10}(?:\d{3})? "),
    _always(_count),
    is_dated=True,
)
SHAPES: Final = (
    TCD_TEXT,
    CHATTERINO,
    JUSTLOG,
    DATED_TEXT,
    DOWNLOADER_TEXT,
    BARRED_TEXT,
    BARRED_DATED,
    RECHAT,
)
"""In the order in which they are tried: the stricter first."""

_TROUBLE: Final = re.compile(
    r"(\w{1,25}) (?:has been|was) (?:permanently )?(banned|timed out.{0,60})", re.IGNORECASE
)
_CLEARED: Final = re.compile(r"chat (?:has been|was) cleared", re.IGNORECASE)


def happening(text: str) -> Happened | None:
    """Return what a line without a speaker tells of the room, ``None`` where it tells nothing known."""
    text = text.strip()
    if match := _TROUBLE.match(text):
        return cleared(match[1], reason=match[2].rstrip("."))
    if _CLEARED.match(text):
        return noticed(CHAT_CLEARED)
    name = text.split(" ", 1)[0].removesuffix("'s")
    found = noticed_of(name, text)
    return noticed(found.kind, name, found.sentence, found.amount) if found else None
