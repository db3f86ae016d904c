"""Recorded chat as JSON: one comment an element, in Twitch's GraphQL or its older v5 spelling.

Read are an array of comments (TwitchArchiver, Twitch-Chat-Downloader) and an object
``{streamer, video, comments}`` (TwitchDownloader) or ``{video, comments}``. Decides what of
a comment is kept; leaves the document's syntax to ``json_stream`` and its chapters to
``chapters``. A comment that cannot be read is counted and named by its place in the list.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chronicler.domain.events import ChannelUpdated, Event
from chronicler.transcripts.beside import first_text, parse_span, parse_time, video
from chronicler.transcripts.chapters import Chapter, read_chapters
from chronicler.transcripts.json_stream import ITEM, LONG_LISTS, read_pieces
from chronicler.transcripts.limits import amount
from chronicler.transcripts.ordering import merged
from chronicler.transcripts.people import Author, Authors, Extras, clean
from chronicler.transcripts.said import Said, told
from chronicler.transcripts.source import Source
from chronicler.transcripts.times import LONGEST
from chronicler.transcripts.transcript import About, Edit, Notes, Opened

GQL: Final = "GQL comment JSON"
V5: Final = "v5 comment JSON"
DOWNLOADER: Final = "TwitchDownloader comment JSON"

_OFFSETS: Final = ("contentOffsetSeconds", "content_offset_seconds")

Comment = dict[str, Any]
"""An object as the decoder gives it; exact types, because this runs for every line."""


class CommentLog:
    """A file of JSON comments."""

    def __init__(self, source: Source, name: str, about: About, chapters: Sequence[Chapter] = ()) -> None:
        """Bind the file; :func:`recognise` tells its name and what it says about itself."""
        self._source = source
        self._chapters = chapters
        self.format: Final = name
        self.about: Final = about

    def events(self, opened: Opened, notes: Notes) -> Iterator[Event]:
        """Return the comments as messages, with what Twitch announced in chatters' names."""
        chat = told(self._comments(Authors(opened, notes), notes), opened, notes)
        return merged(self._changes(opened), chat) if self._chapters else chat

    def edits(self, opened: Opened) -> Sequence[Edit]:
        """Return nothing: chat records no edits."""
        del opened
        return ()

    def _changes(self, opened: Opened) -> Iterator[Event]:
        for chapter in self._chapters:
            at = opened.started_at + timedelta(seconds=chapter.seconds)
            yield ChannelUpdated(at, self.about.title, chapter.category)

    def _comments(self, authors: Authors, notes: Notes) -> Iterator[tuple[float, Said]]:
        pieces = read_pieces(self._source.chunks(notes), LONG_LISTS, notes)
        comments = (value for key, value in pieces if key == ITEM)
        for number, comment in enumerate(comments, 1):
            seconds = _offset(comment)
            if isinstance(seconds, str):
                notes.skip(number, seconds)
            else:
                yield seconds, _said(comment, authors)


def recognise(source: Source, head: str) -> CommentLog | None:
    """Return the file's reader if it holds recorded comments, else ``None``.

    Reads as far as the first comment and, where the recording is described behind its
    comments, as far as that.
    """
    if not head.lstrip().startswith(("[", "{")):
        return None
    is_list = head.lstrip().startswith("[")
    described: dict[str, Any] = {}
    first: Comment | None = None
    is_empty = True
    for key, value in read_pieces(source.chunks(Notes()), LONG_LISTS, Notes()):
        if key != ITEM:
            described[key] = value
            continue
        is_empty = False
        first = value if first is None and not isinstance(_offset(value), str) else first
        if first is not None and (is_list or "video" in described):
            break
    if first is None and not (is_empty and ("video" in described or "".join(head.split()) == "[]")):
        return None
    begins, *later = read_chapters(described.get("video")) or [Chapter(0, "")]
    about = _about(first or {}, described, begins.category)
    return CommentLog(source, _name(first or {}, described), about, later)


def _name(first: Comment, described: Comment) -> str:
    if _OFFSETS[0] in first:
        return GQL
    return DOWNLOADER if "streamer" in described else V5


def _about(first: Comment, described: Comment, category: str) -> About:
    told_there = video(_object(described.get("video")))
    streamer = _object(described.get("streamer"))
    return About(
        channel=first_text(streamer, "login", "name") or told_there.channel,
        title=told_there.title,
        category=category or told_there.category,
        started_at=_start(first) or told_there.started_at,
        duration=told_there.duration or parse_span(_object(described.get("video")).get("end")),
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
    if not seconds <= LONGEST:  # so that NaN, too, is refused
        return "its offset lies beyond the end of any stream"
    if not isinstance(comment.get("message"), dict):
        return "it has no message"
    return float(seconds) if seconds > 0 else 0.0


def _said(comment: Comment, authors: Authors) -> Said:
    said = comment["message"]
    text, emotes = _words(said.get("fragments"))
    body = said.get("body")
    params = said.get("user_notice_params") or said.get("userNoticeParams")
    extras = Extras(
        _word(comment, "id", "_id"),
        emotes,
        _bits(said.get("bits_spent")),
        notice=first_text(_object(params), "msg-id", "msg_id", "msgid") if params else "",
    )
    return (
        _author(comment.get("commenter"), said, authors),
        clean(body if isinstance(body, str) else text),
        extras,
    )


def _author(commenter: object, said: Comment, authors: Authors) -> Author:
    who = commenter if isinstance(commenter, dict) else {}
    badges = _badges(said.get("userBadges") or said.get("user_badges"))
    chatter_id = _word(who, "id", "_id")
    name = who.get("displayName") or who.get("display_name")
    key = chatter_id, name if isinstance(name, str) else "", badges
    if author := authors.seen.get(key):
        return author
    return authors.see(key, key[1].strip(), badges, first_text(who, "login", "name"), chatter_id)


def _words(fragments: object) -> tuple[str, tuple[str, ...]]:
    """Return a comment's text, and the emotes in it."""
    texts, emotes = [], []
    for fragment in fragments if isinstance(fragments, list) else ():
        text = fragment.get("text") if isinstance(fragment, dict) else None
        if isinstance(text, str) and text:
            texts.append(text)
            if fragment.get("emote") or fragment.get("emoticon"):
                emotes.append(clean(text))
    return "".join(texts), tuple(emotes)


def _badges(badges: object) -> tuple[str, ...]:
    if not isinstance(badges, list):
        return ()
    names = [badge.get("setID") or badge.get("_id") for badge in badges if isinstance(badge, dict)]
    return tuple([str(name) for name in names if isinstance(name, str | int) and name])


def _bits(value: object) -> int:
    return amount(value) or 0


def _word(data: Comment, key: str, older: str) -> str:
    value = data.get(key)
    if value is None or value == "":
        value = data.get(older)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _object(value: object) -> Comment:
    return value if isinstance(value, dict) else {}
