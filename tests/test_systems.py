"""The matrix of the gate names every Python that pyproject.toml does, on three systems."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

ROOT: Final = Path(__file__).resolve().parent.parent
MATRIX: Final = ROOT / ".github/workflows/gate.yml"


@pytest.fixture
def jobs() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(MATRIX.read_text(encoding="utf-8"))["jobs"]
    return found


def pythons() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [m[1] for each in project["classifiers"] if (m := re.search(r"Python :: (3\.\d+)$", each))]


def test_every_python_is_tried_on_every_system_and_with_the_lowest_releases(jobs: dict[str, Any]) -> None:
    matrix = jobs["newest"]["strategy"]["matrix"]
    assert matrix == {
        "os": [f"{name}-latest" for name in ("ubuntu", "macos", "windows")],
        "python": pythons(),
    }
    assert jobs["lowest"]["strategy"]["matrix"]["python"] == pythons()


def test_the_gate_there_is_the_gate_here(jobs: dict[str, Any]) -> None:
    assert [step["run"] for step in jobs["newest"]["steps"] if "run" in step] == ["bash .ci/run"]
