"""One journal line, spelled and read.

Decides the exact bytes of a header and of an event, and which bytes are none; leaves the
fields of an event to ``domain.codec`` and files, order and durability to
``archive.journal.writing``.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from chronicler.domain import codec
from chronicler.domain.events import Event
from chronicler.domain.session import Origin
from chronicler.errors import ArchiveError

FORMAT: Final = 1
"""Version of the journal's form; a journal of a higher one is refused."""
HALF_WRITTEN: Final = "half-written last line"
"""Normal after a crash, and while another process is writing."""
UNREADABLE: Final = "unreadable line"


class _Spellings(dict[type[Event], tuple[codec.Convert, str, str]]):
    """For each type of event, what spells its fields, whether it is one of ours, and its name.

    Made when the first of a type is written: most streams have events of few types.
    """

    def __missing__(self, event_type: type[Event]) -> tuple[codec.Convert, str, str]:
        name = codec.name_of(event_type)
        kind = "input" if name in codec.INPUT_TYPES else "derived"
        self[event_type] = made = (codec.spelling(event_type), kind, name)
        return made


_SPELLED: Final = _Spellings()
_SEQ: Final = re.compile(rb'\{"seq":(\d{1,18}),')
_DUMPS: Final = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    default=lambda item: codec.utc_text(item) if isinstance(item, datetime) else str(item),
).encode


class SkippedLineError(ValueError):
    """A line that is no event we know; its message is the reason to count it under."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a journal: whose events follow."""

    program: str
    """Version of the program that began the journal."""
    session: str
    """Session id; empty for what happens between streams."""
    origin: Origin
    channel: str


def encode_header(header: Header) -> bytes:
    """Return the header as the journal's first line, newline included."""
    return _json({"journal": FORMAT, **asdict(header)})


def decode_header(line: bytes) -> Header:
    """Return the header that a journal's first line holds.

    Raises:
        ArchiveError: the line is no header, or of a format newer than :data:`FORMAT`.
    """
    fields = _object(line)
    version = fields.pop("journal", None)
    if isinstance(version, int) and version > FORMAT:
        raise ArchiveError(
            f"it was written by a newer Chronicler (journal format {version}, this one reads {FORMAT}). "
            "Update the Chronicler to read it."
        )
    try:
        return Header(
            str(fields["program"]), str(fields["session"]), Origin(fields["origin"]), str(fields["channel"])
        )
    except (KeyError, ValueError) as error:
        raise ArchiveError(
            "its first line is no journal header. Move the file out of the journal folder, "
            "or restore it from a backup."
        ) from error


def encode_event(seq: int, event: Event) -> bytes:
    """Return an event as one line: keys in fixed order, UTF-8, lone surrogates replaced."""
    spell, kind, name = _SPELLED[type(event)]
    data = spell(event)
    return _json({"seq": seq, "kind": kind, "type": name, "at": data.pop("at"), "data": data})


def decode_event(line: bytes) -> tuple[int, Event]:
    """Return the number and the event of a line.

    Raises:
        SkippedLineError: the line holds no event that this program knows.
    """
    fields = _object(line)
    seq, name, data = fields.get("seq"), fields.get("type"), fields.get("data")
    if type(seq) is not int or type(data) is not dict:
        raise SkippedLineError(UNREADABLE)
    if type(name) is not str or name not in codec.EVENT_TYPES:
        raise SkippedLineError(f"unknown event type {str(name)[:40]!r}")
    data["at"] = fields.get("at")
    try:
        return seq, codec.event_from_plain(name, data)
    except ValueError as error:
        raise SkippedLineError(f"unusable {name} line") from error


def fields_of(line: bytes) -> dict[str, Any]:
    """Return the fields of a line as JSON has them, none where it holds no object."""
    return _object(line)


def spell(fields: dict[str, Any]) -> bytes:
    """Return fields as a line, as :func:`encode_event` spells them."""
    return _json(fields)


def seq_of(line: bytes) -> int | None:
    """Return the number a line begins with, even where the rest of it is broken."""
    found = _SEQ.match(line)
    return int(found[1]) if found else None


def _object(line: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(line)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _json(data: dict[str, Any]) -> bytes:
    try:
        # Joined to the line's end it is copied; the original holds some kilobytes that it does not need.
        return orjson.dumps(data, None, orjson.OPT_UTC_Z) + b"\n"
    except TypeError:
        # A lone surrogate, or a number of more than 64 bits that a person typed.
        return _bytes(_DUMPS(data)) + b"\n"


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Halves of a pair that belong together are joined, those left alone become U+FFFD:
        # DuckDB would read a lone one as an empty row.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
