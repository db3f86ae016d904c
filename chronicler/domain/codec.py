"""Events to plain mappings and back, without loss.

Decides how a value is spelled in JSON (snake-case type names, UTC times ending in ``Z``,
defaults left out); leaves lines, files and durability to ``archive.journal``.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Final

from chronicler.domain import actions, events

Plain = dict[str, Any]
Convert = Callable[[Any], Any]


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
    return _NAMES[type(value)]


def is_input(event: events.Event) -> bool:
    """Return whether the event came from outside rather than being decided here."""
    return type_name(event) in INPUT_TYPES


def to_plain(value: Any) -> Plain:
    """Return the fields of an event, action or value as JSON types, defaults left out."""
    return _fields_out(type(value))(value)  # type: ignore[no-any-return]


def event_from_plain(name: str, data: Mapping[str, Any]) -> events.Event:
    """Return the event of type ``name`` whose fields are ``data``.

    Raises:
        ValueError: the type is unknown, or a field is missing or of the wrong form.
    """
    try:
        event: events.Event = _fields_in(EVENT_TYPES[name])(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"no event of type {name!r} can be read from this line: {error}"
        raise ValueError(msg) from error
    return event


def utc_text(at: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC, ending in ``Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


# Outwards ----------------------------------------------------------------------------------


@cache
def _fields_out(cls: type) -> Convert:
    plan = [(f.name, _default_of(f), _out(hint)) for f, hint in _hinted(cls)]

    def encode(value: Any) -> Plain:
        plain: Plain = {}
        for name, default, convert in plan:
            item = getattr(value, name)
            if item != default:
                plain[name] = convert(item) if convert else item
        return plain

    return encode


def _out(hint: Any) -> Convert | None:
    hint = _without_none(hint)
    if hint is datetime:
        return utc_text_or_none
    if hint == actions.Action:
        return lambda action: {"type": type_name(action), **to_plain(action)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda item: item.value
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _fields_out(hint)
    if typing.get_origin(hint) is tuple:
        inner = _out(typing.get_args(hint)[0])
        return (lambda items: [inner(i) for i in items]) if inner else list
    if typing.get_origin(hint) is Mapping:
        return lambda mapping: {k: list(v) if isinstance(v, tuple) else v for k, v in mapping.items()}
    return None


def utc_text_or_none(at: datetime | None) -> str | None:
    """Return :func:`utc_text` of a time, ``None`` of none."""
    return None if at is None else utc_text(at)


# Inwards -----------------------------------------------------------------------------------


@cache
def _fields_in(cls: type) -> Convert:
    plan = {f.name: _in(hint) for f, hint in _hinted(cls)}

    def decode(data: Mapping[str, Any]) -> Any:
        return cls(**{k: (c(v) if (c := plan[k]) and v is not None else v) for k, v in data.items()})

    return decode


def _in(hint: Any) -> Convert | None:
    hint = _without_none(hint)
    if hint is datetime:
        return datetime.fromisoformat
    if hint == actions.Action:
        return _action_in
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _fields_in(hint)
    if typing.get_origin(hint) is tuple:
        inner = _in(typing.get_args(hint)[0])
        return (lambda items: tuple(inner(i) for i in items)) if inner else tuple
    if typing.get_origin(hint) is Mapping:
        return lambda data: {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return None


def _action_in(data: Mapping[str, Any]) -> Any:
    fields = dict(data)
    return _fields_in(ACTION_TYPES[fields.pop("type")])(fields)


# Shared ------------------------------------------------------------------------------------


def _hinted(cls: type) -> list[tuple[dataclasses.Field[Any], Any]]:
    hints = typing.get_type_hints(cls)
    return [(f, hints[f.name]) for f in dataclasses.fields(cls)]


def _default_of(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


def _without_none(hint: Any) -> Any:
    if hint == actions.Action or not isinstance(hint, types.UnionType):
        return hint
    members = [a for a in typing.get_args(hint) if a is not type(None)]
    return members[0] if len(members) == 1 else hint
