"""One journal line without somebody: ids and times kept, words and name gone.

Decides field by field what of a line is theirs: their own lines are emptied, what we derived
or drafted from their words is emptied, their name becomes a neutral one. Other people's lines
stay, but that they name nobody any more; so do the streamer's words. Codes and ids are left
alone, whatever they say. Leaves files to ``archive.journal.rewriting``.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from chronicler.archive.journal.lines import encode_event, fields_of, spell
from chronicler.domain.chat import FORGOTTEN
from chronicler.domain.events import ViewerForgotten
from chronicler.notes.removed import Removed
from chronicler.runtime.forgetting.who import Person
from chronicler.runtime.forgetting.words import JOTTED, PASSAGES, STREAMERS, strings_in

BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
_CODES: Final = frozenset(
    {
        "type", "kind", "mode", "reason", "source", "state", "outcome", "severity", "origin", "channel",
        "session_id", "stream_id", "message_id", "line_id", "draft_id", "request_id", "first_id", "reply_to",
        "revision", "clip_id", "url", "edit_url", "source_channel", "version", "held_by", "at", "purpose",
        "question_id", "tool",
        "began_at", "gap_from", "until", "peak_at", "recording_digest", "path", "message_ids", "model",
        "near",
    }
)  # fmt: skip
"""Fields that hold no sentence."""


@dataclass(slots=True)
class Forgetting:
    """Takes one person out of lines of one journal after the other."""

    person: Person
    removed: Removed
    neutral: Callable[[str], str]
    """Returns their neutral name in a stream, by its id."""
    session_id: str = ""
    """Of the journal at hand."""
    emptied: int = 0
    """Lines of theirs that lost their words so far."""
    last_at: datetime = BEFORE_ALL
    """Time of the latest line of the journal at hand."""

    def begin(self, session_id: str) -> None:
        """Take up another journal."""
        self.session_id, self.last_at = session_id, BEFORE_ALL

    def closing(self, lines: int, streams: int) -> Callable[[int], bytes]:
        """Return what spells the event that says so behind a rewritten journal's last number."""
        return lambda last_seq: encode_event(last_seq + 1, ViewerForgotten(self.last_at, lines, streams))

    def line(self, raw: bytes) -> bytes:
        """Return a journal line as it is to stand."""
        fields = fields_of(raw)
        kind, data = str(fields.get("type", "")), fields.get("data")
        if not kind:
            return self._torn(raw)
        self._look_at_time(fields)
        if kind in STREAMERS or not isinstance(data, dict):
            return raw
        before = self.emptied
        fresh = self._message(data) if kind == "message_received" else self._other(kind, data)
        if fresh == data and before == self.emptied:
            return raw
        fields["data"] = fresh
        return spell(fields)

    def _look_at_time(self, fields: dict[str, Any]) -> None:
        with suppress(ValueError, KeyError, TypeError):
            self.last_at = max(self.last_at, datetime.fromisoformat(fields["at"]))

    def _torn(self, raw: bytes) -> bytes:
        """Return what nobody can read as it is, or nothing where it may be theirs."""
        text = raw.decode("utf-8", "replace")
        is_theirs = self.removed.quotes(text) or self.removed.names_them(text)
        return b"" if is_theirs or self.removed.quotes_at_length(text) else raw

    def _message(self, data: dict[str, Any]) -> dict[str, Any]:
        message = data.get("message")
        if not isinstance(message, dict):
            return data
        if self.person.wrote(message):
            if message.get("withheld") != FORGOTTEN:
                self.emptied += 1
            return {**data, "message": self._emptied(message)}
        text = str(message.get("text", ""))
        if message.get("is_own") and self.removed.quotes(text):
            return {**data, "message": {**message, "text": ""}}
        if self.removed.mentions_them(text):
            return {**data, "message": {**message, "text": self.removed.without_mentions(text)}}
        return data

    def _emptied(self, message: dict[str, Any]) -> dict[str, Any]:
        gone = ("chatter_id", "badges", "emotes", "is_first")
        kept = {key: value for key, value in message.items() if key not in gone}
        name = self.neutral(self.session_id)
        return kept | {"login": name, "display_name": "", "text": "", "withheld": FORGOTTEN}

    def _other(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        fresh = {
            key: self._passages(value) if key == PASSAGES else self._value(key, value, kind)
            for key, value in data.items()
        }
        if kind == "channel_noticed" and str(data.get("login", "")).casefold() in self.person.logins:
            fresh["text"] = ""
        return fresh

    def _passages(self, passages: Any) -> Any:
        """Return the passages of the streamer's own notes that neither quote nor name them."""
        kept = []
        for passage in passages if isinstance(passages, list) else ():
            texts = list(strings_in(passage))
            is_theirs = any(map(self.removed.quotes_at_length, texts))
            if not is_theirs and not any(map(self.removed.names_distinctly, texts)):
                kept.append(passage)
        return kept

    def _value(self, key: str, value: Any, kind: str) -> Any:
        if isinstance(value, str):
            return value if key in _CODES else self._text(value, kind)
        if isinstance(value, dict):
            return {name: self._value(name, each, kind) for name, each in value.items()}
        if isinstance(value, list):
            return [self._value(key, each, kind) for each in value]
        return value

    def _text(self, text: str, kind: str) -> str:
        if not text:
            return text
        if self.person.is_called(text):
            return self.neutral(self.session_id)
        if kind in JOTTED:
            return "" if self.removed.quotes_at_length(text) else text
        return "" if self.removed.quotes(text) else self.removed.without_names(text)
