"""Where every note of ours stands in the vault: one family of pure functions.

Decides folders, file names and block ids; leaves making folders and writing to ``vault``.
All paths are vault-relative with forward slashes and end in ``.md``. ``taken`` maps the
paths of notes that already exist to the session that made them: a name that another
session holds gets this session's time. Rehearsals write under ``Rehearsals/`` only.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Final

from chronicler.domain.session import Origin, Session, offset_label
from chronicler.notes.untrusted import clean

Taken = Mapping[str, str]
FOLDER: Final = "Chronicler"
"""Our folder in the vault, unless another was chosen when the vault was laid."""
LONGEST_NAME: Final = 100
"""Characters of a title in a file name; a clash may add twenty more."""
_LONGEST_BYTES: Final = 200
"""Most file systems allow 255 bytes; a clash and ``.md`` must still fit."""
_NOBODY: Final = "\0"
_NOTHING: Final[Taken] = MappingProxyType({})

_LOOKALIKES: Final = str.maketrans('#|^:%[]\\/*?"<>', "＃｜＾꞉％［］＼⁄＊？″＜＞")
"""Characters no file name may hold, or no wikilink, and what stands in their stead."""
_STAND_INS: Final = frozenset("＃｜＾꞉％［］＼⁄＊？″＜＞․∼")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d) *(?=$|\.)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever ending follows."""
_ENDS_LIKE_A_MARK: Final = re.compile(r"(?:.* )?[0-9a-f]{8}", re.IGNORECASE)


# Names -------------------------------------------------------------------------------------


def title_of(title: str) -> str:
    """Return a title as it is compared: NFC, on one line, without invisible characters."""
    return unicodedata.normalize("NFC", clean(title))


def file_name(title: str) -> str:
    """Return the name, without ending, of a note called ``title``.

    Valid on every common file system and in wikilinks; forbidden characters become
    look-alikes. Two titles that differ give names that differ: where a look-alike alone
    could not keep them apart, eight hex digits of the title's sha256 are added.
    """
    wanted = title_of(title)
    if not wanted:
        return "Untitled"
    name = _dotless(wanted.translate(_LOOKALIKES))
    shortened = _shortened(name)
    if shortened == name and not _is_ambiguous(wanted, name):
        return name
    return f"{shortened} {_digest(wanted)[:8]}".strip()


def _is_ambiguous(wanted: str, name: str) -> bool:
    """Whether another title could have the same name, or no file may have it."""
    return bool(
        _STAND_INS & set(wanted)
        or _ENDS_LIKE_A_MARK.fullmatch(wanted)
        or _RESERVED.match(name)
        or name.casefold() == "untitled"
    )


