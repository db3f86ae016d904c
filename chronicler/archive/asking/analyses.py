"""The named questions behind stats and notebooks, one file of portable SQL each.

Decides where they stand and how a file tells of itself: its first comment lines are the
question, its parameters and its columns. DuckDB and Spark both take them, so a file keeps
to plain SQL, with times told apart by ``date_diff`` and parameters written ``$name``. Leaves
running them to ``archive.connect``, ``archive.parquet`` and ``scale``.
"""

import re
from importlib.resources import files
from typing import Final

from chronicler.errors import UserError

_FOLDER: Final = files("chronicler.archive") / "sql" / "analyses"
_PARAMETER: Final = re.compile(r"\$([a-z]\w*)")
_SUFFIX: Final = ".sql"


def names() -> tuple[str, ...]:
    """Return the names of all analyses, in order."""
    found = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def analysis(name: str) -> str:
    """Return the text of an analysis, its header included.

    Raises:
        UserError: there is none of that name; the message lists them.
    """
    if name not in names():
        raise UserError(f"There is no analysis called {name!r}; there are: {', '.join(names())}")
    return (_FOLDER / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def question(name: str) -> str:
    """Return what an analysis answers: the first sentences of its header."""
    header = [
        line.removeprefix("--").strip() for line in analysis(name).splitlines() if line.startswith("--")
    ]
    told = " ".join(header)
    return re.split(r" (?:Parameters|Columns):", told)[0]


def parameters(name: str) -> tuple[str, ...]:
    """Return the parameters that an analysis takes, in the order in which they come."""
    return tuple(dict.fromkeys(_PARAMETER.findall(_without_comments(analysis(name)))))


def _without_comments(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
