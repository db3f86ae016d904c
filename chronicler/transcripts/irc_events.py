"""What a line of Twitch's IRC tells: somebody's words, or what else happened.

Decides the same as the live adapter does of the same happenings: a resubscription's words
are a line of chat besides its notice, a raid and a deletion have events of their own, an
announcement is a line like any other, another channel's celebrations are not ours.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from chronicler.domain.events import CHAT_CLEARED
from chronicler.transcripts.irc_line import IrcLine
from chronicler.transcripts.limits import amount
from chronicler.transcripts.people import PLAIN, Author, Authors, Extras, Repeats, clean
from chronicler.transcripts.said import KINDS, Happened, Said, cleared, deleted, noticed, raided

Tags = Mapping[str, str]
_AMOUNTS: Final = {
    "sub": "msg-param-multimonth-duration",
    "resub": "msg-param-cumulative-months",
    "sub_gift": "msg-param-gift-months",
    "community_sub_gift": "msg-param-mass-gift-count",
    "bits_badge_tier": "msg-param-threshold",
    "watch_streak": "msg-param-value",
}
"""The number worth keeping of each notice."""
_SILENT: Final = frozenset({"announcement", "unraid", "sharedchatnotice"})
"""A line like any other, and what is no news."""
_ACTION: Final = "\x01ACTION "
_LARGEST: Final = 9
"""Digits of the last place in a text."""


class IrcMeaning:
    """Reads the lines of one log."""

    def __init__(self, authors: Authors) -> None:
        """Begin a log."""
        self._authors = authors
        self._notices = Repeats()

    def of(self, line: IrcLine, tags: Tags) -> Iterator[Said | Happened]:
        """Yield what a line other than plain chat tells, in order."""
        match line.command:
            case "USERNOTICE":
                yield from self._notice(line, tags)
            case "CLEARMSG" if message_id := tags.get("target-msg-id"):
                yield deleted(message_id)
            case "CLEARCHAT":
                yield _clearing(line.text.strip().lower(), tags)
            case _:
                return

    def said(self, line: IrcLine, tags: Tags) -> Said:
        """Return somebody's words."""
        text = line.text
        if text.startswith(_ACTION):
            text = text[len(_ACTION) :].removesuffix("\x01")
        extras = _extras(text, tags) if tags else PLAIN
        return self._author(line, tags), clean(text), extras

    def _notice(self, line: IrcLine, tags: Tags) -> Iterator[Said | Happened]:
        kind = KINDS.get(tags.get("msg-id", ""), tags.get("msg-id", ""))
        if (message_id := tags.get("id")) and self._notices.has(message_id):
            return
        is_ours = _elsewhere(tags) is None
        login = tags.get("login") or line.nick
        if kind == "raid" and is_ours:
            raider = tags.get("msg-param-login") or login
            yield raided(raider, _number(tags, "msg-param-viewerCount"))
        elif kind and kind not in _SILENT and is_ours:
            said = clean(tags.get("system-msg", "")).strip()
            yield noticed(kind, login, said, _number(tags, _AMOUNTS.get(kind, "")))
        if line.text:
            yield self.said(line, tags)

    def _author(self, line: IrcLine, tags: Tags) -> Author:
        if not tags:
            return self._authors.seen.get(line.nick) or self._authors.see(line.nick, line.nick)
        name, badges = tags.get("display-name", ""), tags.get("badges", "")
        key = line.nick, name, badges, tags.get("login")
        if author := self._authors.seen.get(key):
            return author
        login = tags.get("login") or line.nick
        name = clean(name).strip() or login
        return self._authors.see(key, name, _badges(badges, tags), login, tags.get("user-id", ""))


def _extras(text: str, tags: Tags) -> Extras:
    emotes = tags.get("emotes")
    return Extras(
        tags.get("id", ""),
        emotes_at(emotes, text) if emotes else (),
        _number(tags, "bits") if "bits" in tags else 0,
        tags.get("reply-parent-msg-id") or None,
        _elsewhere(tags),
        tags.get("first-msg") == "1",
    )


def _elsewhere(tags: Tags) -> str | None:
    """Return the room of a shared chat that a line came from, ``None`` for our own."""
    room = tags.get("source-room-id")
    return room if room and room != tags.get("room-id") else None


def emotes_at(placed: str, text: str) -> tuple[str, ...]:
    """Return the names of the emotes that ``25:0-4,8-12/1902:14-18`` finds in a text, in order.

    Places count characters, not bytes; places outside the text name nothing.
    """
    spans = [span for each in placed.split("/") for span in _spans(each.partition(":")[2])]
    spans.sort()
    return tuple([clean(text[begin : end + 1]) for begin, end in spans if end < len(text)])


@lru_cache(maxsize=4096)
def _spans(places: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last character of each place; what is none is left out."""
    ends = (place.partition("-")[::2] for place in places.split(","))
    return tuple(
        (int(begin), int(end))
        for begin, end in ends
        if _is_number(begin) and _is_number(end) and int(begin) <= int(end)
    )


def _badges(listed: str, tags: Tags) -> tuple[str, ...]:
    badges = [badge.partition("/")[0] for badge in listed.split(",") if badge]
    flagged = [badge for key, badge in (("mod", "moderator"), ("vip", "vip")) if tags.get(key) == "1"]
    return (*badges, *(badge for badge in flagged if badge not in badges))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LARGEST


def _number(tags: Tags, key: str) -> int:
    return amount(tags.get(key, "")) or 0


def _clearing(login: str, tags: Tags) -> Happened:
    if not login:
        return noticed(CHAT_CLEARED)
    if "ban-duration" in tags:
        return cleared(login, _number(tags, "ban-duration"))
    return cleared(login, reason="banned" if tags else "")
