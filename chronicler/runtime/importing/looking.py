"""A first look at one log: which stream it records, and by what it is known again.

Decides nothing about importing it; what is found is a plain value, so that many logs can be
looked at in several processes.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chronicler.domain.events import MessageReceived
from chronicler.domain.session import make_session_id
from chronicler.errors import UserError
from chronicler.transcripts.opening import open_transcript
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import ChannelFrom, Notes, StartedFrom, Transcript


@dataclass(frozen=True, slots=True)
class Asked:
    """One log, and what was said about it on the command line."""

    log: Path
    started_at: datetime | None = None
    channel: str | None = None
    known_bots: frozenset[str] = frozenset()
    own_channel: str = ""
    """The streamer's own, presumed where nothing about a log tells whose stream it is."""
    counts_messages: bool = False
    """Whether the whole log is to be read, to tell how many lines it holds."""

    def open(self) -> Transcript:
        """Return the log, opened.

        Raises:
            UserError: it cannot be read.
        """
        return open_transcript(
            self.log,
            started_at=self.started_at,
            channel=self.channel,
            own_channel=self.own_channel,
            known_bots=self.known_bots,
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a log told."""

    log: Path
    session_id: str
    started_at: datetime
    channel: str
    format: str
    digest: str
    """sha256 hex of the log's text, the same whether it is compressed or not."""
    is_dated: bool
    """Whether anything told when the stream began."""
    bytes: int
    channel_from: ChannelFrom = ChannelFrom.LOG
    messages: int | None = None
    """How many lines it holds, where they were counted."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoLog:
    """A file that could not be taken for a log."""

    log: Path
    reason: str
    is_readable: bool
    """Whether its bytes could be read: then it is simply something else."""


def look_at(asked: Asked) -> Look | NoLog:
    """Return what a log tells about its stream, or why it is none."""
    try:
        digest = digest_of(asked.log)
    except UserError as error:
        return NoLog(asked.log, str(error), is_readable=False)
    try:
        transcript = asked.open()
        messages = _count(transcript) if asked.counts_messages else None
    except UserError as error:
        return NoLog(asked.log, str(error), is_readable=True)
    except Exception as error:  # noqa: BLE001 one odd log among hundreds must not stop the others
        return NoLog(asked.log, f"it cannot be read: {type(error).__name__}: {error}", is_readable=True)
    try:
        size = asked.log.stat().st_size
    except OSError as error:
        return NoLog(asked.log, f"{asked.log} is gone ({error.strerror or error})", is_readable=False)
    return Look(
        log=asked.log,
        session_id=make_session_id(transcript.started_at, transcript.channel),
        started_at=transcript.started_at,
        channel=transcript.channel,
        format=transcript.format,
        digest=digest,
        is_dated=transcript.started_from is not StartedFrom.UNKNOWN,
        bytes=size,
        channel_from=transcript.channel_from,
        messages=messages,
        warnings=transcript.warnings,
    )


def digest_of(log: Path) -> str:
    """Return sha256 hex of a log's text, the same whether it is compressed or not.

    Raises:
        UserError: it cannot be read.
    """
    digest = hashlib.sha256()
    for chunk in Source(log).chunks(Notes()):
        digest.update(chunk.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _count(transcript: Transcript) -> int:
    return sum(isinstance(event, MessageReceived) for event in transcript.events())
