"""Which dashboard a recorded stream is played with, and which note to edit, in lines for people.

Decides only the words; leaves the choice to ``rehearsing.set_up`` and ``live.vault_ears``. A recorded
evening has its own date, so tonight's dashboard is never meant by itself.
"""

import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.location import Vault


@dataclass(frozen=True, slots=True)
class InUse:
    """The dashboard a recorded stream is played with."""

    path: str = ""
    """As notes link it, vault-relative; empty where there is none."""
    is_named: bool = False
    """Whether it was named on the command line."""
    is_the_logs: bool = False
    """Whether it came with the recorded stream: a copy that is laid anew each time."""
    watched: Path | None = None
    """What is read again at each save while the stream is played; ``None`` where nothing is."""


def told(used: InUse, theirs: Vault | None, tonight: date) -> str:
    """Return which dashboard is used, what to edit while it runs, and how to use tonight's own.

    ``theirs`` is the streamer's vault, in which tonight's is looked for unless one was named.
    """
    lines = [_used(used)]
    if used.watched:
        heard = EDIT_THE_LOGS if used.is_the_logs else EDIT
        lines.append(f"{heard} {shlex.quote(str(used.watched))}")
    own = None if theirs is None or used.is_named else tonights_dashboard(theirs, tonight).note
    if theirs and own and own.path != used.path:
        lines.append(f"To play it with tonight's own: --dashboard {shlex.quote(str(theirs.root / own.path))}")
    elif not used.path:
        lines.append("To name one: --dashboard PATH")
    return "\n".join(lines)


EDIT: Final = "To change it while this runs, edit and save:"
EDIT_THE_LOGS: Final = "The one dashboard to edit while this runs, a copy made for it:"


def _used(used: InUse) -> str:
    if not used.path:
        return "Dashboard: none, as the vault has none of the evening played."
    return f"Dashboard: {used.path}{', which came with the recorded stream' if used.is_the_logs else ''}."
