"""Every error the Chronicler raises on purpose.

Decides which kinds of failure there are; leaves to the command line how each is shown.

::

    ChroniclerError
    ├── UserError      something the person at the keyboard can mend
    ├── ConfigError    settings or credentials that cannot work together
    ├── VaultError     a note or folder that could not be read or written
    ├── ArchiveError   a journal or DuckDB file that could not be used
    ├── ObsError       OBS could not be reached, or refused
    ├── ModelError     a language model that did not give a usable answer
    └── TwitchError    Twitch refused, or could not be reached

All of them end the command with exit code 2 and their message, without a traceback, so
every message must say what happened and what to do next. Text that a person typed into a
note never raises: it becomes a :class:`chronicler.domain.problem.Problem`.
"""


class ChroniclerError(Exception):
    """The root of the tree above."""


class UserError(ChroniclerError):
    """Something the person at the keyboard asked for cannot be done as asked."""


class ConfigError(ChroniclerError):
    """Settings, options or credentials contradict each other or are missing."""


class VaultError(ChroniclerError):
    """A note or folder in the vault could not be read or written."""


class ArchiveError(ChroniclerError):
    """A journal or the DuckDB archive could not be read or written."""


class ModelError(ChroniclerError):
    """A language model was unreachable, too slow, or answered with something unusable."""


class ObsError(ChroniclerError):
    """OBS could not be reached, refused, or said something unusable; its reason is a stable code."""

    def __init__(self, message: str, reason: str) -> None:
        """Carry what to do next in words, and why as a code."""
        super().__init__(message)
        self.reason = reason


class TwitchError(ChroniclerError):
    """Twitch refused a request or could not be reached."""
