"""One line of a stream script into events and edits.

Decides the grammar of a line, as ``script`` documents it; leaves header, order and counting
to ``script``.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn

from chronicler.domain.chat import is_known_bot
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    ChatterCleared,
    Event,
    HearingGapRecorded,
    LiveStatusChecked,
    MessageDeleted,
    MessageReceived,
    RaidReceived,
    StreamerSpoke,
)
from chronicler.transcripts.limits import LARGEST, LONGEST_ID, amount
from chronicler.transcripts.people import Author, Authors, Extras, MadeUpIds, cut, make_message
from chronicler.transcripts.times import LONGEST
from chronicler.transcripts.transcript import Edit, Notes, Opened

_OFFSET: Final = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?(?:\s+|$)")
_CHAT: Final = re.compile(r"(?P<name>\w+)(?P<attributes>(?:\s*\[[^\]]*\])*)\s*:\s?(?P<text>.*)$")
_SPEECH: Final = re.compile(r">\s*(?:\[(?P<seconds>\d+(?:\.\d+)?)s\])?\s*(?P<text>.*)$")
_ATTRIBUTE: Final = re.compile(r"\[\s*(\w+)\s*([^\]]*?)\s*\]")
_SHOWN: Final = 40
_LONGEST_LINE: Final = 8_000
_LONGEST_SPEECH: Final = 86_400.0
"""Seconds; what is said aloud does not last for longer than a day."""
_WORDS_A_SECOND: Final = 2.5
"""150 words a minute, the usual pace of somebody reading aloud."""


class Badge(StrEnum):
    """What the header can declare about names, once for the whole script."""

    MOD = "moderator"
    VIP = "vip"
    BOT = "bot-badge"
    EMOTE = "emote"


NAMES: Final = {"mods": Badge.MOD, "vips": Badge.VIP, "bots": Badge.BOT, "emotes": Badge.EMOTE}
"""Header key to what its names are."""
Cast = dict[Badge, frozenset[str]]

_FLAGS: Final = ("mod", "vip", "bot", "streamer", "first", "own")
_VALUES: Final = ("id", "reply", "from", "bits", "emotes")
_BADGE_OF: Final = {"mod": Badge.MOD, "vip": Badge.VIP, "bot": Badge.BOT, "streamer": "broadcaster"}


class UnreadableError(Exception):
    """Why a line of the script cannot be read, in words for its writer."""


@dataclass(frozen=True, slots=True)
class _Attributes:
    flags: frozenset[str]
    values: Mapping[str, str]


def offset_in(line: str) -> float | None:
    """Return the offset a line begins with, in seconds, ``None`` where it begins with none."""
    match = _OFFSET.match(line.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int((fraction or "0").ljust(3, "0")) / 1000


class Reader:
    """Reads a script's lines one after the other, remembering ids, title and edits."""

    def __init__(self, opened: Opened, cast: Cast, category: str, folder: Path, notes: Notes) -> None:
        """Begin a script whose files lie in ``folder``."""
        self.edits: Final[list[Edit]] = []
        self._opened = opened
        self._authors = Authors(opened, notes)
        self._notes = notes
        self._cast = cast
        self._category = category
        self._folder = folder
        self._ids: set[str] = set()
        self._made_up: dict[float, MadeUpIds] = {}

    def read(self, line: str) -> Sequence[Event]:
        """Return what one line says happened; an edit is added to :attr:`edits` instead.

        Raises:
            UnreadableError: the line does not follow the format.
        """
        line = line.strip()
        if len(line) > _LONGEST_LINE:
            _refuse(f"a line has at most {_LONGEST_LINE:,} characters")
        seconds = offset_in(line)
        if seconds is None:
            _refuse("a line begins with its offset, such as 0:05:00")
        if seconds > LONGEST:
            _refuse("no stream lasts longer than 48 hours")
        at = self._opened.started_at + timedelta(seconds=seconds)
        rest = _OFFSET.sub("", line, count=1)
        if rest.startswith(">"):
            return [_speech(at, rest)]
        if rest.startswith("!"):
            return self._direction(at, rest[1:].strip())
        return [self._chat(at, seconds, rest)]

    # Chat ----------------------------------------------------------------------------------

    def _chat(self, at: datetime, seconds: float, rest: str) -> Event:
        match = _CHAT.match(rest)
        if match is None:
            _refuse("write NAME: text, > speech, or ! direction after the offset")
        said = _attributes(match["attributes"])
        name, text = match["name"], match["text"].strip()
        login = name.lower()
        author = self._author(name, tuple(self._badges(login, said.flags)))
        extras = Extras(
            emotes=self._emotes(text, said.values.get("emotes", "")),
            bits=_count(said.values.get("bits", "0"), "bits"),
            reply_to=self._known(said.values["reply"]) if "reply" in said.values else None,
            source_channel=said.values.get("from"),
            is_first="first" in said.flags,
            is_own="own" in said.flags,
        )
        message_id = self._id(said, seconds, login, text)
        message = make_message(author, at, message_id, cut(text, self._notes), extras)
        return MessageReceived(at, message)

    def _author(self, name: str, badges: tuple[str, ...]) -> Author:
        return self._authors.seen.get((name, badges)) or self._authors.see((name, badges), name, badges)

    def _id(self, said: _Attributes, seconds: float, login: str, text: str) -> str:
        given = said.values.get("id")
        if given is None:
            given = self._made_up.setdefault(seconds, MadeUpIds()).give(seconds, login, text)
        elif len(given) > LONGEST_ID:
            _refuse(f"an id has at most {LONGEST_ID} characters")
        elif given in self._ids:
            _refuse(f"the id {given} is taken")
        self._ids.add(given)
        return given

    def _known(self, message_id: str) -> str:
        if message_id not in self._ids:
            _refuse(f"no line above has the id {message_id}")
        return message_id

    def _badges(self, login: str, flags: frozenset[str]) -> Iterator[str]:
        for flag, badge in _BADGE_OF.items():
            declared = isinstance(badge, Badge) and login in self._cast[badge]
            if flag in flags or declared or (flag == "bot" and is_known_bot(login)):
                yield str(badge)

    def _emotes(self, text: str, listed: str) -> tuple[str, ...]:
        names = {name.strip() for name in listed.split(",") if name.strip()}
        words = text.split()
        if missing := sorted(names.difference(words)):
            _refuse(f"the emote {missing[0]} does not stand in the text")
        return tuple(word for word in words if word in names or word in self._cast[Badge.EMOTE])

    # Directions ----------------------------------------------------------------------------

    def _direction(self, at: datetime, rest: str) -> Sequence[Event]:
        verb, _, argument = rest.partition(" ")
        direct = self._directions().get(verb)
        if direct is None:
            _refuse(f"there is no direction ! {verb}{_meant(verb, self._directions())}")
        event = direct(at, argument.strip())
        return [event] if event else []

    def _directions(self) -> Mapping[str, Callable[[datetime, str], Event | None]]:
        return {
            "raid": _raid,
            "delete": lambda at, name: MessageDeleted(at, self._known(name)),
            "clear": _clear,
            "title": self._title,
            "sub": lambda at, rest: _notice("sub", at, rest),
            "follow": lambda at, rest: _notice("follow", at, rest),
            "gap": self._gap,
            "offline": lambda at, _: LiveStatusChecked(at, is_live=False, reason="log"),
            "online": lambda at, _: LiveStatusChecked(at, is_live=True, reason="log"),
            "jot": self._jot,
            "dashboard": self._dashboard,
        }

    def _title(self, at: datetime, rest: str) -> Event:
        title, _, category = (part.strip() for part in rest.partition("|"))
        if not title:
            _refuse("write ! title TITLE, or ! title TITLE | CATEGORY")
        self._category = category or self._category
        return ChannelUpdated(at, title, self._category)

    def _gap(self, at: datetime, rest: str) -> Event:
        match = re.match(r"(\d{1,5})s\s*(.*)$", rest)
        if match is None:
            _refuse("write ! gap 90s reason")
        gap_from = max(self._opened.started_at, at - timedelta(seconds=int(match[1])))
        return HearingGapRecorded(at, gap_from, match[2] or "log")

    def _jot(self, at: datetime, text: str) -> None:
        if not text:
            _refuse("write ! jot and the line to jot down")
        self.edits.append(Edit(at, "jot", text))

    def _dashboard(self, at: datetime, name: str) -> None:
        if not name or Path(name).name != name or (self._folder / name).is_fifo():
            _refuse("write ! dashboard and the name of a file beside the script")
        try:
            text = (self._folder / name).read_text("utf-8")
        except (OSError, ValueError):
            _refuse(f"the file {name} cannot be read beside the script")
        self.edits.append(Edit(at, "dashboard", text, name))


