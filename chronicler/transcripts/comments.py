"""Recorded chat as JSON: one comment an element, in Twitch's GraphQL or its older v5 spelling.

Read are an array of comments (TwitchArchiver, Twitch-Chat-Downloader) and an object
``{streamer, video, comments}`` (TwitchDownloader) or ``{video, comments}``. Decides what of
a comment is kept; leaves the document's syntax to ``json_stream``. A comment that cannot be
read is counted and named by its place in the list.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chronicler.domain.chat import Message
from chronicler.domain.events import ChannelNoticed, Event, MessageReceived
from chronicler.transcripts.beside import first_text, parse_span, parse_time, video
from chronicler.transcripts.json_stream import ITEM, read_pieces
from chronicler.transcripts.ordering import in_time_order
from chronicler.transcripts.people import MadeUpIds, clean, make_message, notice_in
from chronicler.transcripts.source import Source
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

GQL: Final = "GQL comment JSON"
V5: Final = "v5 comment JSON"
DOWNLOADER: Final = "TwitchDownloader comment JSON"

_OFFSETS: Final = ("contentOffsetSeconds", "content_offset_seconds")
_KINDS: Final = {"resub": "sub", "subgift": "sub_gift", "submysterygift": "community_sub_gift"}
"""What chat's tags call otherwise than the sentences in ``people``; other kinds are kept as they are."""
_LONGEST: Final = 60 * 86400.0
"""No stream lasts longer than this many seconds; Twitch ends one after two days."""

Comment = dict[str, Any]
"""An object as the decoder gives it; exact types, because this runs for every line."""


class CommentLog:
    """A file of JSON comments."""

    def __init__(self, source: Source, name: str, about: About) -> None:
        """Bind the file; :func:`recognise` tells its name and what it says about itself."""
        self._source = source
        self.format: Final = name
        self.about: Final = about

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Yield the comments as messages, and what Twitch announced in chatters' names."""
        made_up, once = MadeUpIds(), _Once()
        for seconds, comment in in_time_order(self._comments(notes), notes):
            at = opened.started_at + timedelta(seconds=seconds)
            message = _message(opened, at, comment, made_up, seconds)
            if once.is_new(seconds, message.message_id):
                yield MessageReceived(at, message)
                if notice := _notice(comment, message):
                    yield notice
        if once.repeats:
            notes.warn(f"{once.repeats:,} lines stood there twice and were read once")

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _comments(self, notes: Notes) -> Iterator[tuple[float, Comment]]:
        pieces = read_pieces(self._source.chunks(notes), "comments", notes)
        comments = (value for key, value in pieces if key == ITEM)
        for number, comment in enumerate(comments, 1):
            seconds = _offset(comment)
            if isinstance(seconds, str):
                notes.skip(number, seconds)
            else:
                yield seconds, comment


def recognise(source: Source, head: str) -> CommentLog | None:
    """Return the file's reader if it holds recorded comments, else ``None``.

    Reads as far as the first comment and, where the recording is described behind its
    comments, as far as that.
    """
    is_list = head.lstrip().startswith("[")
    described: dict[str, Any] = {}
    first: Comment | None = None
    is_empty = True
    for key, value in read_pieces(source.chunks(Notes()), "comments", Notes()):
        if key != ITEM:
            described[key] = value
            continue
        is_empty = False
        first = value if first is None and not isinstance(_offset(value), str) else first
        if first is not None and (is_list or "video" in described):
            break
    if first is None and not (is_empty and ("video" in described or "".join(head.split()) == "[]")):
        return None
    return CommentLog(source, _name(first or {}, described), _about(first or {}, described))


def _name(first: Comment, described: Comment) -> str:
    if _OFFSETS[0] in first:
        return GQL
    return DOWNLOADER if "streamer" in described else V5


def _about(first: Comment, described: Comment) -> About:
    told = video(_object(described.get("video")))
    streamer = _object(described.get("streamer"))
    return About(
        channel=first_text(streamer, "login", "name") or told.channel,
        title=told.title,
        category=told.category,
        started_at=_start(first) or told.started_at,
        duration=told.duration or parse_span(_object(described.get("video")).get("end")),
    )


def _start(first: Comment) -> datetime | None:
    # Offsets are whole seconds rounded down, so the start is known to the second at best.
    sent_at = parse_time(first.get("createdAt", first.get("created_at")))
    seconds = _offset(first)
    if sent_at is None or isinstance(seconds, str):
        return None
    return (sent_at - timedelta(seconds=seconds)).astimezone(UTC).replace(microsecond=0)


def _offset(comment: object) -> float | str:
    """Return a comment's offset in seconds, or why it is no comment."""
    if not isinstance(comment, dict):
        return "it is no comment: an object was expected"
    seconds = comment.get(_OFFSETS[0], comment.get(_OFFSETS[1]))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return "its offset into the stream is missing or no number"
    if not seconds <= _LONGEST:  # so that NaN, too, is refused
        return "its offset lies beyond the end of any stream"
    if not isinstance(comment.get("message"), dict):
        return "it has no message"
    return float(seconds) if seconds > 0 else 0.0


def _message(opened: Opened, at: datetime, comment: Comment, made_up: MadeUpIds, seconds: float) -> Message:
    said = comment["message"]
    commenter = _object(comment.get("commenter"))
    login = first_text(commenter, "login", "name").lower()
    text = _text(said)
    return make_message(
        opened,
        at,
        _word(comment, "id", "_id") or made_up.give(seconds, login, text),
        first_text(commenter, "displayName", "display_name") or login,
        text,
        login=login,
        chatter_id=_word(commenter, "id", "_id"),
        badges=_badges(said),
        emotes=tuple(_emotes(said)),
        bits=_bits(said.get("bits_spent")),
    )


def _text(said: Comment) -> str:
    body = said.get("body")
    if not isinstance(body, str):
        texts = [fragment.get("text") for fragment in _objects(said.get("fragments"))]
        body = "".join([text for text in texts if isinstance(text, str)])
    return clean(body)


def _badges(said: Comment) -> tuple[str, ...]:
    badges = _objects(said.get("userBadges", said.get("user_badges")))
    return tuple(name for badge in badges if (name := _word(badge, "setID", "_id")))


def _emotes(said: Comment) -> Iterator[str]:
    for fragment in _objects(said.get("fragments")):
        text = fragment.get("text")
        if (fragment.get("emote") or fragment.get("emoticon")) and isinstance(text, str) and text:
            yield clean(text)


def _bits(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _notice(comment: Comment, message: Message) -> ChannelNoticed | None:
    notice = notice_in(message)
    params = comment["message"].get("user_notice_params")
    if notice is None and params and (kind := first_text(_object(params), "msg-id", "msgid")):
        return ChannelNoticed(message.at, _KINDS.get(kind, kind), message.login, message.text)
    return notice


def _word(data: Comment, *keys: str) -> str:
    for key in keys:
        value = data.get(key)
        if isinstance(value, str | int) and value != "":
            return str(value)
    return ""


def _object(value: object) -> Comment:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Comment]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


class _Once:
    """Knows the ids of the present second: downloads that were taken up again overlap."""

    def __init__(self) -> None:
        self.repeats = 0
        self._seconds = -1.0
        self._seen: set[str] = set()

    def is_new(self, seconds: float, message_id: str) -> bool:
        if seconds != self._seconds:
            self._seconds, self._seen = seconds, set()
        self.repeats += message_id in self._seen
        is_new = message_id not in self._seen
        self._seen.add(message_id)
        return is_new
