"""A journal read again as the plainest story of an evening: who wrote when, what we said.

Reads journal lines as bare JSON objects and shares no code with the program that wrote
them. Times are seconds since the epoch; what came first is told by the place in the
journal, since much happens within one second. Decides nothing about right or wrong.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

WORDLESS: Final = ("no_material", "style_rejected", "duplicate", "model_failed", "stale")
"""How the program says that it looked for words and had none that could be said."""


@dataclass(frozen=True)
class Moment:
    """A place in the journal."""

    place: int
    at: float


@dataclass(frozen=True)
class Line(Moment):
    """Somebody's line, or one of ours."""

    who: str
    """``human``, ``bot``, ``ours``, or ``answer``: one of ours that somebody had asked for."""
    text: str = ""
    login: str = ""
    source: str = ""
    """Where one of ours came from."""
    trigger: str = ""
    """What brought one of ours forward."""
    is_first: bool = False
    """Whether it is somebody's first ever."""


@dataclass(frozen=True)
class Speech(Moment):
    """The streamer was heard."""

    until: float


@dataclass(frozen=True)
class Quiet(Moment):
    """A quiet as the program itself accounted for it, at its end."""

    began: float
    outcome: str
    reason: str


@dataclass(frozen=True)
class Change(Moment):
    """Something that can forbid or allow speaking has changed."""

    what: str
    value: Any