def _dotless(name: str) -> str:
    """Return the name without a leading dot or tilde, trailing dots, or one after a device's name."""
    if device := _RESERVED.match(name):
        name = device.group() + name[device.end() :].replace(".", "․", 1)
    inner = name.rstrip(".")
    name = inner + "․" * (len(name) - len(inner))
    return {".": "․", "~": "∼"}.get(name[:1], name[:1]) + name[1:]


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME and len(name.encode()) <= _LONGEST_BYTES:
        return name
    room = name[: LONGEST_NAME - 9].encode()[: _LONGEST_BYTES - 9].decode("utf-8", "ignore")
    at_word = room.rsplit(" ", 1)[0] if " " in room[len(room) // 2 :] else room
    return unicodedata.normalize("NFC", at_word.rstrip(" .,;-–꞉"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def block_id(kind: str, *parts: str) -> str:
    """Return a block id such as ``m-0f3c…``: the kind's letter and 12 hex of what is named.

    Letters, digits and dashes; the same for the same parts for ever.
    """
    return f"{kind}-{_digest(*parts)[:12]}"


def message_block(message_id: str) -> str:
    """Return the block id of the ledger line that quotes a message."""
    return block_id("m", message_id)


# Places ------------------------------------------------------------------------------------


def root(folder: str, origin: Origin) -> str:
    """Return the folder under which a session may write."""
    return f"{folder}/Rehearsals" if origin is Origin.REHEARSAL else folder


def tonight(folder: str = FOLDER, origin: Origin = Origin.LIVE) -> str:
    """Return the path of Tonight; a rehearsal has its own."""
    return f"{root(folder, origin)}/Tonight.md"


def home(folder: str = FOLDER) -> str:
    """Return the path of the Home note."""
    return f"{folder}/Home.md"


def settings(folder: str = FOLDER) -> str:
    """Return the path of the Settings note."""
    return f"{folder}/Settings.md"


def dashboard(on: date, folder: str = FOLDER, taken: Taken = _NOTHING) -> str:
    """Return the path of the dashboard for the stream of a date; a second one is numbered."""
    return _numbered(f"{folder}/Dashboards/{on:%Y-%m-%d} Dashboard", taken, _NOBODY)


def ledger(session: Session, timezone: tzinfo, folder: str = FOLDER, taken: Taken = _NOTHING) -> str:
    """Return the path of a session's ledger."""
    stem = f"{root(folder, session.origin)}/Ledgers/{_started(session, timezone)} Ledger"
    return _free(stem, _utc(session), taken, session.session_id)


def clip_seed(
    session: Session, seconds: float, timezone: tzinfo, folder: str = FOLDER, taken: Taken = _NOTHING
) -> str:
    """Return the path of the clip seed whose peak lies ``seconds`` into the stream."""
    name = f"{_started(session, timezone)} Clip {offset_label(seconds)}"
    return _free(
        f"{root(folder, session.origin)}/Clip Seeds/{name}", _utc(session), taken, session.session_id
    )


def blog_seed(
    session: Session, title: str, timezone: tzinfo, folder: str = FOLDER, taken: Taken = _NOTHING
) -> str:
    """Return the path of a blog seed, by title."""
    stem = f"{root(folder, session.origin)}/Blog Seeds/{file_name(title)}"
    return _free(stem, _started(session, timezone), taken, session.session_id)


def growing_blog_seed(origin: Origin, title: str, folder: str = FOLDER, taken: Taken = _NOTHING) -> str:
    """Return the path of a blog seed that grows over streams, by title."""
    return _same(f"{root(folder, origin)}/Blog Seeds/{file_name(title)}.md", taken)


def blog_draft(origin: Origin, title: str, folder: str = FOLDER, taken: Taken = _NOTHING) -> str:
    """Return the path of a draft, by title; a second one is numbered."""
    return _numbered(f"{root(folder, origin)}/Blog Drafts/{file_name(title)}", taken, _NOBODY)


def theme(origin: Origin, title: str, folder: str = FOLDER, taken: Taken = _NOTHING) -> str:
    """Return the path of a theme's note, by title; titles that differ only in case share it."""
    return _same(f"{root(folder, origin)}/Themes/{file_name(title)}.md", taken)


def report(session: Session, title: str, timezone: tzinfo, folder: str = FOLDER) -> str:
    """Return the path of a report about one session."""
    name = f"{_started(session, timezone)} {file_name(title)}"
    return f"{root(folder, session.origin)}/Reports/{name}.md"


def spanning_report(origin: Origin, title: str, folder: str = FOLDER) -> str:
    """Return the path of a report about all streams together."""
    return f"{root(folder, origin)}/Reports/{file_name(title)}.md"


def figure(session: Session, title: str, timezone: tzinfo, folder: str = FOLDER) -> str:
    """Return the path of a figure that the report of one session embeds."""
    return spanning_figure(session.origin, f"{_started(session, timezone)} {title}", folder)


def spanning_figure(origin: Origin, title: str, folder: str = FOLDER) -> str:
    """Return the path of a figure that a report about all streams embeds."""
    return f"{root(folder, origin)}/Reports/Pictures/{file_name(title)}.svg"


def _started(session: Session, timezone: tzinfo) -> str:
    return stamp(session.started_at, timezone)


def stamp(at: datetime, timezone: tzinfo) -> str:
    """Return a local time as file names show it: ``2026-03-06 1930``."""
    return f"{at.astimezone(timezone):%Y-%m-%d %H%M}"


def _utc(session: Session) -> str:
    return session.session_id.partition("-")[0]


# Clashes -----------------------------------------------------------------------------------


def _free(stem: str, session_time: str, taken: Taken, session_id: str) -> str:
    """Return the first of ``stem``, ``stem TIME``, ``stem TIME 2`` … that no other session holds."""
    if _is_free(f"{stem}.md", taken, session_id):
        return _same(f"{stem}.md", taken)
    return _numbered(f"{stem} {session_time}", taken, session_id)


def _numbered(stem: str, taken: Taken, session_id: str) -> str:
    path, number = f"{stem}.md", 1
    while not _is_free(path, taken, session_id):
        number += 1
        path = f"{stem} {number}.md"
    return _same(path, taken)


def _is_free(path: str, taken: Taken, session_id: str) -> bool:
    wanted = path.casefold()
    return all(holder == session_id for known, holder in taken.items() if known.casefold() == wanted)


def _same(path: str, taken: Taken) -> str:
    """Return an existing path that differs only in case, so that no file system sees two."""
    return next((known for known in sorted(taken) if known.casefold() == path.casefold()), path)
