"""A pattern that waits: nothing is compiled before its first use, and nothing else differs."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import chronicler.agent
import chronicler.analysis
from chronicler.domain.late_pattern import LatePattern, compile_all, uncompiled


def test_nothing_is_compiled_before_the_first_use() -> None:
    pattern = LatePattern("(")
    with pytest.raises(re.error):
        pattern.search("anything")
    used = LatePattern("a")
    assert "compiled" not in vars(used)
    assert used.search("a")
    assert used.compiled is used.compiled


def test_all_can_be_compiled_before_their_first_use() -> None:
    before, late = uncompiled(), LatePattern("lamp|harbour")
    assert uncompiled() == before + 1
    compile_all()
    assert "compiled" in vars(late)
    assert uncompiled() == 0


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    late, now, text = LatePattern("B+", re.IGNORECASE), re.compile("B+", re.IGNORECASE), "abbcbd"
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in now.finditer(text)]
    assert late.findall(text) == now.findall(text)
    assert late.sub("-", text) == now.sub("-", text)
    assert late.sub("-", text, count=1) == "a-cbd"
    assert late.split(text) == now.split(text)
    assert (bool(late.match(text)), bool(late.fullmatch("bb"))) == (False, True)


def _everywhere() -> Iterator[tuple[str, LatePattern]]:
    for package in (chronicler.agent, chronicler.analysis):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, LatePattern):
                    yield f"{module.name}.{name}", value


def test_every_pattern_of_the_package_compiles() -> None:
    found = dict(_everywhere())
    assert len(found) > 50
    for pattern in found.values():
        assert pattern.compiled.pattern == pattern.source
