"""Which column of a table of chat holds what.

Decides it by the header's names, in the spellings of exporters in use: the downloaders'
and chat tools' CSV, and this program's own archive written out by DuckDB. Leaves rows to
``csv_rows`` and what becomes of a cell to ``csv_log``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

DELIMITERS: Final = ",;\t|"

TIMES: Final = (
    "sent_at", "tmi_sent_ts", "timestamp", "timestamp_ms", "created_at", "datetime", "date_time",
    "published_at", "message_timestamp", "time_utc", "utc_time", "utc", "unix", "unix_time", "epoch", "ts",
    "time", "at", "date", "offset", "content_offset_seconds", "time_in_seconds", "offset_seconds",
    "at_seconds", "seconds", "time_text", "video_time", "vod_time", "elapsed", "timecode", "start",
)  # fmt: skip
"""Columns that may hold a time; the cells themselves tell of which kind it is."""
_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "body", "message_body", "message_text", "chat_message", "message", "content", "msg",
        "comment", "chat", "line",
    ),
    "name": (
        "display_name", "author_display_name", "user_display_name", "commenter_display_name",
        "chatter_user_name", "chatter_name", "author_name", "user_name", "username", "commenter_name",
        "commenter", "nickname", "nick", "name", "user", "author", "sender", "chatter", "from", "login",
    ),
    "login": (
        "login", "user_login", "chatter_user_login", "chatter_login", "author_login", "username", "user_name",
        "author_name", "commenter_name", "nick", "user", "author", "name",
    ),
    "message_id": ("message_id", "msg_id", "comment_id", "id"),
    "chatter_id": ("chatter_id", "user_id", "author_id", "commenter_id", "chatter_user_id"),
    "badges": ("badges", "user_badges", "author_badges"),
    "emotes": ("emotes",),
    "bits": ("bits", "bits_spent"),
    "reply_to": ("reply_to", "reply_parent_msg_id", "reply_parent_message_id", "parent_message_id"),
    "source_channel": ("source_channel",),
    "channel": (
        "channel", "channel_name", "channel_login", "broadcaster_user_login", "broadcaster", "streamer",
        "room",
    ),
    "date": ("date", "day"),
    "broadcaster": ("is_broadcaster",),
    "moderator": ("is_mod", "is_moderator", "moderator", "mod"),
    "vip": ("is_vip", "vip"),
    "subscriber": ("is_subscriber", "is_sub", "subscriber", "sub"),
    "bot-badge": ("is_bot", "bot"),
    "first": ("is_first", "first_msg", "first_message"),
    "own": ("is_own",),
    "removed": ("is_removed", "is_deleted", "deleted", "rm_deleted"),
}  # fmt: skip
"""What a column may be called, the surest name first."""
BADGE_FLAGS: Final = ("broadcaster", "moderator", "vip", "subscriber", "bot-badge")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


class Columns(NamedTuple):
    """Where in a row everything stands."""

    delimiter: str
    width: int
    places: Mapping[str, int]
    """What a column holds, to its place."""
    times: tuple[int, ...]
    """Places of the columns that may hold a time, the likeliest first."""

    def cell(self, row: Sequence[str], what: str) -> str:
        """Return a cell of a row without spaces around it, empty where there is none."""
        place = self.places.get(what, -1)
        return row[place].strip() if 0 <= place < len(row) else ""


def read_header(line: str) -> Columns | None:
    """Return the columns a header names, ``None`` where they are not those of recorded chat."""
    delimiter = max(DELIMITERS, key=line.count)
    names = [_plain(name) for name in line.split(delimiter)]
    places = {what: place for what, known in _SPELLINGS.items() if (place := _place(known, names)) >= 0}
    times = tuple(names.index(name) for name in TIMES if name in names)
    if "text" not in places or "name" not in places or not times:
        return None
    return Columns(delimiter, len(names), places, times)


def _place(known: Sequence[str], names: Sequence[str]) -> int:
    return next((names.index(name) for name in known if name in names), -1)


def _plain(name: str) -> str:
    """Return a column's name in one spelling: ``userName``, ``User Name``, ``user.name`` are one."""
    return _OTHER.sub("_", _HUMP.sub("_", name.strip(" \t\"'")).lower()).strip("_")
