"""Whether an answer fits the JSON schema it was asked for.

Decides by the few keywords this project's schemas use; an unknown keyword is a fault of
ours and raises. Leaves asking again to whoever asked. Servers are told the schema too, but
only some of them hold a model to it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from chronicler.domain.late_pattern import LatePattern
from chronicler.errors import ModelError
from chronicler.ports import Completion

Schema = Mapping[str, Any]


class Unfit(ModelError):  # noqa: N818 - told as it stands
    """The model answered, but not as it was asked to; what that cost stands beside it."""

    def __init__(
        self,
        message: str,
        answer: Completion | None = None,
        value: Mapping[str, object] | None = None,
    ) -> None:
        """Say what is wrong with the answer, and keep what it cost and the object it did spell."""
        super().__init__(message)
        self.answer = answer
        self.value = value


_FENCED: Final = LatePattern(r"\s*```\w*\s*\n(.*?)\n\s*```\s*", re.DOTALL)
"""An answer within a block of code, as models give that are held to no schema."""
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
_KNOWN: Final = frozenset(
    {"type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems"}
    | {"minLength", "maxLength", "enum", "description", "title"}
)


def parse_object(text: str, schema: Schema) -> Mapping[str, object]:
    """Return the object that ``text`` spells in JSON and that fits ``schema``.

    Raises:
        Unfit: it is no JSON, no object, or does not fit.
    """
    if not text.strip():
        raise Unfit("the model answered nothing at all; try another model")
    fenced = _FENCED.fullmatch(text)
    try:
        value = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError) as error:
        raise Unfit(
            "the model wrote freely instead of filling in the form it was given; try another model"
        ) from error
    wrong = violations(value, schema)
    if wrong or not isinstance(value, dict):
        reason = wrong[0].removeprefix("answer.") if wrong else "it is no object"
        raise Unfit(
            f"the model did not fill in the form as asked ({reason}); try another model",
            value=value if isinstance(value, dict) else None,
        )
    return value


def violations(value: object, schema: Schema, place: str = "answer") -> tuple[str, ...]:
    """Return what keeps ``value`` from fitting ``schema``, one sentence each.

    Raises:
        ValueError: the schema uses a keyword this check does not know.
    """
    if unknown := schema.keys() - _KNOWN:
        raise ValueError(f"schema keyword not checked here: {', '.join(sorted(unknown))}")
    kind = schema.get("type")
    if kind is not None and not _is_of(value, kind):
        return (f"{place} is no {kind}",)
    if "enum" in schema and value not in schema["enum"]:
        return (f"{place} is none of {', '.join(map(str, schema['enum']))}",)
    if isinstance(value, dict):
        return _object_violations(value, schema, place)
    if isinstance(value, list):
        return _array_violations(value, schema, place)
    if isinstance(value, str):
        return _size_violations(len(value), schema, "Length", f"{place} has the wrong length")
    return ()


def _is_of(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _object_violations(value: dict[str, object], schema: Schema, place: str) -> tuple[str, ...]:
    fields: Mapping[str, Schema] = schema.get("properties", {})
    missing = [f"{place} lacks {name}" for name in schema.get("required", ()) if name not in value]
    extra = [] if schema.get("additionalProperties", True) else [n for n in value if n not in fields]
    inner = [
        wrong for name, part in fields.items() if name in value
        for wrong in violations(value[name], part, f"{place}.{name}")
    ]  # fmt: skip
    return (*missing, *(f"{place} has {name}, which was not asked for" for name in extra), *inner)


def _array_violations(value: list[object], schema: Schema, place: str) -> tuple[str, ...]:
    wrong = _size_violations(len(value), schema, "Items", f"{place} has {len(value)} entries")
    part = schema.get("items", {})
    return (*wrong, *(w for i, item in enumerate(value) for w in violations(item, part, f"{place}[{i}]")))


def _size_violations(size: int, schema: Schema, noun: str, words: str) -> tuple[str, ...]:
    low, high = schema.get(f"min{noun}", 0), schema.get(f"max{noun}", size)
    return () if low <= size <= high else (f"{words}, not {low} to {high}",)
