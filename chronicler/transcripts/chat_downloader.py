"""Recorded chat as chat-downloader's JSON: an array of messages with their authors.

Decides what of its fields is kept; leaves the document's syntax to ``json_stream``. Dates
there are microseconds since 1970, offsets seconds into the stream.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from chronicler.domain.events import CHAT_CLEARED, Event
from chronicler.transcripts import evenings
from chronicler.transcripts.beside import first_text
from chronicler.transcripts.json_stream import ITEM, LONG_LISTS, read_pieces
from chronicler.transcripts.limits import amount
from chronicler.transcripts.people import Author, Authors, Extras, clean
from chronicler.transcripts.said import Happened, Said, cleared, deleted, noticed, raided, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import LONGEST, number_seconds
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

CHAT_DOWNLOADER: Final = "chat-downloader JSON"
_PEEK: Final = 40
_NOTICES: Final = {
    "subscription": "sub",
    "resubscription": "resub",
    "subscription_gift": "sub_gift",
    "mystery_subscription_gift": "community_sub_gift",
    "bits_badge_tier": "bits_badge_tier",
}
Item = dict[str, Any]


class ChatDownloaderLog:
    """A file of chat-downloader's JSON."""

    def __init__(self, source: Source, *, is_dated: bool, started_at: datetime | None) -> None:
        """Bind the file; :func:`recognise` tells how its lines are placed."""
        self._source = source
        self._is_dated = is_dated
        self._survey = (
            evenings.survey(at for _, at, _ in self._timed(Notes())) if is_dated else evenings.Survey(())
        )
        starts = self._survey.starts
        self.format: Final = CHAT_DOWNLOADER
        self.about: Final = About(started_at=starts[0] if starts else started_at, streams=starts)

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return the items as messages, and what Twitch announced in chatters' names."""
        lines = self._lines(Authors(opened, notes), notes)
        return told(evenings.offsets(lines, self._survey, opened.started_at, notes), opened, notes)

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _timed(self, notes: Notes) -> Iterator[tuple[int, float, Item]]:
        for number, item in _items(self._source, notes):
            at = _at(item, is_dated=self._is_dated)
            if at is None:
                notes.skip(number, "nothing tells when it was sent" if item else "it is no message")
            else:
                yield number, at, item

    def _lines(self, authors: Authors, notes: Notes) -> Iterator[tuple[float, Said | Happened]]:
        for number, at, item in self._timed(notes):
            happened = _happening(item)
            if happened is not None:
                yield at, happened
            elif isinstance(item.get("message"), str) or "author" in item:
                yield at, _said(item, authors)
            else:
                notes.skip(number, "it has no message")


def recognise(source: Source, head: str) -> ChatDownloaderLog | None:
    """Return the file's reader if its first items are chat-downloader's, else ``None``."""
    if not head.lstrip().startswith("["):
        return None
    for _, item in islice(_items(source, Notes()), _PEEK):
        if "author" in item and ("time_in_seconds" in item or "timestamp" in item):
            offset, dated = _at(item, is_dated=False), _at(item, is_dated=True)
            if offset is None:
                return None if dated is None else ChatDownloaderLog(source, is_dated=True, started_at=None)
            start = None if dated is None else datetime.fromtimestamp(int(dated), UTC)
            start = start and start - timedelta(seconds=int(offset))
            return ChatDownloaderLog(source, is_dated=False, started_at=start)
    return None


def _items(source: Source, notes: Notes) -> Iterator[tuple[int, Item]]:
    pieces = read_pieces(source.chunks(notes), LONG_LISTS, notes)
    for number, value in enumerate((value for key, value in pieces if key == ITEM), 1):
        yield number, value if isinstance(value, dict) else {}


def _at(item: Item, *, is_dated: bool) -> float | None:
    value = item.get("timestamp" if is_dated else "time_in_seconds")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not is_dated:
        return max(0.0, float(value)) if value <= LONGEST else None
    found = number_seconds(value)
    return found[0] if found and found[1] else None


def _said(item: Item, authors: Authors) -> Said:
    extras = Extras(
        first_text(item, "message_id"),
        tuple(_emotes(item.get("emotes"))),
        amount(item.get("bits")) or 0,
        first_text(item, "in_reply_to_message_id", "reply_parent_message_id") or None,
        is_first=item.get("is_first_message") is True,
        notice=_NOTICES.get(first_text(item, "message_type"), ""),
    )
    message = item.get("message")
    text = message if isinstance(message, str) else ""
    return _author(item.get("author"), authors), clean(text), extras


def _author(author: object, authors: Authors) -> Author:
    who = author if isinstance(author, dict) else {}
    listed = who.get("badges")
    badges = tuple(
        first_text(badge, "name", "title").lower().replace(" ", "_")
        for badge in (listed if isinstance(listed, list) else ())
        if isinstance(badge, dict)
    )
    key = first_text(who, "id"), first_text(who, "name"), first_text(who, "display_name"), badges
    chatter_id, login, name, _ = key
    return authors.seen.get(key) or authors.see(key, clean(name or login), badges, login, chatter_id)


def _emotes(listed: object) -> Iterator[str]:
    for emote in listed if isinstance(listed, list) else ():
        if isinstance(emote, dict) and (name := first_text(emote, "name")):
            yield clean(name)


def _happening(item: Item) -> Happened | None:
    match first_text(item, "message_type"):
        case "ban_user" if login := first_text(item, "banned_user"):
            return cleared(login, amount(item.get("ban_duration")) or None, reason="banned")
        case "delete_message" if message_id := first_text(item, "target_message_id"):
            return deleted(message_id)
        case "clear_chat":
            return noticed(CHAT_CLEARED)
        case "raid" if raider := first_text(item, "raider_name", "raider_display_name"):
            return raided(raider, amount(item.get("number_of_raiders")) or 0)
        case _:
            return None
