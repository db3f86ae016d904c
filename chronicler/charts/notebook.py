"""Notebooks, run without a browser.

Decides how parameters are given to a notebook (after its cell tagged ``parameters``), what
its metadata say about reports, and what is told when one stops. Leaves what a notebook
shows to the notebook. A kernel of its own needs the extra ``notebooks``; :func:`run_here`
does without, and many runs cost no more than what their cells do.
"""

import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chronicler.errors import ChroniclerError, UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool
_TAG: Final = "parameters"
_INJECTED: Final = "injected-parameters"
_OURS: Final = "chronicler"
OF_ONE: Final = "one stream"
"""What ``metadata.chronicler.report`` of a notebook says that belongs to each stream's report."""
OF_ALL: Final = "all streams"
"""The same, of a notebook that looks at all streams together; without either it is in no report."""


def run_notebook(
    path: Path, parameters: Mapping[str, Value], *, timeout_seconds: float = 120
) -> "NotebookNode":
    """Return the notebook as it stands after a run with these parameters; its file is left as it is.

    It runs with this program's own Python, in the notebook's folder.

    Raises:
        UserError: the extra is missing, the notebook has no such parameter, a cell failed, or
            one took longer than ``timeout_seconds``.
    """
    nbformat, nbclient = _imported("nbformat"), _imported("nbclient")
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError) as error:  # nbformat stumbles over a bare list
        raise UserError(f"{path} cannot be read as a notebook: {error}") from error
    _give(notebook, parameters, path.name)
    client = nbclient.NotebookClient(
        notebook,
        timeout=timeout_seconds,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.resolve().parent)}},
        extra_arguments=["--log-level=ERROR"],
    )
    failures = nbclient.exceptions
    try:
        client.execute(env=environment())
    except failures.CellExecutionError as error:
        raise UserError(f"{path.name} stopped: {error.ename}: {error.evalue}") from error
    except (failures.CellTimeoutError, failures.DeadKernelError) as error:
        raise UserError(f"{path.name} gave up: {str(error).splitlines()[0]}") from error
    return notebook


def reports_on(path: Path) -> str:
    """Return :data:`OF_ONE`, :data:`OF_ALL` or nothing: which report a notebook belongs to.

    Raises:
        UserError: it cannot be read as a notebook.
    """
    return str(_read(path).get("metadata", {}).get(_OURS, {}).get("report", ""))


def run_here(path: Path, parameters: Mapping[str, Value]) -> dict[str, Any]:
    """Run a notebook's cells in this very process, as plain Python, and return their variables.

    For notebooks of ours: whatever a cell does is done here.

    Raises:
        UserError: the notebook has no such parameter, or a cell failed.
    """
    cells = [cell for cell in _read(path)["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    place = next((i for i, cell in enumerate(cells) if _TAG in cell["metadata"].get("tags", ())), -1)
    _must_know(parameters, _assigned(sources[place]) if place >= 0 else (), path.name)
    variables: dict[str, Any] = {"__name__": f"chronicler_notebook_{path.stem}"}
    for number, source in enumerate(sources):
        try:
            exec(compile(source, f"{path.name}, cell {number + 1}", "exec"), variables)  # noqa: S102 ours
        except ChroniclerError:
            raise
        except Exception as error:  # the border to whatever a notebook does: fan-out over notebooks
            raise UserError(f"{path.name} stopped: {type(error).__name__}: {error}") from error
        if number == place:
            variables |= parameters
    return variables


def _read(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a notebook: {error}") from error
    if not isinstance(notebook, dict) or "cells" not in notebook:
        raise UserError(f"{path} cannot be read as a notebook: it has no cells")
    return notebook


def _must_know(parameters: Mapping[str, Value], known: tuple[str, ...], name: str) -> None:
    unknown = [key for key in parameters if key not in known]
    if unknown:
        offered = ", ".join(known) or "none"
        raise UserError(f"{name} has no parameter {', '.join(unknown)}; it has: {offered}.")


def _parameters_of(notebook: "NotebookNode") -> int:
    """Return the place of the cell tagged ``parameters``, -1 where there is none."""
    tagged = (i for i, cell in enumerate(notebook.cells) if _TAG in cell.metadata.get("tags", ()))
    return next(tagged, -1)


def _give(notebook: "NotebookNode", parameters: Mapping[str, Value], name: str) -> None:
    if not parameters:
        return
    place = _parameters_of(notebook)
    known = _assigned(notebook.cells[place].source) if place >= 0 else ()
    _must_know(parameters, known, name)
    source = "\n".join(f"{key} = {value!r}" for key, value in parameters.items())
    cell = _imported("nbformat").v4.new_code_cell(source, id=_INJECTED, metadata={"tags": [_INJECTED]})
    notebook.cells.insert(place + 1, cell)


def _assigned(source: str) -> tuple[str, ...]:
    names = (line.partition("=")[0].strip() for line in source.splitlines() if "=" in line)
    return tuple(name for name in names if name.isidentifier())


def environment() -> dict[str, str]:
    """Return this process's environment, in which a kernel finds this very package.

    It may run from a folder of sources that is not installed.
    """
    home = str(Path(__file__).resolve().parents[2])
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{before}" if before else home}


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UserError(
            'Notebooks need the extra `notebooks`: in the clone, pip install -e ".[notebooks]"'
        ) from error
