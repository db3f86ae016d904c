r"""The stream script: a whole stream as a text a person can write.

For the bundled sample and for tests of whole evenings. Decides the format below; leaves
carrying out its edits to the runtime. A line that cannot be read is counted and named.

::

    # chronicler stream script 1
    channel: lowlamp
    started_at: 2026-03-06T19:30:00Z
    title: An evening among shelves
    category: The Orrow Inventory
    mods: ottoline            logins, comma-separated; also: vips, bots
    emotes: lampLul, lampCosy words that are emotes wherever they stand

    # a comment; blank lines are free
    0:00:12 maren: good evening
    0:00:15 Joost [first] [id m1]: is this the right door
    0:00:21 maren [reply m1]: it is, come in
    0:05:00 > [6s] Words of the streamer, heard for six seconds.
    0:06:00 ! raid tidewatch 14

The header ends at the first blank line. Every event begins with its offset, ``h:mm:ss`` or
``h:mm:ss.mmm``; events need not stand in order, and those of one time keep theirs.

**Chat**: ``NAME ATTRIBUTES: text``. Attributes, each in brackets: ``mod``, ``vip``, ``first``,
``bot``, ``streamer``, ``own`` (a line of the Chronicler's), ``id NAME``, ``reply NAME``,
``from CHANNEL`` (shared chat), ``bits 100``, ``emotes Kappa,LUL``. The channel's own login is
the streamer. A line without ``id`` gets a made-up one.

**Speech**: ``> text``, lasting as long as it takes to say (150 words a minute), or
``> [6s] text``. Without text it is what an audio meter hears.

**Directions**: ``! raid CHANNEL VIEWERS``, ``! delete ID``, ``! clear LOGIN reason``,
``! title TITLE | CATEGORY``, ``! sub LOGIN text``, ``! follow LOGIN``, ``! gap 90s reason``
(nothing was heard for the 90 s before), ``! offline`` and ``! online``, ``! jot text`` (a line
is added under ``## During the stream``), ``! dashboard FILE`` (the file beside the script is
saved over tonight's dashboard).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from chronicler.domain.events import Event
from chronicler.errors import UserError
from chronicler.transcripts.beside import parse_time
from chronicler.transcripts.script_lines import NAMES, Badge, Cast, Reader, UnreadableError, offset_in
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import LONGEST
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

STREAM_SCRIPT: Final = "stream script"
_FIRST_LINE: Final = "# chronicler stream script "
_VERSION: Final = "1"


class ScriptLog:
    """A stream script, read whole when it is opened: a person wrote it, so it is short."""

    format: Final = STREAM_SCRIPT

    def __init__(self, source: Source) -> None:
        """Read the script's header; its events are read for the start that is settled on."""
        self._source = source
        notes = Notes()
        self._lines = list(source.lines(notes))
        self._body = next(
            (i for i, (_, line) in enumerate(self._lines) if not line.strip()), len(self._lines)
        )
        self._notes = notes
        self._header, self._cast = self._read_header()
        self.about: Final = About(
            channel=self._header.get("channel", ""),
            title=self._header.get("title", ""),
            category=self._header.get("category", ""),
            started_at=parse_time(self._header.get("started_at")),
            duration=self._duration(),
        )

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield what the script says happened."""
        notes.skipped, notes.named = self._notes.skipped, list(self._notes.named)
        notes.warnings.extend(self._notes.warnings)
        reader = self._reader(opened, notes)
        events: list[Event] = []
        for number, line in self._told():
            try:
                events.extend(reader.read(line))
            except UnreadableError as error:
                notes.skip(number, str(error))
        notes.named.sort()
        yield from sorted(events, key=lambda event: event.at)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return the dashboard saves and jottings, in order of time."""
        reader = self._reader(opened, Notes())
        for _, line in self._told():
            try:
                reader.read(line)
            except UnreadableError:
                continue  # named when the events are read
        return sorted(reader.edits, key=lambda edit: edit.at)

    def _reader(self, opened: Opened, notes: Notes) -> Reader:
        category, folder = self._header.get("category", ""), self._source.path.parent
        return Reader(opened, self._cast, category, folder, notes)

    def _told(self) -> Iterator[tuple[int, str]]:
        for number, line in self._lines[self._body :]:
            if line.strip() and not line.startswith("#"):
                yield number, line

    def _read_header(self) -> tuple[dict[str, str], Cast]:
        header: dict[str, str] = {}
        for number, line in self._lines[1 : self._body]:
            key, colon, value = line.partition(":")
            key = key.strip().lower()
            if line.startswith("#"):
                continue
            if not colon or key not in ("channel", "started_at", "title", "category", *NAMES):
                self._notes.skip(number, f"no header line: {line.strip()[:60]!r}")
            elif key == "started_at" and parse_time(value.strip()) is None:
                self._notes.skip(number, "write started_at like 2026-03-06T19:30:00Z")
            else:
                header[key] = value.strip()
        return header, Cast({Badge(k): _names(header.get(n, "")) for n, k in NAMES.items()})

    def _duration(self) -> timedelta | None:
        offsets = [offset for _, line in self._told() if (offset := offset_in(line)) is not None]
        believed = [offset for offset in offsets if offset <= LONGEST]
        return timedelta(seconds=max(believed)) if believed else None


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split(",") if name.strip())


def recognise(source: Source, head: str) -> ScriptLog | None:
    """Return the script's reader if the first line names the format, else ``None``.

    Raises:
        UserError: the script is of a version this program does not know.
    """
    first = head.split("\n", 1)[0].rstrip()
    if not first.startswith(_FIRST_LINE):
        return None
    if (version := first.removeprefix(_FIRST_LINE)) != _VERSION:
        msg = f"{source.path} is a stream script of version {version}; only version {_VERSION} is read here"
        raise UserError(msg)
    return ScriptLog(source)
