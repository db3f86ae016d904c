"""The notebooks of ours, run without a kernel on the bundled sample: once for all tests of a process."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from chronicler.charts.notebook import run_here
from chronicler.charts.page import Page

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


def cells(name: str) -> list[dict[str, Any]]:
    """Return a notebook's cells."""
    read: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return read


def code(name: str) -> list[dict[str, Any]]:
    """Return those that hold code."""
    return [cell for cell in cells(name) if cell["cell_type"] == "code"]


@lru_cache(maxsize=1)
def _home() -> str:
    from tempfile import mkdtemp  # noqa: PLC0415

    return mkdtemp(prefix="chronicler-no-home-")


@lru_cache
def variables_of(name: str) -> dict[str, Any]:
    """Return what a notebook's variables hold after a run where no vault is known."""
    for extra in ("matplotlib", "pandas"):
        pytest.importorskip(extra, reason=f"{extra} comes with the extra `notebooks`")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CHRONICLER_HOME", _home())
        patched.delenv("CHRONICLER_VAULT", raising=False)
        patched.chdir(_home())
        return run_here(FOLDER / f"{name}.ipynb", {})


def page_of(name: str) -> Page:
    """Return what a notebook shows of the sample."""
    page = variables_of(name)["page"]
    assert isinstance(page, Page)
    return page


def reading(name: str, title: str) -> str:
    """Return what a notebook says under a title."""
    return next(piece.says for piece in page_of(name).pieces if piece.title == title)
