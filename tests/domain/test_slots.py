"""A value that is filled quickly is the same value."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from inspect import signature

import pytest

from chronicler.domain.slots import filled_quickly, follows_from


@dataclass(frozen=True, slots=True)
class Plain:
    """A value as the standard library makes it."""

    name: str
    count: int = 3
    words: tuple[str, ...] = ()


@filled_quickly
@dataclass(frozen=True, slots=True)
class Quick:
    """The same value, filled through its slots."""

    name: str
    count: int = 3
    words: tuple[str, ...] = ()


def test_it_takes_what_the_other_takes() -> None:
    for made in (Quick("a"), Quick(name="a", count=3), Quick("a", 3, ())):
        assert (made.name, made.count, made.words) == ("a", 3, ())
    assert str(signature(Plain)) == str(signature(Quick))
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Quick()  # type: ignore[call-arg]


def test_it_stays_frozen_equal_and_copyable() -> None:
    one = Quick("a", words=("b",))
    with pytest.raises(FrozenInstanceError):
        one.name = "c"  # type: ignore[misc]
    assert replace(one, count=4) == Quick("a", 4, ("b",))
    assert hash(one) == hash(Quick("a", words=("b",)))
    assert one == pickle.loads(pickle.dumps(one))  # noqa: S301 -- our own bytes
    assert repr(one) == "Quick(name='a', count=3, words=('b',))"


@dataclass(frozen=True, slots=True)
class Made:
    """A value with a field that is made anew each time."""

    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Slotless:
    """A value without slots."""

    name: str = ""


@pytest.mark.parametrize(("cls", "why"), [(Made, "made anew each time"), (Slotless, "has no slots")])
def test_what_cannot_be_filled_so_is_refused(cls: type, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        filled_quickly(cls)


@filled_quickly
@dataclass(frozen=True, slots=True)
class Longer(Quick):
    """A value with a field of its base's, and one that follows from others."""

    extra: int = 0
    total: int = field(init=False, repr=False, compare=False, metadata=follows_from("count + extra"))


def test_what_follows_from_other_fields_is_worked_out_and_never_given() -> None:
    one = Longer("a", 2, extra=3)
    assert (one.total, replace(one, count=4).total) == (5, 7)
    assert one == pickle.loads(pickle.dumps(one))  # noqa: S301 -- our own bytes
    assert repr(one) == "Longer(name='a', count=2, words=(), extra=3)"
    with pytest.raises(TypeError, match="unexpected keyword argument 'total'"):
        Longer("a", total=9)  # type: ignore[call-arg]
