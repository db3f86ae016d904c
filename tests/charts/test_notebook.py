"""Notebooks run with the parameters given, and say in one line why they stopped."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import chronicler
from chronicler.charts.notebook import run_notebook
from chronicler.errors import UserError

pytest.importorskip("nbclient", reason="nbclient comes with the extra `notebooks`")
pytest.importorskip("ipykernel", reason="ipykernel comes with the extra `notebooks`")


def cell(source: str, *tags: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": None, "id": f"c{abs(hash(source)) % 10**8}",
        "metadata": {"tags": list(tags)}, "outputs": [], "source": source,
    }  # fmt: skip


def written(path: Path, *cells: dict[str, Any]) -> Path:
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))
    return path


def test_parameters_stand_behind_the_defaults_and_win(tmp_path: Path) -> None:
    source = (
        "import os, sys\nimport chronicler\n(name, count, sys.executable, os.getcwd(), chronicler.__file__)"
    )
    path = written(tmp_path / "n.ipynb", cell("name = ''\ncount = 1  # how many", "parameters"), cell(source))
    before = path.read_bytes()
    done = run_notebook(path, {"name": "it's \\ «fern»\n", "count": 3}, timeout_seconds=60)
    assert [c.source for c in done.cells][1] == 'name = "it\'s \\\\ «fern»\\n"\ncount = 3'
    assert done.cells[1].metadata.tags == ["injected-parameters"]
    answer = done.cells[2].outputs[0].data["text/plain"]
    assert "it's \\\\ «fern»\\n" in answer
    assert sys.executable in answer
    assert str(tmp_path) in answer
    assert str(chronicler.__file__) in answer
    assert path.read_bytes() == before


def test_a_cell_that_fails_is_told_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", cell("raise ValueError('no such evening')"))
    with pytest.raises(UserError, match=r"^n\.ipynb stopped: ValueError: no such evening$"):
        run_notebook(path, {}, timeout_seconds=60)


def test_a_cell_that_hangs_is_given_up(tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", cell("while True: pass"))
    with pytest.raises(UserError, match=r"^n\.ipynb gave up: "):
        run_notebook(path, {}, timeout_seconds=1)


def test_a_misspelt_parameter_is_refused_before_anything_runs(tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", cell("data = ''\nsession_id = ''", "parameters"))
    with pytest.raises(UserError, match=r"n\.ipynb has no parameter sesion; it has: data, session_id\."):
        run_notebook(path, {"sesion": "x"})
    with pytest.raises(UserError, match="it has: none"):
        run_notebook(written(tmp_path / "bare.ipynb", cell("1")), {"data": "x"})


@pytest.mark.parametrize("content", [None, "", "milk, bread", "[]"])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "n.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UserError, match=r"n\.ipynb cannot be read as a notebook"):
        run_notebook(path, {})


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UserError, match=r"\.\[notebooks\]"):
        run_notebook(tmp_path / "n.ipynb", {})