@dataclass
class Story:
    """One evening."""

    began: float = 0.0
    end: Moment = field(default_factory=lambda: Moment(0, 0.0))
    lines: list[Line] = field(default_factory=list)
    """In the order in which they were heard."""
    speech: list[Speech] = field(default_factory=list)
    ticks: list[Moment] = field(default_factory=list)
    wordless: list[Moment] = field(default_factory=list)
    """When words were looked for and none came that could be said."""
    quiets: list[Quiet] = field(default_factory=list)
    shadows: list[Moment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    quiet: float = 900.0
    cooldown: float = 900.0
    most: int = 8
    game: str = ""
    theme: str = ""
    kindling: tuple[str, ...] = ()
    page: str = ""
    """Everything the streamer wrote for the evening."""

    @property
    def ours(self) -> list[Line]:
        """The lines that were, or may have been, said by the bot."""
        return [line for line in self.lines if line.who == "ours"]

    @property
    def people(self) -> list[Line]:
        """The lines of people."""
        return [line for line in self.lines if line.who == "human"]

    @property
    def hours(self) -> float:
        """How long the evening was."""
        return (self.end.at - self.began) / 3600

    def in_force(self, what: str, moment: Moment) -> Any:
        """Return the latest value that something had before a moment."""
        return next(
            (c.value for c in reversed(self.changes) if c.what == what and c.place < moment.place), None
        )


def read_journal(path: Path) -> Story:
    """Return the story that a journal file tells."""
    with path.open(encoding="utf-8") as file:
        return tell(json.loads(line) for line in file if line.startswith('{"seq"'))


def tell(lines: Iterable[dict[str, Any]]) -> Story:
    """Return the story that journal lines tell."""
    teller = _Teller()
    for line in lines:
        teller.take(line["type"], Moment(line["seq"], seconds(line["at"])), line["data"])
    return teller.story


def seconds(text: str) -> float:
    """Return an ISO time as seconds."""
    return datetime.fromisoformat(text).timestamp()


class _Teller:
    def __init__(self) -> None:
        self.story = Story()
        self._queued: dict[str, dict[str, Any]] = {}
        self._saved: dict[str, dict[str, Any]] = {}
        self._asked: set[str] = set()
        """Drafts of lines to be said, not of those that only the ledger keeps."""

    def take(self, kind: str, now: Moment, data: dict[str, Any]) -> None:
        take = getattr(self, f"_{kind}", None)
        if take is not None:
            take(now, data)
        self.story.end = now

    def _session_started(self, now: Moment, data: dict[str, Any]) -> None:
        del data
        self.story.began = now.at

    def _ticked(self, now: Moment, data: dict[str, Any]) -> None:
        del data
        self.story.ticks.append(now)

    def _message_received(self, now: Moment, data: dict[str, Any]) -> None:
        message = data["message"]
        if message.get("is_own") or message.get("source_channel"):
            return
        who = "bot" if message.get("is_bot") else "human"
        line = Line(
            now.place, now.at, who, message.get("text", ""), message.get("login", ""),
            is_first=message.get("is_first", False),
        )  # fmt: skip
        self.story.lines.append(line)

    def _streamer_spoke(self, now: Moment, data: dict[str, Any]) -> None:
        self.story.speech.append(Speech(now.place, now.at, now.at + data["seconds"]))

    def _settings_saved(self, now: Moment, data: dict[str, Any]) -> None:
        values, story = data.get("values", {}), self.story
        story.quiet = 60 * float(values.get("quiet_minutes") or 15)
        story.cooldown = 60 * float(values.get("cooldown_minutes") or 15)
        most = values.get("max_lines_per_stream")
        story.most = 8 if most is None else int(most)
        self._change(now, "hearthkeeper", values.get("hearthkeeper", True))

    def _live_status_checked(self, now: Moment, data: dict[str, Any]) -> None:
        self._change(now, "live", data.get("is_live"))

    def _dashboard_saved(self, now: Moment, data: dict[str, Any]) -> None:
        del now
        self._saved[data["note"]["revision"]] = data["note"]["properties"]

    def _dashboard_adopted(self, now: Moment, data: dict[str, Any]) -> None:
        page, story = self._saved[data["revision"]], self.story
        self._change(now, "page_on", page.get("hearthkeeper", True))
        self._change(now, "contemplative", page.get("silence") == "contemplative")
        story.game = str(page.get("game") or "")
        story.theme = str(page.get("content_angle") or page.get("stream_title") or "")
        story.kindling = (*story.kindling, *(page.get("kindling") or ()))
        values = [v if isinstance(v, str) else " ".join(map(str, v)) for v in page.values()
                  if isinstance(v, str | list | tuple)]  # fmt: skip
        story.page = " ".join((story.page, *values))

    def _dashboard_cleared(self, now: Moment, data: dict[str, Any]) -> None:
        del data
        self._change(now, "page_on", value=True)
        self._change(now, "contemplative", value=False)

    def _hush_changed(self, now: Moment, data: dict[str, Any]) -> None:
        self._change(now, "hush", seconds(data["until"]) if data.get("until") else 0.0)

    def _hearth_switched(self, now: Moment, data: dict[str, Any]) -> None:
        self._change(now, "switch", data["is_on"])

    def _action_queued(self, now: Moment, data: dict[str, Any]) -> None:
        del now
        action = data["action"]
        if action["type"] == "send_line":
            self._queued[action["line_id"]] = action
        elif action["type"] == "draft_line" and action["purpose"] == "prompt":
            self._asked.add(action["draft_id"])

    def _delivery_reported(self, now: Moment, data: dict[str, Any]) -> None:
        action = self._queued.get(data["line_id"], {})
        if data["state"] in ("sent", "unknown") and action:
            who = "ours" if action["mode"] == "hearthkeeper" else "answer"
            line = Line(
                now.place, now.at, who, action["text"], source=action["source"],
                trigger=action.get("trigger", ""),
            )  # fmt: skip
            self.story.lines.append(line)

    def _decision_made(self, now: Moment, data: dict[str, Any]) -> None:
        if data["mode"] == "hearthkeeper" and data["reason"] in WORDLESS:
            self.story.wordless.append(now)

    def _line_drafted(self, now: Moment, data: dict[str, Any]) -> None:
        # A second draft that comes to nothing for the same reason is no new decision line.
        if data["draft_id"] in self._asked and not data.get("candidates"):
            self.story.wordless.append(now)

    def _quiet_ended(self, now: Moment, data: dict[str, Any]) -> None:
        began = seconds(data["began_at"])
        self.story.quiets.append(Quiet(now.place, now.at, began, data["outcome"], data["reason"]))

    def _line_shadowed(self, now: Moment, data: dict[str, Any]) -> None:
        del data
        self.story.shadows.append(now)

    def _change(self, now: Moment, what: str, value: Any) -> None:
        self.story.changes.append(Change(now.place, now.at, what, value))
