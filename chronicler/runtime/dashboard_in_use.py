"""Which dashboard a recorded stream is played with, in one line for people.

Decides only the words; leaves the choice to ``rehearsal_set_up`` and ``vault_ears``. A recorded
evening has its own date, so tonight's dashboard is never meant by itself.
"""

import shlex
from datetime import date

from chronicler.vault.dashboards import tonights_dashboard
from chronicler.vault.location import Vault


def told(path: str, theirs: Vault | None, tonight: date, *, is_named: bool) -> str:
    """Return which dashboard is used, none where ``path`` is empty, and how to use tonight's own.

    ``theirs`` is the streamer's vault, in which tonight's is looked for unless one was named.
    """
    used = f"Dashboard: {path}." if path else "Dashboard: none, as the vault has none of the evening played."
    own = None if theirs is None or is_named else tonights_dashboard(theirs, tonight).note
    if theirs is None or own is None or own.path == path:
        return used if path else f"{used} To name one: --dashboard PATH"
    return f"{used} To play it with tonight's own: --dashboard {shlex.quote(str(theirs.root / own.path))}"
