"""Commands that a message names, so that they work when they are pasted.

Decides that a command names the vault wherever this run was given one by name and another, or
none, would be meant without. Whoever words the message need not know how the vault was found.
"""

import os
import re
import shlex
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from chronicler.errors import UserError
from chronicler.vault.location import chronicler_home, find_vault

_NAMED: ContextVar[Path | None] = ContextVar("named", default=None)
_OF_A_VAULT: Final = re.compile(
    r"\bchronicler (?=(?:archive|backup|blog|clips|dashboard|doctor|forget|hearth|ledger|model|notebook|obs"
    r"|recall|rehearse|report|restore|run|say|service|stats|status|steward|twitch|undo|why)\b"
    r"(?![^;\n]* --vault))"
)
"""A command that works in a vault and names none."""


def work_in(vault: Path | None) -> None:
    """Take note of the vault that was named for this run, as it was typed."""
    _NAMED.set(vault)


def pasteable(text: str) -> str:
    """Return a message whose commands name the vault where it would not be found without."""
    named = _NAMED.get()
    if named is None or not _OF_A_VAULT.search(text) or is_meant_anyway(named):
        return text
    return _OF_A_VAULT.sub(lambda _: f"chronicler --vault {shlex.quote(str(named))} ", text)


def is_meant_anyway(vault: Path) -> bool:
    """Return whether a vault is found without its name, by environment, current folder or as the only one."""
    try:
        found = find_vault(None, os.environ, Path.cwd(), chronicler_home(os.environ))
        return found.root == vault.expanduser().resolve()
    except UserError:
        return False
