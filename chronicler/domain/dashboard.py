"""Tonight's dashboard: its fields, the names they go by, and what counts as its theme.

Decides how properties and body sections become a :class:`Dashboard` or Problems; leaves
the table of fields to ``dashboard_fields``, the body's sections to ``dashboard_sections``,
the words of a receipt to ``dashboard_receipts``, reading the
file to ``vault`` and adopting it to ``agent``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from chronicler.domain.comments import without_comments
from chronicler.domain.dashboard_fields import (
    BY_NAME,
    FIELDS,
    Field,
    Value,
    meant_by,
    misspelt,
    read_value,
)
from chronicler.domain.dashboard_receipts import first_receipt, receipt
from chronicler.domain.dashboard_sections import (
    DURING_THE_STREAM,
    lines_under,
    sections_in,
    without_mark,
)
from chronicler.domain.problem import Problem, Severity


class Status(StrEnum):
    """Whether the streamer has approved the dashboard; only then does it feed the bot."""

    DRAFT = "draft"
    APPROVED = "approved"


class Silence(StrEnum):
    """How silence is meant tonight."""

    NATURAL = "natural"
    CONTEMPLATIVE = "contemplative"
    """Silence is wanted: the Hearthkeeper stays silent all evening."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the streamer wrote for tonight. Empty fields are empty, never invented."""

    path: str = ""
    revision: str = ""
    """sha256 hex of the note's bytes."""
    stream_title: str = ""
    game: str = ""
    mood: str = ""
    content_angle: str = ""
    session_goals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kindling: tuple[str, ...] = ()
    familiarity: str = ""
    recent_experience: str = ""
    start_time: dt.time | None = None
    """Local time of day."""
    go_live_notification: str = ""
    social_post: str = ""
    status: Status = Status.DRAFT
    silence: Silence = Silence.NATURAL
    hearthkeeper: bool = True
    context: tuple[str, ...] = ()
    """Names of the notes linked as context, without brackets."""
    date: dt.date | None = None
    """The stream's date, where the streamer named one."""

    @property
    def theme(self) -> str:
        """The content angle, else the stream's title (D5)."""
        return self.content_angle or self.stream_title


@dataclass(frozen=True, slots=True)
class ParsedDashboard:
    """A dashboard with whatever is to be said about how it was typed."""

    dashboard: Dashboard
    problems: tuple[Problem, ...] = ()


def parse_dashboard(
    properties: Mapping[str, object], body: str, *, path: str = "", revision: str = ""
) -> ParsedDashboard:
    """Return the dashboard that a note's properties and body say, properties first.

    Never raises: whatever cannot be used becomes a Problem that says what to type instead.
    A note that says nothing at all, or has lost its properties' fence, is an error and not
    an empty dashboard, so that it unsets nothing.
    """
    problems: list[Problem] = []
    values = _from_properties(properties, problems)
    from_body = _from_body(body, problems)
    for name in values.keys() & from_body.keys():
        if values[name] != from_body[name]:
            advice = "it also stands in the note's text, which differs; the property counts"
            problems.append(Problem(advice, name, severity=Severity.REMARK))
    taken: dict[str, Any] = {**from_body, **values}
    if not properties and (not taken or re.search(r"^chronicler:", body, re.MULTILINE)):
        gone = Problem("the properties are gone; what was in force stays until they are back")
        return ParsedDashboard(Dashboard(path=path, revision=revision), (gone,))
    taken |= {name: cls(taken[name]) for name, cls in _CHOICES.items() if name in taken}
    dashboard = Dashboard(path=path, revision=revision, **taken)
    return ParsedDashboard(dashboard, (*_in_order(problems), *remarks_on(dashboard)))


_CHOICES: Final[Mapping[str, type[StrEnum]]] = {"status": Status, "silence": Silence}


def _from_properties(properties: Mapping[str, object], problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, typed in properties.items():
        row = meant_by(name)
        if row is not None:
            _take(row, typed, values, problems)
        elif (problem := misspelt(name)) is not None:
            problems.append(problem)
    return values


def _from_body(body: str, problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, found in sections_in(body).items():
        _take(BY_NAME[name], found.value, values, problems)
        if found.offers > 1:
            advice = f"{found.offers} are offered and the first counts; keep the one you want"
            problems.append(Problem(advice, name, severity=Severity.WARNING))
    return values


def _take(row: Field, typed: object, values: dict[str, Value], problems: list[Problem]) -> None:
    """Keep what was typed for a field; of an empty or unusable value nothing is kept."""
    if typed is None or typed in ("", ()):
        return
    value, complaints = read_value(row, typed)
    problems.extend(complaints)
    if value is not None and value not in ("", ()):
        values.setdefault(row.name, value)


def _in_order(problems: list[Problem]) -> list[Problem]:
    order = [Severity.ERROR, Severity.WARNING, Severity.REMARK]
    place = {row.name: number for number, row in enumerate(FIELDS)}
    return sorted(problems, key=lambda p: (order.index(p.severity), place.get(p.field, len(place))))


_GOALS: Final = range(3, 6)
_SENTENCES: Final = range(3)
_HASHTAGS: Final = range(2, 5)
"""The streamer's wishes; an empty field is no offence."""


def remarks_on(dashboard: Dashboard) -> tuple[Problem, ...]:
    """Return what can be said about a dashboard by counting; the court's remarks come elsewhere."""
    remarks = []
    if not dashboard.theme:
        advice = "there is no theme yet; write a content_angle, or at least a stream_title"
        remarks.append(Problem(advice, "content_angle", severity=Severity.WARNING))
    goals = len(dashboard.session_goals)
    if goals and goals not in _GOALS:
        remarks.append(_remark("session_goals", f"3 to 5 carry an evening best; there {_is(goals)} {goals}"))
    sentences = len(re.findall(r"(?<![.!?…])[.!?…]++(?=[\s\"”»)]|$)", dashboard.go_live_notification))
    if sentences not in _SENTENCES:
        remarks.append(
            _remark("go_live_notification", f"one or two sentences are enough; there are {sentences}")
        )
    tags = len(re.findall(r"(?<![\w#&])#\w*[^\W\d_]\w*", dashboard.social_post))
    if dashboard.social_post and tags not in _HASHTAGS:
        remarks.append(_remark("social_post", f"2 to 4 hashtags help it travel; there {_is(tags)} {tags}"))
    return tuple(remarks)


def _remark(field: str, message: str) -> Problem:
    return Problem(message, field, severity=Severity.REMARK)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def changes_between(before: Dashboard | None, after: Dashboard) -> tuple[str, ...]:
    """Return what changed, one plain sentence a field, as a receipt says it.

    Of an evening's first dashboard (``before`` is ``None``) only the outline is told.
    """
    if before is None:
        return first_receipt(_values(after), theme=after.theme)
    return receipt(_values(before), _values(after), themes=(before.theme, after.theme))


def _values(dashboard: Dashboard) -> dict[str, Value]:
    return {row.name: getattr(dashboard, row.name) for row in FIELDS}


def jottings_in(body: str) -> tuple[str, ...]:
    """Return the lines under ``## During the stream``, list marks and blank lines removed."""
    lines = lines_under(without_comments(body), DURING_THE_STREAM)
    return tuple(text for line in lines if (text := without_mark(line)) and not text.startswith("![["))
