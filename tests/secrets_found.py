"""Looks for secrets wherever something was written or shown; what they look like is fixed here."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chronicler.standin.identity import CLIENT_SECRET

OBS_PASSWORD: Final = "recognisable-obs-password"  # noqa: S105 - of no OBS that exists
SHAPES: Final = {
    "access token": "standin-access",
    "refresh token": "standin-refresh",
    "client secret": CLIENT_SECRET,
    "device code": "device-STANDIN-CODE",
    "authorization code": "standin-authorization",
    "OBS password": OBS_PASSWORD,
    "Authorization header": r"(?i)\b(?:bearer|oauth) (?!\[secret\])[a-z0-9-]{12,}",
}
"""How each secret begins, as a pattern."""
KEPT: Final = frozenset({"tokens", "twitch-application.json", "obs-password"})
"""The only places where secrets may stand, below the data folder."""


def secrets_in(shown: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return where which kind of secret stands."""
    return [
        (where, kind) for where, text in shown.items() for kind, shape in SHAPES.items()
        if re.search(shape, text)
    ]  # fmt: skip


def files_in(folder: Path) -> dict[str, str]:
    """Return everything that stands in files there, but for the files that keep secrets."""
    return {
        str(path.relative_to(folder)): path.read_bytes().decode("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file() and not KEPT.intersection(path.relative_to(folder).parts)
    }
