"""What a log's surroundings say: a ``vod.json`` beside it, its file name, its folder.

Decides how a time of the first kind, a date in a name, and a channel are recognised there;
leaves which of them is believed to ``opening``. A file's modification time is never looked
at: copying a log must not move its stream.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from chronicler.domain.read_json import read_json
from chronicler.transcripts.times import LONGEST, on_the_day
from chronicler.transcripts.transcript import About

_DATE: Final = re.compile(
    r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?:[T _-]{1,3}(\d\d)[-:.h]?(\d\d)(?:[-:.m]?(\d\d))?(?!\d)|(?!\d))"
)
_VOD_ID: Final = re.compile(r"\d{8,}(?!\d)")
"""Ids of recordings have eight digits or more, since 2015 at the latest."""
_NAMED_VOD: Final = re.compile(r"\d{8,} +- +(?P<title>.+?) *\([^()]*\)$")
_LOGIN: Final = re.compile(r"[A-Za-z0-9_]{3,25}$")
_LOGIN_AND_VOD: Final = re.compile(r"(?P<login>[A-Za-z0-9_]{3,25}?)[_-]v?\d{8,}$")
_NO_LOGIN: Final = frozenset(
    {"archive", "broadcast", "chat", "comments", "log", "rechat", "stream", "video", "vod"}
)
"""What people call the file rather than the channel."""
_LOGIN_AND_DAY: Final = re.compile(r"(?P<login>[A-Za-z0-9_]{3,25})-20\d\d-\d\d-\d\d$")
"""How Chatterino names its logs."""
_ENDINGS: Final = re.compile(
    r"(\.(gz|tcd|txt|stream|log|json|jsonl|ndjson|csv|tsv|irc|chat|rechat))+$", re.IGNORECASE
)
_CAPTIONS: Final = re.compile(
    r"(?P<language>(?:\.[A-Za-z0-9_-]{1,30})?)\.(?:vtt|srt)(?:\.gz)?$", re.IGNORECASE
)
_CHAT_OF: Final = re.compile(
    r"[ ._-]+(?:live[ ._-]?chat|re?chat|verbose[ ._-]?chat|comments)$", re.IGNORECASE
)
"""What downloaders put behind a recording's name to name its chat."""
_SPAN: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$")


def vod_json(log: Path) -> About:
    """Return what the ``vod.json`` in the log's folder says; nothing where there is none to read."""
    path = log.parent / "vod.json"
    try:
        # A pipe of that name would be waited for.
        data = read_json(path.read_text("utf-8-sig")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return About()
    return video(data) if isinstance(data, dict) else About()


def video(data: Mapping[str, Any]) -> About:
    """Return what Twitch's description of a recording says, in any of its spellings."""
    return About(
        channel=first_text(data, "user_login", "channel", "streamer", "user_name"),
        title=first_text(data, "title"),
        category=first_text(data, "game", "game_name"),
        started_at=parse_time(data.get("created_at")) or parse_time(data.get("published_at")),
        duration=parse_span(data.get("duration")) or parse_span(data.get("length")),
    )


def file_name(log: Path) -> About:
    """Return what the log's name says."""
    stem = _ENDINGS.sub("", log.name)
    named = _NAMED_VOD.match(stem)
    return About(
        channel=_channel_in(stem),
        title=named["title"] if named else "",
        started_at=date_in(stem),
    )


def captions(log: Path) -> list[Path]:
    """Return the caption files that belong to a log: of its name, or its name and a language.

    Those without a language come first, the others in order of their names; WebVTT before SubRip.
    """
    stems = _stems(log.name)
    try:
        names = sorted(entry.name for entry in log.parent.iterdir() if entry.name != log.name)
    except OSError:
        return []
    found: list[tuple[bool, bool, str]] = []
    for name in names:
        match = _CAPTIONS.search(name)
        whole = name[: -len(".vtt")] if match else ""
        if match and (name[: match.start()].casefold() in stems or whole.casefold() in stems):
            is_plain = not match["language"] or whole.casefold() in stems
            found.append((not is_plain, ".srt" in name[match.start() :].casefold(), name))
    return [log.parent / name for _, _, name in sorted(found)]


def captions_of_no_log(captions: Iterable[str], logs: Iterable[str]) -> list[str]:
    """Return the names of caption files that belong to none of the logs in their folder.

    Of one recording in several languages or forms the first is returned.
    """
    stems = {stem for log in logs for stem in _stems(log)}
    alone: dict[str, str] = {}
    for name in sorted(captions, key=lambda name: (len(name), ".srt" in name.casefold(), name)):
        match = _CAPTIONS.search(name)
        own = {name[: match.start()].casefold(), name[: -len(".vtt")].casefold()} if match else set[str]()
        if match and stems.isdisjoint(own):
            alone.setdefault(name[: match.start()].casefold(), name)
    return list(alone.values())


def _stems(log: str) -> set[str]:
    """Return the names under which captions belong to a log."""
    stem = _ENDINGS.sub("", log)
    return {name.casefold() for name in (log, stem, _CHAT_OF.sub("", stem))}


def date_in(name: str) -> datetime | None:
    """Return the date in a file name, preferring one with a time of day; a date alone has its afternoon."""
    found: list[tuple[bool, datetime]] = []
    for match in _DATE.finditer(name):
        parts = [int(part) for part in match.groups() if part is not None]
        try:
            at = datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
            found.append((match[4] is None, on_the_day(at) if match[4] is None else at))
        except ValueError:
            continue
    return min(found, key=lambda item: item[0])[1] if found else None


def parse_time(value: object) -> datetime | None:
    """Return a time in either of the two spellings found, ``2026-08-17 13:03:02`` being UTC."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def parse_span(value: object) -> timedelta | None:
    """Return a length given in seconds or as ``1h2m3s``."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LONGEST:
        return timedelta(seconds=value)
    if isinstance(value, str) and value and (match := _SPAN.match(value)):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        length = hours * 3600 + minutes * 60 + seconds
        return timedelta(seconds=length) if length <= LONGEST else None
    return None


def first_text(data: Mapping[str, Any], *keys: str) -> str:
    """Return the first of the named members that is a text with something in it."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, str) and (text := value.strip()):
            return text
    return ""


def _channel_in(stem: str) -> str:
    match = _LOGIN_AND_VOD.match(stem) or _LOGIN_AND_DAY.match(stem)
    return match["login"] if match and match["login"].lower() not in _NO_LOGIN else ""


def channel_folder(log: Path) -> str:
    """Return the name of the folder that may be a channel's, by the habits of downloaders.

    They are ``CHANNEL/VODID - title.txt`` and ``CHANNEL/DATE_TIME_VODID/chat.json``; but any
    folder of logs may look so.
    """
    if _VOD_ID.match(log.name):
        folder = log.parent
    elif date_in(log.parent.name) and _VOD_ID.search(log.parent.name):
        folder = log.parent.parent
    else:
        return ""
    return folder.name if _LOGIN.match(folder.name) else ""
