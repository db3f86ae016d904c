"""Raw IRC as loggers keep it, with tags or without.

Read are plain lines of Twitch's IRC (justlog's files), the same in timed blocks as a
socket gave them, one JSON object a line that holds such a line, and one JSON document that
lists them (recent-messages). Decides which channel and stream of a file are read; leaves
where lines stand to ``irc_raw`` and what they mean to ``irc_events``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from chronicler.domain.events import Event
from chronicler.errors import UserError
from chronicler.transcripts import evenings, irc_raw
from chronicler.transcripts.irc_events import IrcMeaning
from chronicler.transcripts.irc_line import COMMANDS, parse, read_chat_tags, read_tags, sent_at
from chronicler.transcripts.irc_raw import Raw
from chronicler.transcripts.people import Authors
from chronicler.transcripts.said import Happened, Said, deleted, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

PLAIN: Final = "raw IRC"
TAGGED: Final = "raw IRC with tags"
JSON_LINES: Final = "raw IRC in JSON lines"
JSON_DOCUMENT: Final = "raw IRC in a JSON document"

_SURVEYED: Final = re.compile(rf" (?:{'|'.join(sorted(COMMANDS))}) #(\w+)")
_NEEDED: Final = "record chat with its tags (tmi-sent-ts), or with the time before each line"
_PEEK: Final = 40
_NO_TAGS: Final[dict[str, str]] = {}
Reading = Callable[[Source, Notes], Iterator[Raw]]
"""One of the ways in which raw lines stand in a file."""
_MOST_CHANNELS: Final = 1_000


class IrcLog:
    """A file of raw IRC."""

    def __init__(self, source: Source, name: str, reading: Reading) -> None:
        """Look the whole file over: which channels it holds, and which streams.

        Raises:
            UserError: the file cannot be read, or nothing in it tells when its lines were sent.
        """
        self._source = source
        self._reading = reading
        self._channels: Counter[str] = Counter()
        self.format: Final = name
        self._survey = evenings.survey(self._times())
        busiest, starts = tuple(self._channels.most_common()), self._survey.starts
        if not starts:
            msg = f"nothing in {source.path} tells when its lines were sent; {_NEEDED}"
            raise UserError(msg)
        self.about: Final = About(
            channel=busiest[0][0], started_at=starts[0], channels=busiest, streams=starts
        )

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return what the lines of the chosen channel and stream tell."""
        lines = self._lines(IrcMeaning(Authors(opened, notes)), opened.channel, notes)
        return told(evenings.offsets(lines, self._survey, opened.started_at, notes), opened, notes)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _times(self) -> Iterator[float]:
        """Yield the time of each line of chat, counting channels."""
        before: float | None = None
        is_wrapped = self._reading is _json_lines
        # Inside a JSON line the tags stand as they are: it need not be decoded to be looked over.
        raws = _undecoded(self._source) if is_wrapped else self._reading(self._source, Notes())
        for _, received, raw in raws:
            if found := _SURVEYED.search(raw):
                tags = raw.partition(" ")[0] if raw[0] == "@" else ""
                before = _time(tags, received, before)
                channel = found[1].lower()
                if channel in self._channels or len(self._channels) < _MOST_CHANNELS:
                    self._channels[channel] += 1
                if before is not None:
                    yield before

    def _lines(
        self, meaning: IrcMeaning, channel: str, notes: Notes
    ) -> Iterator[tuple[float, Said | Happened]]:
        """Yield what each line tells, with its time; one that has none is of the time of the line before."""
        only = "" if len(self._channels) <= 1 else channel
        before: float | None = None
        for number, received, raw in self._reading(self._source, notes):
            line = parse(raw)
            if line is None:
                notes.skip(number, f"no line of IRC: {raw[:60]!r}")
            elif line.command in COMMANDS and (not only or line.channel == only):
                before = at = _time(line.tags, received, before)
                if at is None:
                    notes.skip(number, "nothing tells when it was sent")
                elif line.command == "PRIVMSG":
                    tags = read_chat_tags(line.tags) if line.tags else _NO_TAGS
                    yield at, meaning.said(line, tags)
                    if "rm-deleted" in tags and "id" in tags:
                        yield at, deleted(tags["id"])
                else:
                    for told_of in meaning.of(line, read_tags(line.tags) if line.tags else _NO_TAGS):
                        yield at, told_of


def recognise(source: Source, head: str) -> IrcLog | None:
    """Return the file's reader if one of its first lines is raw IRC, else ``None``."""
    first = list(enumerate(head.split("\n", _PEEK)[:_PEEK], 1))
    raws = list(irc_raw.plain(iter(first)))
    if _has_chat(raws):
        is_tagged = any(raw.startswith("@") for _, _, raw in raws)
        return IrcLog(source, TAGGED if is_tagged else PLAIN, _plain)
    if not head.lstrip().startswith(("{", "[", '"')):
        return None
    # A document laid out over many lines has lines that are JSON as well, but not its first.
    is_document = not irc_raw.is_json(next(line for _, line in first if line.strip()))
    if not is_document and _has_chat(irc_raw.json_lines(iter(first), Notes())):
        return IrcLog(source, JSON_LINES, _json_lines)
    if _has_chat(islice(irc_raw.json_document(source.chunks(Notes()), Notes()), _PEEK)):
        return IrcLog(source, JSON_DOCUMENT, _json_document)
    return None


def _plain(source: Source, notes: Notes) -> Iterator[Raw]:
    return irc_raw.plain(source.lines(notes))


def _json_lines(source: Source, notes: Notes) -> Iterator[Raw]:
    return irc_raw.json_lines(source.lines(notes), notes)


def _undecoded(source: Source) -> Iterator[Raw]:
    for number, line in source.lines(Notes()):
        at = sent_at(line) if '"@' in line else None
        if at is not None:
            yield number, at, line
        else:
            yield from irc_raw.json_lines(iter(((number, line),)), Notes())


def _json_document(source: Source, notes: Notes) -> Iterator[Raw]:
    return irc_raw.json_document(source.chunks(notes), notes)


def _has_chat(raws: Iterable[Raw]) -> bool:
    """Return whether there is chat among some lines: a server's greeting alone is no log."""
    lines = (parse(raw) for _, _, raw in raws)
    return any(line is not None and line.command in COMMANDS for line in lines)


def _time(tags: str, received: float | None, before: float | None) -> float | None:
    """Return when Twitch sent a line, else when it was received, else the time of the line before it."""
    at = sent_at(tags) if tags else None
    at = received if at is None else at
    return before if at is None else at
