"""How the archives of a vault are doing, and the one next step where something is wrong.

Decides what counts as wrong and what to do first; leaves the facts to ``archive.health``.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from chronicler.archive.files import PUBLISHED
from chronicler.archive.health import Health, look_after
from chronicler.domain.codec import utc_text
from chronicler.domain.session import Origin
from chronicler.runtime.house import House
from chronicler.runtime.lock import holder_of

LOAD: Final = "chronicler archive load"


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """How an archive is doing, with that of rehearsals beside it."""

    health: Health
    runner: str
    """Who runs on the vault, in words; empty where nobody does."""
    rehearsals: Health | None = None
    """``None`` where rehearsals are what was asked about, or there were none."""

    @property
    def next_step(self) -> str:
        """What to do about whatever is wrong; empty where all is well."""
        health = self.health
        if health.trouble:
            return LOAD if health.is_damaged else "what the trouble above says"
        if health.unreadable:
            return "move what is no journal out of the journal folder, or bring it back from a backup"
        if health.without_journal:
            return (
                "bring the missing journals back (chronicler restore BACKUP --join), or let them go: "
                "chronicler archive rebuild"
            )
        if (health.not_loaded or health.is_outdated) and not self.runner:
            return LOAD
        if not health.journals:
            return "chronicler archive import FOLDER, or a first stream: chronicler run"
        return ""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints: times in UTC, sizes in bytes."""
        told = _told(self.health) | {"running": self.runner or None, "next_step": self.next_step or None}
        return told | {"rehearsals": _told(self.rehearsals) if self.rehearsals else None}


def read_archive_status(house: House) -> ArchiveStatus:
    """Return how the archive of a house is doing."""
    status = ArchiveStatus(look_after(house.data), holder_of(house.data))
    beside = House(house.vault, Origin.REHEARSAL)
    if house.origin is Origin.REHEARSAL or not beside.journals.is_dir():
        return status
    return replace(status, rehearsals=look_after(beside.data))


def _told(health: Health) -> dict[str, Any]:
    firsts, lasts = [h.first_at for h in health.held], [h.last_at for h in health.held]
    return {
        "path": str(health.data / PUBLISHED),
        "data": str(health.data),
        "bytes": health.published_bytes,
        "published_at": utc_text(health.published_at) if health.published_at else None,
        "version": health.version or None,
        "newest_version": health.newest_version,
        "journals": health.journals,
        "journal_bytes": health.journal_bytes,
        "sessions": {h.origin: h.sessions for h in health.held},
        "messages": {h.origin: h.messages for h in health.held},
        "first_at": utc_text(min(firsts)) if firsts else None,
        "last_at": utc_text(max(lasts)) if lasts else None,
        "not_loaded": [
            {"journal": n.journal, "lines": n.lines, "rewritten": n.is_rewritten} for n in health.not_loaded
        ],
        "damaged_lines": [{"journal": d.journal, "count": d.count, "lines": d.lines} for d in health.damaged],
        "half_written": health.half_written,
        "unreadable": health.unreadable,
        "without_journal": health.without_journal,
        "aside": [str(path) for path in health.aside],
        "trouble": health.trouble or None,
    }
