"""Quicker construction of frozen values that a whole evening makes by the ten thousand.

Decides only how a frozen dataclass with slots is filled: through its slots' own setters,
bound once, instead of by a search for the attribute at every field. Nothing else about the
class changes; it takes less than half the time.
"""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def filled_quickly(cls: type[T]) -> type[T]:
    """Return the class, a frozen dataclass with slots, with a quicker ``__init__``.

    Raises:
        TypeError: a field has a default factory, or the class no slots.
    """
    names: dict[str, Any] = {}
    taken, set_one_by_one = [], []
    for field in fields(cls):  # type: ignore[arg-type]  # T is a dataclass, which no bound can say
        if field.default_factory is not MISSING or not hasattr(getattr(cls, field.name, None), "__set__"):
            raise TypeError(f"{cls.__name__}.{field.name} cannot be set through a slot")
        names[f"set_{field.name}"] = getattr(cls, field.name).__set__
        names[f"default_{field.name}"] = field.default
        default = "" if field.default is MISSING else f"=default_{field.name}"
        taken.append(f"{field.name}{default}")
        set_one_by_one.append(f"    set_{field.name}(self, {field.name})")
    lines = (f"def __init__(self, {', '.join(taken)}):", *set_one_by_one)
    exec("\n".join(lines), names)  # noqa: S102 -- made of field names alone, as dataclasses makes its own
    made = names["__init__"]
    made.__annotations__ = cls.__init__.__annotations__
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made  # type: ignore[method-assign]
    return cls
