"""Notebooks, run without a browser.

Decides how parameters are given to a notebook (after its cell tagged ``parameters``) and
what is said when one stops; leaves what a notebook shows to the notebook. Needs the extra
``notebooks``.
"""

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chronicler.errors import UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool
_TAG: Final = "parameters"
_INJECTED: Final = "injected-parameters"


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
        client.execute(env=_environment())
    except failures.CellExecutionError as error:
        raise UserError(f"{path.name} stopped: {error.ename}: {error.evalue}") from error
    except (failures.CellTimeoutError, failures.DeadKernelError) as error:
        raise UserError(f"{path.name} gave up: {str(error).splitlines()[0]}") from error
    return notebook


def _parameters_of(notebook: "NotebookNode") -> int:
    """Return the place of the cell tagged ``parameters``, -1 where there is none."""
    tagged = (i for i, cell in enumerate(notebook.cells) if _TAG in cell.metadata.get("tags", ()))
    return next(tagged, -1)


def _give(notebook: "NotebookNode", parameters: Mapping[str, Value], name: str) -> None:
    if not parameters:
        return
    place = _parameters_of(notebook)
    known = _assigned(notebook.cells[place].source) if place >= 0 else ()
    unknown = [key for key in parameters if key not in known]
    if unknown:
        offered = ", ".join(known) or "none"
        raise UserError(f"{name} has no parameter {', '.join(unknown)}; it has: {offered}.")
    source = "\n".join(f"{key} = {value!r}" for key, value in parameters.items())
    cell = _imported("nbformat").v4.new_code_cell(source, id=_INJECTED, metadata={"tags": [_INJECTED]})
    notebook.cells.insert(place + 1, cell)


def _assigned(source: str) -> tuple[str, ...]:
    names = (line.partition("=")[0].strip() for line in source.splitlines() if "=" in line)
    return tuple(name for name in names if name.isidentifier())


def _environment() -> dict[str, str]:
    """Return this process's environment, in which the kernel finds this very package.

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
