"""The dashboard's fields in one table, and how a typed value is read into each.

Decides what a field is called (property, heading, receipt), which kind of value it takes
and what to say when the value does not fit; leaves finding sections in a note's body to
``dashboard_sections`` and the whole dashboard to ``dashboard``.
"""

import datetime as dt
import difflib
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chronicler.domain.problem import Problem, Severity

Kind = Literal["text", "lines", "list", "links", "time", "date", "switch", "choice"]
Typed = object
Value = str | bool | tuple[str, ...] | dt.time | dt.date | None


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table."""

    name: str
    kind: Kind
    label: str
    """What a receipt calls it."""
    headings: tuple[str, ...] = ()
    """Names under which it may stand in the body, besides its own; lower case, no marks."""
    choices: tuple[str, ...] = ()
    in_body: bool = True


FIELDS: Final[tuple[Field, ...]] = (
    Field("stream_title", "text", "stream title", ("title", "title of the stream", "twitch title")),
    Field("game", "text", "game", ("game title", "category", "playing")),
    Field("mood", "text", "mood", ("mood or energy", "mood and energy", "energy", "energy level")),
    Field(
        "content_angle",
        "text",
        "content angle",
        ("angle", "one content angle", "theme", "stream theme", "lens", "tonights theme", "tonights angle"),
    ),
    Field(
        "session_goals",
        "list",
        "session goals",
        ("goals", "stream goals", "goals for tonight", "tonights goals"),
    ),
    Field(
        "topics", "list", "topics", ("topic", "talking points", "conversation topics", "discussion topics")
    ),
    Field(
        "kindling",
        "list",
        "kindling",
        ("kindling lines", "lines for quiet moments", "for quiet moments", "quiet moments"),
    ),
    Field("familiarity", "text", "familiarity", ("familiarity with the game",)),
    Field("recent_experience", "text", "recent experience", ("recent experiences", "recently")),
    Field("start_time", "time", "start time", ("start", "starts at", "going live at")),
    Field(
        "go_live_notification",
        "lines",
        "go-live notification",
        ("go live", "go live text", "going live notification", "live notification", "notification"),
    ),
    Field(
        "social_post",
        "lines",
        "social post",
        (
            "announcement",
            "announcement post",
            "social",
            "social media post",
            "twitter post",
            "x post",
            "x twitter post",
            "twitter x post",
            "bluesky post",
            "mastodon post",
            "tweet",
            "post",
        ),
    ),
    Field("status", "choice", "status", choices=("draft", "approved"), in_body=False),
    Field("silence", "choice", "silence", choices=("natural", "contemplative")),
    Field("hearthkeeper", "switch", "Hearthkeeper"),
    Field("context", "links", "context", ("context notes", "linked notes")),
    Field("date", "date", "date", in_body=False),
)
"""In the order of the dashboard. ``status`` and ``date`` count as properties only: a text
that a model wrote must not be able to approve itself."""
BY_NAME: Final = {row.name: row for row in FIELDS}


def folded(name: str) -> str:
    """Return a property's or heading's name as it is compared: lower case, words only."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("'", "").replace("’", "")
    closed = (
        plain.rfind(")") + 1
    )  # a bracket beyond it is never closed: to look for its end each time is slow
    plain = re.sub(r"\([^)]*\)", " ", plain[:closed]) + plain[closed:]
    return " ".join(re.findall(r"[^\W_]+", plain))


BY_HEADING: Final = {
    heading: row for row in FIELDS for heading in (folded(row.name), *row.headings) if row.in_body
}
_ELSEWHERE: Final = frozenset(
    {"title", "tags", "aliases", "cssclasses", "created", "modified", "post", "start"}
)
"""Names in common use in vaults for other things: never taken for a misspelt field."""


def meant_by(name: str) -> Field | None:
    """Return the field whose property is called ``name`` but for case, blanks and dashes."""
    return BY_NAME.get(folded(name).replace(" ", "_"))


def misspelt(name: str) -> Problem | None:
    """Return a Problem where a property of another name looks meant as a field."""
    plain = folded(name)
    if plain in _ELSEWHERE or not plain:
        return None
    row = BY_HEADING.get(plain)
    if row is None:
        spellings = {folded(field.name): field for field in FIELDS}
        close = difflib.get_close_matches(plain, spellings, n=1, cutoff=0.8)
        row = spellings[close[0]] if close else None
    if row is None:
        return None
    return Problem(
        f"the dashboard has no such property; did you mean {row.name}?", name, severity=Severity.WARNING
    )