def _speech(at: datetime, rest: str) -> Event:
    match = _SPEECH.match(rest)
    if match is None:
        _refuse("write > and what the streamer said")
    text = match["text"].strip()
    if match["seconds"] is None and not text:
        _refuse("write > and what the streamer said, or > [6s] for six seconds of speech")
    lasts = float(match["seconds"] or max(1.0, round(len(text.split()) / _WORDS_A_SECOND)))
    if lasts > _LONGEST_SPEECH:
        _refuse("nobody speaks for more than a day without a pause; write > [6s] for six seconds")
    return StreamerSpoke(at, lasts, text)


def _raid(at: datetime, rest: str) -> Event:
    channel, _, viewers = rest.partition(" ")
    return RaidReceived(at, channel, _count(viewers.strip(), "viewers"))


def _clear(at: datetime, rest: str) -> Event:
    login, _, reason = rest.partition(" ")
    if not login:
        _refuse("write ! clear and whose lines were removed")
    return ChatterCleared(at, login.lower(), reason.strip())


def _notice(kind: str, at: datetime, rest: str) -> Event:
    login, _, text = rest.partition(" ")
    if not login:
        _refuse(f"write ! {kind} and a name")
    return ChannelNoticed(at, kind, login.lower(), text.strip())


def _attributes(text: str) -> _Attributes:
    flags: set[str] = set()
    values: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        if name in _FLAGS and not value:
            flags.add(name)
        elif name in _VALUES and value:
            values[name] = value
        else:
            _refuse(f"[{f'{name} {value}'.strip()}] is no attribute{_meant(name, (*_FLAGS, *_VALUES))}")
    return _Attributes(frozenset(flags), values)


def _count(text: str, what: str) -> int:
    number = amount(text)
    if number is None:
        is_large = f" up to {LARGEST:,}" if text.isdecimal() else ""
        _refuse(f"{what} are a whole number{is_large}, not {text[:_SHOWN]!r}")
    return number


def _meant(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def _refuse(reason: str) -> NoReturn:
    raise UnreadableError(reason)
