"""A named analysis asked by hand, as in a notebook.

Decides that its SQL can be read beside its answer and that a parameter forgotten or misspelt is
told by name; leaves the questions to ``archive.asking.analyses``.
"""

from typing import Any

from chronicler.archive.asking.analyses import analysis, names, parameters, question
from chronicler.archive.connect import Archive
from chronicler.errors import UserError


def ask(archive: Archive, name: str, **given: str | float) -> Any:
    """Return the answer of an analysis as a pandas DataFrame, times in UTC.

    Raises:
        UserError: there is no such analysis, or it takes other parameters.
        ArchiveError: the archive cannot be asked.
    """
    taken = parameters(name)
    if set(given) != set(taken):
        raise UserError(
            f"{name} takes {', '.join(taken) or 'no parameters'}; given: {', '.join(given) or 'none'}"
        )
    return archive.frame(analysis(name), given)


def told(name: str) -> str:
    """Return the SQL of an analysis as Markdown."""
    return f"`{name}`\n\n```sql\n{analysis(name).strip()}\n```"


def listed() -> str:
    """Return a table in Markdown of every analysis with its question and parameters."""
    rows = [f"| `{name}` | {question(name)} | {_shown(name)} |" for name in names()]
    return "\n".join(["| name | question | parameters |", "| --- | --- | --- |", *rows])


def _shown(name: str) -> str:
    return ", ".join(f"`{parameter}`" for parameter in parameters(name))
