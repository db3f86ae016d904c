r"""One line of Twitch's IRC taken apart: ``@tags :nick!user@host COMMAND #channel :text``.

Decides the syntax alone, as IRCv3 has it: what is escaped in a tag, where the last
parameter begins. Leaves what a line means to ``irc_events``.
"""

import re
from typing import Final, NamedTuple

from chronicler.transcripts.times import possible

COMMANDS: Final = frozenset({"PRIVMSG", "USERNOTICE", "CLEARCHAT", "CLEARMSG"})
"""What says something about the chat."""
OTHER_COMMANDS: Final = frozenset(
    {
        "CAP", "ERROR", "GLOBALUSERSTATE", "HOSTTARGET", "JOIN", "MODE", "NAMES", "NICK", "NOTICE",
        "PART", "PASS", "PING", "PONG", "QUIT", "RECONNECT", "ROOMSTATE", "USER", "USERSTATE", "WHISPER",
    }
)  # fmt: skip
"""What Twitch and its clients say besides; nothing of it is chat, and whispers are nobody's business."""

_CHAT: Final = re.compile(r":([^\s!]+)(?:!\S*)? (PRIVMSG) (#\S+) :?(.*)", re.DOTALL)
_LINE: Final = re.compile(
    r"(?:@(\S*) +)?(?::([^\s!]*)(?:!\S*)? +)?([A-Z]{3,15}|\d{3})(?: +([^\s:]\S*))?(?: +:?(.*))?", re.DOTALL
)
_OF_CHAT: Final = re.compile(
    r";(b(?:adges|its)|display-name|emotes|first-msg|id|login|mod|r(?:oom-id|eply-parent-msg-id|m-deleted)"
    r"|source-room-id|user-id|vip)=([^;]+)"
)
"""The tags of a line of chat that mean something here: a quarter faster than all twenty."""
_LONGEST: Final = 16
"""Digits of milliseconds that are converted at all."""
_ESCAPED: Final = re.compile(r"\\(.?)")
_MEANT: Final = {"s": " ", ":": ";", "r": "\r", "n": "\n"}


class IrcLine(NamedTuple):
    """One line, its tags still as they were sent."""

    tags: str
    nick: str
    command: str
    target: str
    """The first parameter, usually the channel with its ``#``."""
    text: str
    """The last parameter."""

    @property
    def channel(self) -> str:
        """The channel's login, empty where the line names none."""
        return self.target[1:].lower() if self.target.startswith("#") else ""


def parse(raw: str) -> IrcLine | None:
    """Return a raw line's parts, ``None`` where it is none of Twitch's."""
    tags, _, rest = raw.partition(" ") if raw.startswith("@") else ("", "", raw)
    if match := _CHAT.match(rest):
        return IrcLine(tags[1:], *match.groups())
    match = _LINE.fullmatch(raw)
    if match is None:
        return None
    line = IrcLine._make(match.groups(""))
    is_known = line.command in COMMANDS or line.command in OTHER_COMMANDS or line.command.isdigit()
    return line if is_known else None


def read_tags(tags: str) -> dict[str, str]:
    """Return a line's tags, unescaped; the last of two with one name counts."""
    try:
        found = dict([tag.split("=", 1) for tag in tags.split(";")])
    except ValueError:  # a tag without a value says nothing here
        found = dict([tag.split("=", 1) for tag in tags.split(";") if "=" in tag])
    if "\\" in tags:
        return {key: unescape(value) for key, value in found.items()}
    return found


def read_chat_tags(tags: str) -> dict[str, str]:
    """Return those of a chat line's tags that mean something here and are not empty, unescaped."""
    found = dict(_OF_CHAT.findall(f";{tags}"))
    if "\\" in tags:
        return {key: unescape(value) for key, value in found.items()}
    return found


def unescape(value: str) -> str:
    r"""Return a tag's value, ``\s``, ``\:``, ``\\``, ``\r`` and ``\n`` undone; a last ``\`` is nothing."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), value)


def sent_at(tags: str) -> float | None:
    """Return when Twitch sent a line, else when its recorder received it, in seconds since 1970."""
    for key in ("tmi-sent-ts=", "rm-received-ts="):
        place = tags.find(key)
        if place >= 0:
            digits = tags[place + len(key) :].partition(";")[0]
            if digits.isdecimal() and len(digits) <= _LONGEST:
                return possible(int(digits) / 1000)
    return None
