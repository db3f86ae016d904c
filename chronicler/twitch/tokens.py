"""Login tokens on disk: one small file an account, readable by its owner alone.

Decides names, form and durability. A refresh token of a public client is good once, so a
save must be whole or not at all: written beside, fsynced, then put in place. Blocking;
call it off the event loop.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from chronicler import disk
from chronicler.domain.read_json import read_json
from chronicler.errors import TwitchError

OWNER_ONLY: Final = 0o600
OWNER_ONLY_FOLDER: Final = 0o700


@dataclass(frozen=True, slots=True)
class Token:
    """One account's login."""

    user_id: str
    login: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    scopes: tuple[str, ...] = ()


class TokenStore:
    """The folder of logins."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet; the folder is made at the first save."""
        self._folder = folder

    def path(self, user_id: str) -> Path:
        """Return the file of an account."""
        return self._folder / f"{user_id}.json"

    def accounts(self) -> tuple[str, ...]:
        """Return the user ids that have a file, sorted."""
        return tuple(sorted(p.stem for p in self._folder.glob("*.json")))

    def load(self, user_id: str) -> Token | None:
        """Return an account's login, ``None`` where there is none.

        Raises:
            TwitchError: the file cannot be read; it is left as it is.
        """
        path = self.path(user_id)
        try:
            data = read_json(path.read_text(encoding="utf-8"))
            token = Token(**{**data, "scopes": tuple(data["scopes"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise TwitchError(
                f"The login stored in {path} cannot be read. Log in again: chronicler twitch login"
            ) from error
        return token

    def save(self, token: Token) -> None:
        """Replace an account's login, durably and at once.

        Raises:
            TwitchError: the file could not be written; the one before it is untouched.
        """
        path = self.path(token.user_id)
        try:
            self._open_folder()
            write_private(path, json.dumps(asdict(token)))
        except OSError as error:
            raise TwitchError(
                f"The login for Twitch could not be saved in {path}: {error.strerror}. "
                "Make room or mend the folder's rights; else the next start needs a new login."
            ) from error

    def prepare(self) -> None:
        """Make sure that a login can be saved, before anybody takes the pains to make one.

        Raises:
            TwitchError: it could not.
        """
        trial = self._folder / ".trial"
        try:
            self._open_folder()
            write_private(trial, "")
            trial.unlink()
        except OSError as error:
            raise TwitchError(
                f"No login could be saved in {self._folder}: {error.strerror}. "
                "Make room or mend the folder's rights first."
            ) from error

    def _open_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        self._folder.chmod(OWNER_ONLY_FOLDER)

    def remove(self, user_id: str) -> None:
        """Forget an account's login.

        Raises:
            TwitchError: the file is there and cannot be removed.
        """
        try:
            self.path(user_id).unlink(missing_ok=True)
        except OSError as error:
            raise TwitchError(
                f"{self.path(user_id)} could not be removed: {error.strerror}. Remove it by hand."
            ) from error


def write_private(path: Path, text: str) -> None:
    """Replace a file that only its owner may read, durably and whole or not at all.

    Raises:
        OSError: it could not be written; the one before it is untouched.
    """
    beside = path.with_suffix(".new")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        disk.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    with contextlib.suppress(OSError):  # some systems sync no folder
        disk.sync_folder(path.parent)
