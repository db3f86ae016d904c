"""Small logs in every format, invented, for the readers' tests."""

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chronicler.domain.chat import Message
from chronicler.domain.events import Event, MessageReceived
from chronicler.transcripts.opening import open_transcript

START = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
Plain = dict[str, Any]


def gql(seconds: object, login: str = "maren", *texts: str, **changes: object) -> Plain:
    """Return a comment as TwitchArchiver keeps it; ``texts`` are its fragments."""
    comment: Plain = {
        "id": f"{login}-{seconds}",
        "commenter": {"id": f"id-{login}", "login": login, "displayName": login.title()},
        "contentOffsetSeconds": seconds,
        "createdAt": "2026-03-06T19:30:12.250Z",
        "message": {
            "fragments": [{"emote": None, "text": text} for text in texts],
            "userBadges": [{"id": "", "setID": "", "version": ""}],
        },
    }
    return comment | changes


def v5(seconds: object, name: str = "maren", body: str = "hello", **message: object) -> Plain:
    """Return a comment of Twitch's fifth API, as the older downloaders keep it."""
    return {
        "_id": f"{name}-{seconds}",
        "created_at": "2026-03-06T19:30:12.5Z",
        "content_offset_seconds": seconds,
        "commenter": {"_id": f"id-{name}", "name": name, "display_name": name.title()},
        "message": {"body": body, "fragments": [{"text": body, "emoticon": None}], **message},
    }


def write(path: Path, content: object) -> Path:
    """Write a log: text as it is, anything else as JSON; gzipped where the name says so."""
    text = content if isinstance(content, str) else json.dumps(content)
    data = text.encode("utf-8")
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def script(*lines: str, header: Sequence[str] = ()) -> str:
    """Return a stream script of these lines."""
    top = ("# chronicler stream script 1", "channel: lowlamp", "started_at: 2026-03-06T19:30:00Z", *header)
    return "\n".join((*top, "", *lines)) + "\n"


def events_in(path: Path) -> list[Event]:
    """Return everything that happens in a log."""
    return list(open_transcript(path).events())


def messages_in(path: Path) -> list[Message]:
    """Return the chat of a log."""
    return [event.message for event in events_in(path) if isinstance(event, MessageReceived)]
