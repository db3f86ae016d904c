"""Where Twitch credentials are looked for; apart, so that asking does not load Twitch.

Decides that the environment wins over what is kept, and what is kept where: the application
in one file of the data folder, logins in a folder beside it, both their owner's alone.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chronicler.domain.read_json import read_json
from chronicler.errors import ConfigError, UserError
from chronicler.twitch.config import Application, Endpoints
from chronicler.twitch.tokens import write_private

CLIENT_ID: Final = "CHRONICLER_TWITCH_CLIENT_ID"
CLIENT_SECRET: Final = "CHRONICLER_TWITCH_CLIENT_SECRET"  # noqa: S105 - the variable's name
ENDPOINTS: Final = "CHRONICLER_TWITCH_ENDPOINTS"
"""Address of a stand-in of Twitch on this machine, for tests and for a try by hand."""
TOKENS: Final = "tokens"
APPLICATION: Final = "twitch-application.json"
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{6,64}")


def application_of(home: Path, environ: Mapping[str, str]) -> Application:
    """Return our application at Twitch; its client id is empty where none is known.

    Raises:
        ConfigError: what is kept cannot be read.
    """
    kept = _kept(home / APPLICATION)
    client_id = environ.get(CLIENT_ID, "").strip() or kept.client_id
    secret = kept.secret if client_id == kept.client_id else ""
    return Application(client_id, environ.get(CLIENT_SECRET, "").strip() or secret)


def keep_application(home: Path, application: Application) -> None:
    """Keep the application for later runs, whole and for its owner alone.

    Raises:
        UserError: the file could not be written.
    """
    path = home / APPLICATION
    told = {"client_id": application.client_id, "client_secret": application.secret}
    try:
        home.mkdir(parents=True, exist_ok=True)
        write_private(path, json.dumps(told))
    except OSError as error:
        raise UserError(
            f"{path} could not be written ({error.strerror}); make room or mend the folder's rights"
        ) from error


def read_client_id(text: str) -> str:
    """Return a client id as it was typed or pasted.

    Raises:
        UserError: it cannot be one.
    """
    if not _CLIENT_ID.fullmatch(text.strip()):
        raise UserError(
            "That is no client id: one is about thirty letters and digits, shown under Manage at "
            "dev.twitch.tv/console"
        )
    return text.strip()


def endpoints_of(environ: Mapping[str, str]) -> Endpoints:
    """Return where Twitch answers.

    Raises:
        ConfigError: the environment names an address that is not on this machine.
    """
    named = environ.get(ENDPOINTS, "").strip()
    return Endpoints.at(named) if named else Endpoints()


def _kept(path: Path) -> Application:
    try:
        told = read_json(path.read_text(encoding="utf-8"))
        return Application(str(told["client_id"]), str(told.get("client_secret", "")))
    except FileNotFoundError:
        return Application("")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"The application kept in {path} cannot be read. Remove that file, then: chronicler twitch login"
        ) from error
