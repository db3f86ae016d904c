"""A dashboard in a text that somebody pasted: another model's answer, with chatter around it.

Decides where in the text fields may stand (JSON, properties as YAML, Markdown with headings
or labels, in code fences or not) and which of several counts: JSON, then YAML, then Markdown,
and of each the last. Leaves what a model says beside its answer to ``model_talk``.
Leaves reading a value to ``domain.dashboard_fields``, sections to ``dashboard_sections``, and
what is made of it to the caller. Never raises.
"""

import datetime as dt
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chronicler.domain.dashboard_fields import BY_HEADING, BY_NAME, Field, folded, meant_by, read_value
from chronicler.domain.dashboard_sections import all_sections_in
from chronicler.domain.problem import Problem, Severity
from chronicler.domain.thinking import without_thinking
from chronicler.vault.model_talk import trimmed
from chronicler.vault.yaml12 import read_block

Text = str | tuple[str, ...]
_OPENS: Final = re.compile(r"[ \t]*(`{3,}(?!`)|~{3,}(?!~))[^`]*")
_CLOSES: Final = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*")
_PROPERTIES: Final = re.compile(r"^---[ \t]*\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_MOST_OBJECTS: Final = 20
_FEWEST: Final = 2
"""Known names that make a block of ``name: value`` lines properties and no sentence."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CHATTER: Final = re.compile(
    r"(?:\W*)(?:let me know|would you like|do you want|want me to|shall i|should i|i hope|hope this|feel free"
    r"|if you(?:'d| would| want| need| like)|happy to|good luck|enjoy (?:your|the)|have a |just say"
    r"|i can also|this (?:draft|dashboard|version)|these (?:goals|lines|options))",
    re.IGNORECASE,
)
"""How a model takes its leave below its answer."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a text, by property name."""

    fields: Mapping[str, Text]
    problems: tuple[Problem, ...] = ()


def read_pasted(text: str, wanted: Collection[str]) -> Pasted:
    """Return the ``wanted`` fields that a text holds, in the order of the dashboard."""
    plain = _CONTROL.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    plain = without_thinking(plain)
    typed: dict[str, object] = {}
    problems: list[Problem] = []
    for kind in (_in_json(plain), _in_yaml(plain), _in_markdown(plain)):
        given: dict[str, list[object]] = {}
        for name, value in ((name, value) for found in kind for name, value in found.items()):
            if name in wanted and not _is_empty(value):
                given.setdefault(name, []).append(value)
        for name in (name for name in given if name not in typed):
            typed[name] = given[name][-1]
            problems.extend(_several(name, given[name]))
    values: dict[str, Text] = {}
    for row in (row for row in BY_NAME.values() if row.name in typed):
        value, complaints = read_value(row, _one_offer(row, trimmed(row, typed[row.name]), problems))
        problems.extend(complaints)
        if isinstance(value, dt.time):
            values[row.name] = f"{value:%H:%M}"
        elif isinstance(value, str | tuple) and value:
            values[row.name] = value
    return Pasted(values, tuple(problems))


def _several(name: str, given: list[object]) -> Iterator[Problem]:
    if any(each != given[-1] for each in given):
        yield Problem(f"it is given {len(given)} times; the last one counts", name, severity=Severity.REMARK)


def _in_json(text: str) -> Iterator[dict[str, object]]:
    decoder, at = json.JSONDecoder(), -1
    for _ in range(_MOST_OBJECTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        yield from _named(value)
        at = end - 1


def _named(value: object) -> Iterator[dict[str, object]]:
    """Yield the fields of an object, else of the objects right inside it."""
    if not isinstance(value, dict):
        return
    if found := _fields(value):
        yield found
    else:
        yield from (
            found for inner in value.values() if isinstance(inner, dict) and (found := _fields(inner))
        )


def _in_yaml(text: str) -> Iterator[dict[str, object]]:
    blocks = [match[1] for match in _PROPERTIES.finditer(text)]
    blocks += _fenced(text)
    yield from (found for block in blocks if len(found := _properties(block)) >= _FEWEST)


def _fenced(text: str) -> Iterator[str]:
    """Yield what stands in each code block; one that is never closed is none."""
    lines = text.split("\n")
    closing: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if found := _CLOSES.fullmatch(line):
            closing.setdefault(found[1], []).append(number)
    number = 0
    while number < len(lines):
        opened = _OPENS.fullmatch(lines[number])
        ends = closing.get(opened[1], []) if opened else []
        place = bisect_right(ends, number)
        if place < len(ends):
            yield "".join(f"{line}\n" for line in lines[number + 1 : ends[place]])
            number = ends[place]
        number += 1


def _properties(block: str) -> dict[str, object]:
    return _fields(read_block(block.strip("-\n") + "\n", 1).values)


def _in_markdown(text: str) -> Iterator[dict[str, object]]:
    without = _PROPERTIES.sub(lambda match: "" if len(_properties(match[1])) >= _FEWEST else match[0], text)
    paragraphs = re.split(r"\n[ \t]*\n", without.strip())
    while len(paragraphs) > 1 and (_CHATTER.match(paragraphs[-1]) or not paragraphs[-1].strip("-*_ \n")):
        paragraphs.pop()
    for name, found in all_sections_in("\n\n".join(paragraphs)):
        yield {name: found.value}


def _fields(values: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in values.items():
        row = meant_by(str(name)) or BY_HEADING.get(folded(str(name)))
        if row is not None and not _is_empty(value):
            found.setdefault(row.name, _flat(value))
    return found


def _flat(value: object) -> object:
    """Return texts for what may be grouped by kind, as goals are, or wrapped in objects."""
    if isinstance(value, Mapping):
        return tuple(text for inner in value.values() for text in _texts(inner))
    if isinstance(value, list | tuple):
        return tuple(
            text
            for inner in value
            for text in (_longest(inner) if isinstance(inner, Mapping) else _texts(inner))
        )
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(text for inner in value for text in _texts(inner))
    return () if _is_empty(value) or isinstance(value, Mapping) else (str(value),)


def _longest(value: Mapping[object, object]) -> tuple[str, ...]:
    return tuple(sorted((str(inner) for inner in value.values() if inner), key=len)[-1:])


def _one_offer(row: Field, typed: object, problems: list[Problem]) -> object:
    """Return the first of several values offered for a field that takes one."""
    if row.kind == "list" or not isinstance(typed, tuple):
        return typed
    if len(typed) > 1:
        advice = f"{len(typed)} are offered and the first counts"
        problems.append(Problem(advice, row.name, severity=Severity.REMARK))
    return typed[0] if typed else ""


def _is_empty(value: object) -> bool:
    return value is None or value in ("", (), [], {})
