"""Opens a recorded chat, whatever its format.

Decides, by content and never by ending, which reader a file gets, and which of the
sources for a stream's start, channel and title is believed; leaves reading to the formats.
"""

import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from chronicler.domain.counted import counted
from chronicler.errors import UserError
from chronicler.transcripts import (
    beside,
    caption_speech,
    chat_downloader,
    comments,
    csv_log,
    irc_log,
    script,
    text_log,
)
from chronicler.transcripts.limits import LONGEST_CATEGORY, LONGEST_TITLE, as_login, as_title
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import FIRST_YEAR, LAST_YEAR
from chronicler.transcripts.transcript import About, ChannelFrom, Log, Notes, Opened, StartedFrom, Transcript

_READERS: Final[tuple[Callable[[Source, str], Log | None], ...]] = (
    script.recognise,
    caption_speech.recognise_alone,
    irc_log.recognise,
    text_log.recognise,
    chat_downloader.recognise,
    comments.recognise,
    csv_log.recognise,
)
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_AFTERNOON: Final = timedelta(hours=12)
"""By which an undated log's evening has one date in almost every zone."""
_SECONDS_APART: Final = 6 * 60 * 60
_SHOWN: Final = 80
_LISTED: Final = 5
_FORMATS: Final = (
    "comment JSON of TwitchDownloader or TwitchArchiver (GQL and v5); JSON of chat-downloader; "
    "raw IRC with or without tags, also in timed blocks or in JSON (justlog, recent-messages); "
    "text of Twitch-Chat-Downloader ([h:mm:ss] <name> text), TwitchDownloader ([h:mm:ss] name: text), "
    "justlog ([date time] #channel name: text), chat-downloader, Chatterino, and rechat "
    "(unix-time login: text); "
    "CSV with a header that names time, name and text; captions (.vtt, .srt), alone or beside a log; "
    "and stream scripts (first line: # chronicler stream script 1), each also gzipped"
)


def open_transcript(
    path: Path,
    *,
    started_at: datetime | None = None,
    channel: str | None = None,
    own_channel: str = "",
    known_bots: frozenset[str] = frozenset(),
    tells_undated_apart: bool = False,
) -> Transcript:
    """Return the recorded stream in ``path``.

    ``started_at`` and ``channel`` win over what the log says; a naive time is UTC.
    ``own_channel`` is presumed where neither the log nor its name tells whose stream it is.
    ``known_bots`` are logins that count as bots besides the well-known ones.
    ``tells_undated_apart`` gives each log that nothing dates a time of day of its own, by its
    content, so that two of them never make one session; for what keeps no digest of its logs.

    Raises:
        UserError: the file cannot be read, is empty, or is in no format read here.
    """
    source = Source(path)
    log = _recognise(source)
    around = (log.about, beside.vod_json(path), beside.file_name(path))
    warnings: list[str] = []
    if not log.format.endswith("captions"):
        log = _with_captions(log, path, warnings)
    begun, begun_from = _start(started_at, around, warnings)
    if begun_from is StartedFrom.UNKNOWN and tells_undated_apart:
        begun = _of_its_own(source)
    if not FIRST_YEAR <= begun.year <= LAST_YEAR:
        msg = f"{path} says that it began in the year {begun.year}; say when with --started-at"
        raise UserError(msg)
    named, named_by = _channel(channel, around, own_channel, path)
    about = About(
        channel=named,
        title=as_title(next((a.title for a in around if a.title), ""), LONGEST_TITLE),
        category=as_title(next((a.category for a in around if a.category), ""), LONGEST_CATEGORY),
        duration=next((a.duration for a in around if a.duration), None),
        channels=log.about.channels,
        streams=log.about.streams,
    )
    warnings.extend(_other_channels(path, about))
    if not about.channel:
        warnings.append("nothing tells whose stream this is; say so with --channel")
    opened = Opened(begun, about.channel, known_bots)
    return Transcript(log, opened, about, begun_from, warnings, channel_from=named_by)


def _of_its_own(source: Source) -> datetime:
    """Return a second of the undated day's afternoon, the same whenever the same log is opened."""
    digest = zlib.crc32(b"")
    for chunk in source.chunks(Notes()):
        digest = zlib.crc32(chunk.encode("utf-8", "replace"), digest)
    return _NO_TIME + _AFTERNOON + timedelta(seconds=digest % _SECONDS_APART)


def _channel(
    option: str | None, around: tuple[About, About, About], own: str, path: Path
) -> tuple[str, ChannelFrom]:
    log, vod, name = around
    told = {
        ChannelFrom.OPTION: option,
        ChannelFrom.LOG: log.channel,
        ChannelFrom.VOD_JSON: vod.channel,
        ChannelFrom.FILE_NAME: name.channel,
        ChannelFrom.OWN: own,
        ChannelFrom.FOLDER: beside.channel_folder(path),
    }
    return next(((as_login(text), place) for place, text in told.items() if text), ("", ChannelFrom.UNKNOWN))


def _with_captions(log: Log, path: Path, warnings: list[str]) -> Log:
    """Return a log together with the first captions found beside it."""
    found = beside.captions(path)
    for place, file in enumerate(found):
        try:
            captions = caption_speech.open_captions(Source(file))
        except UserError as error:
            warnings.append(f"captions could not be read: {error}")
            continue
        if captions:
            if len(found) > place + 1:
                warnings.append(f"captions were read from {file.name}; there are {len(found)} files of them")
            return caption_speech.CaptionedLog(log, captions)
        warnings.append(f"{file.name} holds no captions, so it was not read")
    return log


def _other_channels(path: Path, about: About) -> Iterator[str]:
    """Yield what to say where several channels stand in one file.

    Raises:
        UserError: the channel that was asked for is none of them.
    """
    if len(about.channels) <= 1:
        return
    listed = ", ".join(f"{name} ({counted(lines, 'line')})" for name, lines in about.channels[:_LISTED])
    if about.channel not in dict(about.channels):
        msg = f"{path} holds chat of {listed}, and none of {about.channel}; choose one with --channel"
        raise UserError(msg)
    yield f"this file holds chat of several channels: {listed}; {about.channel} is read, --channel chooses"


def _recognise(source: Source) -> Log:
    head = source.head()
    if not head.strip():
        msg = f"{source.path} is empty; give a recorded chat: {_FORMATS}"
        raise UserError(msg)
    for reader in _READERS:
        if log := reader(source, head):
            return log
    first_line = next(line for line in head.splitlines() if line.strip()).strip()
    shown = first_line if len(first_line) <= _SHOWN else first_line[:_SHOWN] + "…"
    msg = (
        f"{source.path} is in none of the formats read here; its first line is {shown!r}. "
        f"What can be read: {_FORMATS}"
    )
    raise UserError(msg)


def _start(
    option: datetime | None, around: tuple[About, About, About], warnings: list[str]
) -> tuple[datetime, StartedFrom]:
    if option is not None:
        aware = option if option.tzinfo else option.replace(tzinfo=UTC)
        return aware.astimezone(UTC), StartedFrom.OPTION
    places = (StartedFrom.LOG, StartedFrom.VOD_JSON, StartedFrom.FILE_NAME)
    for place, about in zip(places, around, strict=True):
        if about.started_at is not None:
            return about.started_at, place
    warnings.append(
        "nothing tells when this stream began, so it is dated 2000-01-01; say so with --started-at"
    )
    return _NO_TIME, StartedFrom.UNKNOWN
