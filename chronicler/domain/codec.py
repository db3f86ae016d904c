"""Events to plain mappings and back, without loss.

Decides how a value is spelled in JSON (snake-case type names, UTC times ending in ``Z``,
defaults left out) and refuses what is no such spelling; leaves lines, files and
durability to ``archive.journal.writing``.
"""

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache, lru_cache, partial
from typing import Any, Final

from chronicler.domain import actions, events
from chronicler.domain.slots import is_given

Plain = dict[str, Any]
Convert = Callable[[Any], Any]
_MOST_READERS: Final = 512
"""For so many choices of a record's fields a reader is kept; a stream has a dozen."""


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _types_of(union: object) -> dict[str, type]:
    return {_snake(t.__name__): t for t in typing.get_args(union)}


INPUT_TYPES: Final = _types_of(events.Input)
DERIVED_TYPES: Final = _types_of(events.Derived)
EVENT_TYPES: Final = INPUT_TYPES | DERIVED_TYPES
ACTION_TYPES: Final = _types_of(actions.Action)
_NAMES: Final = {t: name for name, t in (EVENT_TYPES | ACTION_TYPES).items()}


def type_name(value: object) -> str:
    """Return the snake-case name of an event or action, as it stands in the journal."""
    return name_of(type(value))


def name_of(event_type: type) -> str:
    """Return the snake-case name of a type of event or action."""
    return _NAMES[event_type]


def is_input(event: events.Event) -> bool:
    """Return whether the event came from outside rather than being decided here."""
    return type_name(event) in INPUT_TYPES


def spelling(cls: type) -> Convert:
    """Return what :func:`to_plain` does to values of one type, but that times stay times, in UTC."""
    return _fields_out(cls, _in_utc)


def to_plain(value: Any) -> Plain:
    """Return the fields of an event, action or value as JSON types, defaults left out.

    Inside mappings, which people typed, whatever JSON cannot say is spelled as text.
    """
    cls: Any = type(value)
    plain: Plain = _fields_out(cls, utc_text)(value)
    return plain