# Reading values ----------------------------------------------------------------------------


def read_value(row: Field, typed: Typed) -> tuple[Value, tuple[Problem, ...]]:
    """Return the value that was typed for a field, empty where it cannot be used."""
    match row.kind:
        case "text" | "lines":
            return _text(row, typed)
        case "list":
            return _list(row, typed)
        case "links":
            return tuple(name for item in _items(typed) for name in _links(item)), ()
        case "time":
            return _or_problem(read_time(_one(typed)), row, "write a time like 19:30 or 7:30 pm", typed)
        case "date":
            return _or_problem(read_date(_one(typed)), row, "write a date like 2026-03-06", typed)
        case "switch":
            return _or_problem(_switch(typed), row, "write true or false", typed)
        case "choice":
            return _choice(row, typed)


def _or_problem(value: Value, row: Field, advice: str, typed: Typed) -> tuple[Value, tuple[Problem, ...]]:
    return (
        (value, ()) if value is not None else (None, (Problem(f"{advice}, not {_shown(typed)}", row.name),))
    )


def _text(row: Field, typed: Typed) -> tuple[Value, tuple[Problem, ...]]:
    items = _items(typed)
    text = ("\n" if row.kind == "lines" else ", ").join(items)
    return (text if row.kind == "lines" else one_line(text)), ()


def _list(row: Field, typed: Typed) -> tuple[Value, tuple[Problem, ...]]:
    items = tuple(one_line(line) for item in _items(typed) for line in item.split("\n") if line.strip())
    if isinstance(typed, str) and len(items) == 1 and row.name == "topics" and "," in items[0]:
        advice = "this counts as one topic; for several, write one a line with a dash in front"
        return items, (Problem(advice, row.name, severity=Severity.REMARK),)
    return items, ()


def _items(typed: Typed) -> tuple[str, ...]:
    many: Iterable[object] = typed if isinstance(typed, list | tuple) else (typed,)
    return tuple(text for item in many if (text := plain_text(item)))


def plain_text(typed: Typed) -> str:
    """Return a typed value as plain text: links by their shown name, no control characters."""
    if typed is None:
        return ""
    text = str(typed).lower() if isinstance(typed, bool) else str(typed)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def without_links(text: str) -> str:
    """Return text with wikilinks replaced by what Obsidian shows for them."""
    return re.sub(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]", lambda m: m[2] or m[1], text)


def one_line(text: str) -> str:
    """Return text on one line, single-spaced, wikilinks by their shown name."""
    return " ".join(without_links(text).split())


def _links(item: str) -> Sequence[str]:
    inside = re.findall(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]", item)
    names = inside or ([] if "[[" in item else item.split("\n"))
    return [" ".join(name.split()).removesuffix(".md") for name in names if name.strip()]


def _one(typed: Typed) -> str:
    return " ".join(" ".join(_items(typed)).split())


_CLOCK: Final = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ])?(\d{1,2})(?:[:.h](\d\d))?(?::\d\d)?\s*([ap])?\.?(?:m\.?)?(?:\s*o.?clock)?",
    re.IGNORECASE,
)


def read_time(text: str) -> dt.time | None:
    """Return a time of day typed as ``19:30``, ``7:30 pm``, ``7pm``, ``19.30`` or ``19h30``."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and hour in range(1, 13):
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        return None
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None


def read_date(text: str) -> dt.date | None:
    """Return the date at the start of ``text``, ISO with or without dashes."""
    match = re.match(r"\[*(\d{4})-?(\d\d)-?(\d\d)(?!\d)", text.strip(), re.ASCII)
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _switch(typed: Typed) -> bool | None:
    word = folded(_one(typed))
    return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(word)


def _choice(row: Field, typed: Typed) -> tuple[Value, tuple[Problem, ...]]:
    word = folded(_one(typed))
    if word in row.choices:
        return word, ()
    wanted = " or ".join(row.choices)
    close = difflib.get_close_matches(word, row.choices, n=1, cutoff=0.6)
    guess = f"; did you mean {close[0]}?" if close else ""
    return None, (Problem(f"write {wanted}, not {_shown(typed)}{guess}", row.name),)


def _shown(typed: Typed) -> str:
    return f"«{textwrap.shorten(_one(typed), 60, placeholder=' …')}»"
