"""Twitch-Chat-Downloader's text: ``[h:mm:ss] <%name> text``, one line of chat a line.

Decides what the mark before a name means and which lines continue the one before; leaves
times and ids to its neighbours. The marks are those of the downloader's own reference
settings; ``=`` is seen in the wild and stands in none of them, so it means nothing here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chronicler.domain.events import Event
from chronicler.transcripts.people import NOBODY, Author, Authors, clean
from chronicler.transcripts.said import Said, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

TCD_TEXT: Final = "Twitch-Chat-Downloader text"

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
_MARKS: Final = "".join(BADGES) + "="

_LINE: Final = re.compile(r"\[(\d{1,3}:[0-5]\d:[0-5]\d)\] <([^<>]*)> ?(.*)")
_RARE: Final = re.compile(
    r"\[((?:\d{1,2} days?, )?\d{1,3}:[0-5]\d:[0-5]\d)\] (?:<([^<>]*)> ?(.*)|\*(\w+) (.*?)\]?$)"
)
"""Streams past a day, and what was done with ``/me``."""
_STAMP: Final = re.compile(r"\[(?:\d+ days?, )?\d+:\d+")
"""A line that begins so was meant as one of its own, and continues none."""
_LONGEST: Final = 1_000
"""Characters a line of chat may have, continuation lines included: twice Twitch's limit, because
a subscription's sentence stands before the chatter's own words."""
_PEEK: Final = 20


class TcdLog:
    """A file of Twitch-Chat-Downloader text."""

    format: Final = TCD_TEXT
    about: Final = About()

    def __init__(self, source: Source) -> None:
        """Bind the file."""
        self._source = source

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return the lines as messages, and what Twitch announced in chatters' names."""
        return told(_joined(self._source, Authors(opened), notes), opened, notes)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()


def recognise(source: Source, head: str) -> TcdLog | None:
    """Return the file's reader if one of its first lines is a line of this format, else ``None``."""
    lines = head.split("\n", _PEEK)[:_PEEK]
    return TcdLog(source) if any(_RARE.match(line.removesuffix("\r")) for line in lines) else None


def _joined(source: Source, authors: Authors, notes: Notes) -> Iterator[tuple[float, Said]]:
    """Yield offset and line, continuation lines joined to theirs by a space, as chat shows them."""
    seconds, author, text = -1.0, NOBODY, ""
    stamp = ""
    for number, raw in source.lines(notes):
        match = _LINE.match(raw)
        if found := match.groups() if match else _rare(raw):
            if stamp:
                yield seconds, (author, text, None)
            begins, name, text = found
            if begins != stamp:
                stamp, seconds = begins, _seconds(begins)
            author = authors.seen.get(name) or _author(authors, name)
            if not text.isprintable():
                text = clean(text)
        elif not stamp or _STAMP.match(raw) or len(text) + len(raw) > _LONGEST:
            if raw.strip():
                notes.skip(number, _complaint(raw))
        elif raw.strip():
            text = f"{text} {clean(raw).strip()}".lstrip()
    if stamp:
        yield seconds, (author, text, None)


def _rare(raw: str) -> tuple[str, str, str] | None:
    match = _RARE.match(raw)
    if match is None:
        return None
    begins, name, text, actor, deed = match.groups()
    return (begins, actor, deed) if name is None else (begins, name, text)


def _seconds(stamp: str) -> float:
    days, _, clock = stamp.rpartition(", ")
    hours, minutes, seconds = clock.split(":")
    return int(days.split(" ")[0] or 0) * 86400.0 + int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _author(authors: Authors, name: str) -> Author:
    bare = name.lstrip(_MARKS)
    badges = tuple(BADGES[mark] for mark in name[: len(name) - len(bare)] if mark in BADGES)
    return authors.see(name, bare.strip(), badges)


def _complaint(raw: str) -> str:
    return f"not of the form [h:mm:ss] <name> text: {raw[:60]!r}"
