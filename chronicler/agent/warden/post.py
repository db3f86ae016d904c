"""What the Warden remembers of an evening, in bounded windows.

Decides whose names are protected, which of the streamer's own rules are in force and what
became of each save of theirs, who has been flagged, and when the same words come from
several newcomers at once. Leaves judging to ``agent.warden.eye`` and flagging to ``agent.warden.watch``.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, TypeVar

from chronicler.agent.warden.folding import gist
from chronicler.agent.warden.names import NOBODY, Protected
from chronicler.agent.warden.rules import NO_RULES, Rules, compiled
from chronicler.domain.chat import Message
from chronicler.domain.events import (
    Event,
    FlagRepeated,
    MessageFlagged,
    MessageReceived,
    RaidReceived,
    SessionStarted,
    WatchListSaved,
)
from chronicler.domain.problem import Problem, has_errors
from chronicler.domain.watch_rules import TOO_MANY, WatchList, WatchRule, parse_watch_list

Kept = TypeVar("Kept")
HEARS: Final = frozenset(
    {MessageReceived, MessageFlagged, FlagRepeated, RaidReceived, SessionStarted, WatchListSaved}
)
"""The types of event it folds."""
RECEIPTS: Final = 5
WAVE_WINDOW: Final = timedelta(minutes=3)
"""Within which the same words from newcomers are one wave."""
AFTER_A_RAID: Final = timedelta(minutes=10)
"""How long after a raid the same words from many newcomers are their greeting."""
FRESH_LINES: Final = 2
"""Up to this many lines tonight somebody is a newcomer."""
_LEAST_LETTERS: Final = 20
_LEAST_WORDS: Final = 4
_KEY_LETTERS: Final = 48
_MOST_WAVES: Final = 200
_MOST_IN_A_WAVE: Final = 50
_MOST_PEOPLE: Final = 2000
MOST_LIKE: Final = 500
"""So many authors of lines like a flagged one are told apart."""
_LONGEST: Final = 600
_MENTION: Final = re.compile(r"@\w+|\bhttps?://\S+|[!|$]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class ListReceipt:
    """What became of one save of the watch list."""

    at: datetime
    lines: tuple[str, ...]


@dataclass(slots=True)
class Wave:
    """The same words, from whom and when."""

    times: dict[str, datetime] = field(default_factory=dict)
    """When each newcomer last wrote them."""
    flagged_id: str = ""
    """The line by which it was flagged."""

    def chatters_since(self, since: datetime) -> int:
        """Return how many newcomers wrote it after ``since``."""
        return sum(at >= since for at in self.times.values())


@dataclass(frozen=True, slots=True)
class More:
    """What came after a flagged line that is like it."""

    lines: int = 0
    chatters: int = 0
    """All who wrote them, the first included; beyond ``MOST_LIKE`` nobody new is counted."""


@dataclass(slots=True)
class _Like:
    """Who wrote what is like a flagged line, and how often it came after that line."""

    authors: set[str]
    lines: int = 0

    def add(self, author: str) -> None:
        self.lines += 1
        if len(self.authors) < MOST_LIKE:
            self.authors.add(author)


@dataclass(slots=True)
class Post:
    """The Warden's memory of this evening."""

    protected: Protected = NOBODY
    rules: Rules = NO_RULES
    watch_list: WatchList = field(default_factory=WatchList)
    path: str = ""
    """The watch list's note; empty before it was read."""
    receipts: list[ListReceipt] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    """What of the watch list is refused, one sentence each."""
    lines: dict[str, int] = field(default_factory=dict)
    """Human lines of each chatter tonight."""
    waves: dict[str, Wave] = field(default_factory=dict)
    """By a digest of the words: words that are taken down must not live on as a key."""
    told: dict[str, MessageFlagged] = field(default_factory=dict)
    """The gravest flag of each chatter."""
    raided_at: datetime | None = None
    _names: set[str] = field(default_factory=set)
    wave: Wave | None = None
    """The wave of the latest line, ``None`` where it is in none."""
    _last: tuple[str, str] = ("", "")
    """Message id and author of the latest line; flags and repeats are always about it."""
    _like: dict[str, _Like] = field(default_factory=dict)
    """For each flagged line what came after it that is like it."""

    def apply(self, event: Event) -> None:
        """Fold one event."""
        match event:
            case MessageReceived():
                self._hear(event.message)
            case MessageFlagged():
                self._flag(event)
            case FlagRepeated():
                if like := self._like.get(event.first_id):
                    like.add(self._author_of(event.message_id))
            case RaidReceived():
                self.raided_at = event.at
            case SessionStarted():
                self._protect(event.channel)
            case WatchListSaved():
                self._take_in(event)
            case _:
                pass

    # People ----------------------------------------------------------------------------

    def _hear(self, message: Message) -> None:
        self._last, self.wave = (message.message_id, message.login), None
        if message.is_own or message.is_mod or message.is_broadcaster:
            self._protect(message.login)
            return
        if not message.is_human:
            return
        lines = self.lines.pop(message.login, 0) + 1
        self.lines[message.login] = lines
        if len(self.lines) > _MOST_PEOPLE:
            del self.lines[next(iter(self.lines))]
        if lines <= FRESH_LINES and (key := wave_key(message.text)):
            self._join(_digest(key), message)

    def _protect(self, login: str) -> None:
        if login and login not in self._names:
            self._names.add(login)
            self.protected = Protected.of(self._names)

    # Waves -----------------------------------------------------------------------------

    def _join(self, key: str, message: Message) -> None:
        wave = self.waves.pop(key, None) or Wave()
        self.waves[key] = wave
        wave.times.pop(message.login, None)
        wave.times[message.login] = message.at
        if len(wave.times) > _MOST_IN_A_WAVE:
            del wave.times[next(iter(wave.times))]
        self.wave = wave
        if len(self.waves) > _MOST_WAVES:
            del self.waves[next(iter(self.waves))]

    def is_raided(self, now: datetime) -> bool:
        """Whether newcomers may be a raid's people."""
        return self.raided_at is not None and now - self.raided_at <= AFTER_A_RAID

    # Flags -----------------------------------------------------------------------------

    def _flag(self, flag: MessageFlagged) -> None:
        author = self._author_of(flag.message_id)
        _keep(self._like, flag.message_id, _Like({author}))
        _keep(self.told, author, flag)
        if self.wave is not None:
            self.wave.flagged_id = self.wave.flagged_id or flag.message_id

    def _author_of(self, message_id: str) -> str:
        return self._last[1] if self._last[0] == message_id else ""

    def more_like(self, message_id: str) -> More:
        """Return what came after a flagged line that is like it."""
        like = self._like.get(message_id)
        return More(like.lines, len(like.authors)) if like else More()

    # The streamer's own list ------------------------------------------------------------

    def _take_in(self, saved: WatchListSaved) -> None:
        note, before = saved.note, self.watch_list
        is_first, self.path = not self.path, note.path
        if has_errors(note.problems) and not note.body.strip():
            self.warnings = tuple(f"the watch list cannot be read: {p}" for p in note.problems)
            return
        self.watch_list = parse_watch_list(note.body, before)
        self.rules = compiled(self.watch_list)
        self.warnings = tuple(map(_warning, self.watch_list.refused))
        if not is_first:
            self.receipts.append(ListReceipt(saved.at, _changes(before, self.watch_list)))
            del self.receipts[:-RECEIPTS]


