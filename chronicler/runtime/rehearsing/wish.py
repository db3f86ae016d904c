"""What somebody asks a rehearsal to be.

Decides nothing; what a wish comes to is decided by ``runtime.rehearsing.set_up``, for a journal
of ours by ``runtime.rehearsing.from_journal``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chronicler.transcripts.thinning import Thinning
from chronicler.vault.location import Vault


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    log: Path
    home: Path
    vault: Vault | None = None
    """``None`` rehearses in a temporary vault."""
    dashboard: Path | None = None
    fallback: Path | None = None
    """The dashboard that comes with the log, used where the vault has none of that date."""
    context: tuple[Path, ...] = ()
    """Notes that such a dashboard links."""
    speed: str = "max"
    started_at: datetime | None = None
    channel: str | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    thinning: Thinning | None = None
    """Which of the recorded people are let in; all where ``None``."""
    is_over_wire: bool = False
    """Whether the log is told by a stand-in of Twitch, over real sockets."""
    again: str = ""
    """The command that begins it anew, where it is stopped."""
