"""Twitch-Chat-Downloader's text: ``[h:mm:ss] <%name> text``, one line of chat a line.

Decides what the mark before a name means and which lines continue the one before; leaves
times and ids to its neighbours. The marks are those of the downloader's own reference
settings; ``=`` is seen in the wild and stands in none of them, so it means nothing here.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from chronicler.domain.events import Event, MessageReceived
from chronicler.transcripts.ordering import in_time_order
from chronicler.transcripts.people import MadeUpIds, clean, make_message, notice_in
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

_LINE: Final = re.compile(
    r"\[(?:(?P<days>\d{1,2}) days?, )?(?P<h>\d{1,3}):(?P<m>[0-5]\d):(?P<s>[0-5]\d)\] "
    r"(?:<(?P<name>[^<>]*)> ?(?P<text>.*)|\*(?P<actor>\w+) (?P<deed>.*?)\]?)$"
)
_STAMP: Final = re.compile(r"\[(?:\d+ days?, )?\d+:\d+")
"""A line that begins so was meant as one of its own, and continues none."""
_LONGEST: Final = 1_000
"""Characters a line of chat may have, continuation lines included: twice Twitch's limit, because
a subscription's sentence stands before the chatter's own words."""
_PEEK: Final = 20


class Line(NamedTuple):
    """One line of chat as the file has it."""

    name: str
    marks: str
    text: str


class TcdLog:
    """A file of Twitch-Chat-Downloader text."""

    format: Final = TCD_TEXT
    about: Final = About()

    def __init__(self, source: Source) -> None:
        """Bind the file."""
        self._source = source

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield the lines as messages, and what Twitch announced in chatters' names."""
        made_up = MadeUpIds()
        for seconds, line in in_time_order(_joined(self._source, notes), notes):
            at = opened.started_at + timedelta(seconds=seconds)
            login = line.name.lower()
            message = make_message(
                opened,
                at,
                made_up.give(seconds, login, line.text),
                line.name,
                line.text,
                login=login,
                badges=tuple(BADGES[mark] for mark in line.marks if mark in BADGES),
            )
            yield MessageReceived(at, message)
            if notice := notice_in(message):
                yield notice

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()


def recognise(source: Source, head: str) -> TcdLog | None:
    """Return the file's reader if one of its first lines is a line of this format, else ``None``."""
    lines = head.split("\n", _PEEK)[:_PEEK]
    return TcdLog(source) if any(_LINE.match(line.removesuffix("\r")) for line in lines) else None


def _joined(source: Source, notes: Notes) -> Iterator[tuple[float, Line]]:
    """Yield offset and line, continuation lines joined to theirs by a space, as chat shows them."""
    held: tuple[float, Line] | None = None
    for number, raw in source.lines(notes):
        parsed = _parse(raw)
        if parsed:
            if held:
                yield held
            held = parsed
        elif held is None or _STAMP.match(raw) or len(held[1].text) + len(raw) > _LONGEST:
            if raw.strip():
                notes.skip(number, _complaint(raw))
        elif raw.strip():
            held = held[0], held[1]._replace(text=f"{held[1].text} {clean(raw).strip()}".lstrip())
    if held:
        yield held


def _parse(raw: str) -> tuple[float, Line] | None:
    match = _LINE.match(raw)
    if match is None:
        return None
    days, hours, minutes, seconds, name, text, actor, deed = match.groups()
    offset = float((int(days or 0) * 24 + int(hours)) * 3600 + int(minutes) * 60 + int(seconds))
    if name is None:
        return offset, Line(actor, "", clean(deed))
    bare = name.lstrip(_MARKS)
    return offset, Line(bare.strip(), name[: len(name) - len(bare)], clean(text))


def _complaint(raw: str) -> str:
    return f"not of the form [h:mm:ss] <name> text: {raw[:60]!r}"