def _keep(items: dict[str, Kept], key: str, item: Kept) -> None:
    items[key] = item
    if len(items) > _MOST_WAVES:
        del items[next(iter(items))]


def wave_key(text: str) -> str:
    """Return what near-identical lines have in common; empty for lines too short to tell.

    Mentions, links, digits and punctuation are left out, and only the beginning counts, so
    that a made-up tail or another address changes nothing.
    """
    if len(text) < _LEAST_LETTERS or text.startswith("!"):
        return ""
    plain = _MENTION.sub(" ", text[:_LONGEST])
    letters = gist(plain)
    if len(letters) < _LEAST_LETTERS or len(plain.split()) < _LEAST_WORDS:
        return ""
    return letters[:_KEY_LETTERS]


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


def _warning(problem: Problem) -> str:
    return f"watch list: {problem}" + ("" if problem == TOO_MANY else "; what was in force stays")


def _changes(before: WatchList, after: WatchList) -> tuple[str, ...]:
    lines = [
        *_differences("flagged", before.flag, after.flag),
        *_differences("never flagged", before.never, after.never),
        *(str(problem) for problem in after.problems),
    ]
    return tuple(lines) or ("nothing changed",)


def _differences(what: str, before: tuple[WatchRule, ...], after: tuple[WatchRule, ...]) -> list[str]:
    known, left = set(before), {rule.phrase for rule in after}
    new = [rule.phrase for rule in after if rule not in known]
    gone = [rule.phrase for rule in before if rule.phrase not in left]
    said = [f"{what} from now on: {_quoted(new)}"] if new else []
    return said + ([f"no longer {what}: {_quoted(gone)}"] if gone else [])


def _quoted(phrases: list[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