def event_from_plain(name: str, data: Plain) -> events.Event:
    """Return the event of type ``name`` whose fields are ``data``, which is used up.

    Raises:
        ValueError: the type is unknown, or a field is missing, unknown or of the wrong form.
    """
    try:
        event: events.Event = _READERS[name](data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"no event of type {name!r} can be read from this line: {error}"
        raise ValueError(msg) from error
    return event


class _Readers(dict[str, Convert]):
    """What reads the events of each type, by its name; made when the first is read."""

    def __missing__(self, name: str) -> Convert:
        self[name] = read = _fields_in(EVENT_TYPES[name])
        return read


_READERS: Final = _Readers()


@lru_cache(maxsize=256)
def utc_text(at: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC, ending in ``Z``."""
    return _in_utc(at).isoformat()[: -len("+00:00")] + "Z"


def _in_utc(at: datetime) -> datetime:
    return at if at.tzinfo is UTC else at.astimezone(UTC)


# Outwards ----------------------------------------------------------------------------------


@cache
def _fields_out(cls: Any, spell_time: Convert) -> Convert:
    """Return what spells a record, written out field by field as ``dataclasses`` writes ``__init__``.

    A stream's every line goes through it; a loop over the fields takes four times as long.
    """
    known: dict[str, Any] = {}
    needed, optional = [], []
    for number, (field, hint) in enumerate(_hinted(cls)):
        known[f"spell{number}"] = convert = _out(hint, spell_time)
        spelled = f"None if item is None else spell{number}(item)" if convert else "item"
        if (default := _default_of(field)) is dataclasses.MISSING:
            needed += [f"    item = value.{field.name}", f"    plain[{field.name!r}] = {spelled}"]
            continue
        known[f"default{number}"] = default
        optional += [
            f"    item = value.{field.name}",
            f"    if item is not default{number} and item != default{number}:",
            f"        plain[{field.name!r}] = {spelled}",
        ]
    lines = ["def encode(value):", "    plain = {}", *needed, *optional, "    return plain"]
    exec("\n".join(lines), known)  # noqa: S102 - nothing but the names of our own fields goes in
    encode: Convert = known["encode"]
    return encode


def _out(hint: Any, spell_time: Convert) -> Convert | None:
    hint, _ = _without_none(hint)
    if hint is datetime:
        return spell_time
    if hint == actions.Action:
        return partial(_action_out, spell_time)
    if _is_enum(hint):
        return lambda item: item.value
    if _is_record(hint):
        return _fields_out(hint, spell_time)
    if typing.get_origin(hint) is tuple:
        inner = _out(typing.get_args(hint)[0], spell_time)
        return (lambda items: [inner(i) for i in items]) if inner else list
    if typing.get_origin(hint) is Mapping:
        return _typed_out
    return None


def _action_out(spell_time: Convert, action: Any) -> Plain:
    cls: Any = type(action)
    return {"type": type_name(action), **_fields_out(cls, spell_time)(action)}


def _typed_out(item: Any) -> Any:
    """Return something a person typed, as JSON can say it."""
    if isinstance(item, Mapping):
        return {str(key): _typed_out(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [_typed_out(value) for value in item]
    if item is None or isinstance(item, str | int) or (isinstance(item, float) and math.isfinite(item)):
        return item
    return str(item)


# Inwards -----------------------------------------------------------------------------------


@cache
def _fields_in(cls: Any) -> Convert:
    """Return what reads a record; which fields are given hardly varies, and each choice has its reader."""
    known: Final = {f.name: hint for f, hint in _hinted(cls)}
    readers: Final[dict[tuple[str, ...], Convert]] = {}

    def decode(data: Plain) -> Any:
        names = tuple(data)
        if (read := readers.get(names)) is None:
            read = _reader(cls, {name: known[name] for name in names})
            if len(readers) < _MOST_READERS:
                readers[names] = read
        return read(data.values())

    return decode


def _reader(cls: Any, given: Mapping[str, Any]) -> Convert:
    """Return what reads a record from the values of just these fields, in their order, written out.

    Most are of a type that JSON has, and are taken as they are. They go by their place, which
    is quicker than by name; those left out between them go as their defaults.
    """
    known: dict[str, Any] = {"cls": cls}
    taken: dict[str, str] = {}
    for number, (name, hint) in enumerate(given.items()):
        known[f"read{number}"] = _in(hint)
        taken[name] = f"read{number}(item{number})"
        if as_is := _spelled_as_is(hint):
            taken[name] = f"item{number} if type(item{number}) is {as_is.__name__} else {taken[name]}"
    filled: list[str] = []
    for number, (field, _) in enumerate(_hinted(cls)):
        if taken and field.name not in taken and field.default is not dataclasses.MISSING:
            known[f"default{number}"] = field.default
            taken[field.name] = f"default{number}"
        if field.name not in taken:
            break
        filled.append(taken.pop(field.name))
    filled += [f"{name}={read}" for name, read in taken.items()]
    items = ", ".join(f"item{number}" for number in range(len(given)))
    exec(f"def read(values):\n    [{items}] = values\n    return cls({', '.join(filled)})", known)  # noqa: S102 - nothing but the names of our own fields goes in
    read: Convert = known["read"]
    return read


def _spelled_as_is(hint: Any) -> type | None:
    """Return the JSON type whose values are taken as they are: most fields are plain text."""
    hint, _ = _without_none(hint)
    return hint if hint in (str, int, float, bool) else None


def _in(hint: Any) -> Convert:
    hint, is_optional = _without_none(hint)
    convert = _in_present(hint)
    return (lambda item: None if item is None else convert(item)) if is_optional else convert


def _in_present(hint: Any) -> Convert:
    if hint is datetime:
        return _time_in
    if hint == actions.Action:
        return _action_in
    if _is_record(hint):
        return _fields_in(hint)
    if typing.get_origin(hint) is tuple:
        return partial(_tuple_in, _spelled_as_is(typing.get_args(hint)[0]), _in(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is Mapping:
        return lambda data: {key: _typed_in(item) for key, item in data.items()}
    return _enum_in(hint) if _is_enum(hint) else _plain_in(hint)


def _enum_in(hint: type[Enum]) -> Convert:
    return hint


def _plain_in(hint: type) -> Convert:
    """Return a check that JSON holds the type; it writes whole floats without a point."""
    fits = (float, int) if hint is float else (hint,)

    def check(item: Any) -> Any:
        if type(item) in fits:
            return item
        msg = f"{str(item)[:40]!r} is no {hint.__name__}"
        raise TypeError(msg)

    return check


def _tuple_in(as_is: type | None, convert: Convert, items: Any) -> tuple[Any, ...]:
    if not isinstance(items, list):
        msg = f"{str(items)[:40]!r} is no list"
        raise TypeError(msg)
    return tuple([item if type(item) is as_is else convert(item) for item in items])


@lru_cache(maxsize=256)
def _time_in(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        msg = f"{text} names no time zone"
        raise ValueError(msg)
    return at


def _typed_in(item: Any) -> Any:
    return tuple(item) if isinstance(item, list) else item


def _action_in(data: Mapping[str, Any]) -> Any:
    fields = dict(data)
    return _fields_in(ACTION_TYPES[fields.pop("type")])(fields)


# Shared ------------------------------------------------------------------------------------


def _is_record(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


@cache
def _hinted(cls: type) -> list[tuple[dataclasses.Field[Any], Any]]:
    hints = typing.get_type_hints(cls)
    return [(f, hints[f.name]) for f in dataclasses.fields(cls) if is_given(f)]


def _default_of(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Return the hint without its ``None``, and whether it had one."""
    if hint == actions.Action or not isinstance(hint, types.UnionType):
        return hint, False
    members = [a for a in typing.get_args(hint) if a is not type(None)]
    return (members[0], True) if len(members) == 1 else (hint, False)
