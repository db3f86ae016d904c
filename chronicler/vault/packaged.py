"""Where the files that travel with the program are, in a checkout and in an installed wheel.

Decides nothing but the place; leaves copying to ``vault.template`` and whoever asks.
"""

from pathlib import Path
from typing import Final

from chronicler.errors import VaultError

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def packaged(name: str) -> Path:
    """Return the folder ``name``: ``vault_template`` or ``notebooks``.

    Raises:
        VaultError: the installation lacks it.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise VaultError(f"this installation lacks {name}; install the Chronicler again")
