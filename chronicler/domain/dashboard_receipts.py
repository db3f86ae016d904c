"""What changed between two dashboards, in the words of a receipt.

Decides one plain sentence a field; leaves when a change takes effect to ``agent`` and
where the receipt stands to ``notes``.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from chronicler.domain.dashboard_fields import FIELDS, Field, Value

_LONGEST: Final = 90
"""Characters of a value that a receipt still shows; longer ones are only named."""
_SINGULAR: Final = {
    "session_goals": "goal",
    "topics": "topic",
    "kindling": "kindling line",
    "context": "context note",
}
_PLURAL: Final = {
    "session_goals": "goals",
    "topics": "topics",
    "kindling": "kindling lines",
    "context": "context notes",
}


def receipt(
    before: Mapping[str, Value], after: Mapping[str, Value], *, themes: tuple[str, str]
) -> tuple[str, ...]:
    """Return one or more sentences a changed field, the theme first, in the dashboard's order.

    ``themes`` are the themes of both; the field a theme comes from is not named twice.
    """
    sentences = [f"theme: {_quoted(themes[0])} → {_quoted(themes[1])}"] if themes[0] != themes[1] else []
    if themes[0] != themes[1] and not themes[0]:
        sentences = [f"theme: {_quoted(themes[1])}"]
    for row in FIELDS:
        old, new = before[row.name], after[row.name]
        is_told = row.name in ("stream_title", "content_angle") and (old or "", new or "") == themes
        if old != new and not is_told:
            sentences.extend(_sentences(row, old, new))
    return tuple(sentences)


def first_receipt(after: Mapping[str, Value], *, theme: str) -> tuple[str, ...]:
    """Return what the evening's first dashboard brings, in short: the streamer has just written it."""
    told = [f"theme: {_quoted(theme)}"] if theme else ["no theme yet"]
    told += [
        f"{row.label}: {_quoted(after[row.name])}"
        for row in FIELDS
        if row.name in ("stream_title", "game", "mood") and after[row.name] and after[row.name] != theme
    ]
    counted = [
        f"{len(items)} {(_SINGULAR if len(items) == 1 else _PLURAL)[row.name]}"
        for row in FIELDS
        if row.name in _PLURAL and isinstance(items := after[row.name], tuple) and items
    ]
    if counted:
        told.append(", ".join(counted))
    if after["silence"] == "contemplative":
        told.append("silence is contemplative: the Hearthkeeper stays silent")
    if after["hearthkeeper"] is False:
        told.append("Hearthkeeper switched off for tonight")
    return tuple(told)


def _sentences(row: Field, old: Value, new: Value) -> list[str]:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _of_list(row, old, new)
    match row.name:
        case "status":
            return ["approved" if new == "approved" else "back to a draft"]
        case "hearthkeeper":
            return [f"Hearthkeeper switched {'on' if new else 'off'} for tonight"]
        case "silence":
            return [f"silence is {new} now"]
    if row.kind == "lines" or max(len(_plain(old)), len(_plain(new))) > _LONGEST:
        return [f"{row.label} {'removed' if not new else 'rewritten' if old else 'added'}"]
    return [
        f"{row.label}: {_quoted(old)} → {_quoted(new)}" if _plain(old) else f"{row.label}: {_quoted(new)}"
    ]


def _of_list(row: Field, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    added, removed = _beyond(new, old), _beyond(old, new)
    told = [_counted(row, items, verb) for items, verb in ((added, "added"), (removed, "removed")) if items]
    return told or [f"{_PLURAL[row.name]} in a new order"]


def _beyond(many: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """Return the items of ``many`` that ``others`` have not, counting repeats, in order."""
    left = list(others)
    beyond = []
    for item in many:
        if item in left:
            left.remove(item)
        else:
            beyond.append(item)
    return beyond


def _counted(row: Field, items: list[str], verb: str) -> str:
    name = (_SINGULAR if len(items) == 1 else _PLURAL)[row.name]
    if row.name == "kindling":
        return f"{len(items)} {name} {verb}"  # words for a quiet moment lose by being read twice
    return f"{len(items)} {name} {verb}: {'; '.join(_short(item) for item in items)}"


def _quoted(value: Value) -> str:
    text = _plain(value)
    return f"«{_short(text)}»" if text else "none"


def _plain(value: Value) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
