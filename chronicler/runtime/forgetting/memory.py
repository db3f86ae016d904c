"""What recall made of somebody's lines, which forgetting them takes away.

Decides that it goes as a whole: it is computed from the archive and made anew from what is
left there. Called by ``runtime.forgetting.operation`` once the journals no longer hold the words.
"""

import shutil
from pathlib import Path
from typing import Final

from chronicler.errors import ArchiveError

MEMORY: Final = "memory"
"""Folder of vectors in a data folder."""
OWN_NOTES: Final = "own-notes"
"""Folder of what was read of the streamer's own notes, which may hold somebody's name."""


def forget_memory(data: Path) -> bool:
    """Throw away what recall keeps of a data folder's lines, and return whether there was anything.

    Raises:
        ArchiveError: it cannot be removed.
    """
    found = [folder for folder in (data / MEMORY, data / OWN_NOTES) if folder.exists()]
    for folder in found:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            why = error.strerror or error
            raise ArchiveError(
                f"{folder} could not be removed ({why}); check permissions and run it again"
            ) from error
    return bool(found)
