"""What README promises about bad evenings is held by tests that are there."""

import ast
from pathlib import Path

import pytest

from tests.docs import README
from tests.trust.outcomes import OUTCOMES, Outcome, table

TESTS = Path(__file__).resolve().parent.parent


def defined_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda each: each.what)
def test_every_outcome_names_tests_that_are_there(outcome: Outcome) -> None:
    named = [named.partition("::") for named in outcome.tests]
    assert [name for path, _, name in named if name not in defined_in(TESTS / path)] == []
    assert named


def test_readme_tells_all_of_them() -> None:
    assert table() in README.read_text(encoding="utf-8")
