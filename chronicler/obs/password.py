"""The password of OBS's WebSocket server: from the environment, else a file of its owner's alone.

Decides where it is kept and how it is replaced; it never reaches vault, journal or log.
Blocking.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.errors import ObsError

VARIABLE: Final = "CHRONICLER_OBS_PASSWORD"
FILE: Final = "obs-password"
OWNER_ONLY: Final = 0o600


class PasswordStore:
    """The one password, in the Chronicler's data folder."""

    def __init__(self, home: Path, environ: Mapping[str, str]) -> None:
        """Touch nothing yet; ``environ`` wins over the file."""
        self._home = home
        self._environ = environ

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self._home / FILE

    @property
    def is_from_environment(self) -> bool:
        """Whether the environment names one, and so the file is not read."""
        return bool(self._environ.get(VARIABLE))

    def read(self) -> str:
        """Return the password, empty where none is kept: OBS may ask for none.

        Raises:
            ObsError: the file is there but cannot be read.
        """
        if self.is_from_environment:
            return self._environ[VARIABLE]
        try:
            return self.path.read_text(encoding="utf-8").strip("\r\n")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise ObsError(
                f"The password for OBS in {self.path} cannot be read. Save it again: chronicler obs login",
                "wrong_password",
            ) from error

    def save(self, password: str) -> None:
        """Replace the password, whole or not at all.

        Raises:
            ObsError: the file could not be written; the one before it is untouched.
        """
        beside = self.path.with_suffix(".new")
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8"
            ) as file:
                file.write(password)
                file.flush()
                os.fsync(file.fileno())
            disk.replace(beside, self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise ObsError(
                f"The password could not be saved in {self.path}: {error.strerror}. "
                "Make room, or mend the folder's rights, and save it again.",
                "wrong_password",
            ) from error

    def remove(self) -> bool:
        """Forget the password; return whether there was one.

        Raises:
            ObsError: the file cannot be removed.
        """
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ObsError(
                f"{self.path} could not be removed: {error.strerror}. Remove it yourself.", "wrong_password"
            ) from error
        return True
