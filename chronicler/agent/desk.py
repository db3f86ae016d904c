"""The desk: tonight's dashboard, its saves on the way into force, and their receipts.

Decides what is remembered of dashboard, jottings and context; leaves adopting to
``agent.theme`` and the wording of a receipt to ``notes.tonight.note``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from chronicler.domain.dashboard import Dashboard, ParsedDashboard, parse_dashboard, remarks_on
from chronicler.domain.events import (
    ContextRead,
    DashboardAdopted,
    DashboardCleared,
    DashboardMended,
    DashboardRefused,
    DashboardSaved,
    EarlierMoment,
    Event,
    JottingSeen,
    JottingsRead,
    MemoryRead,
    OwnPassage,
)
from chronicler.domain.problem import Severity, has_errors

HEARS: Final = frozenset(
    {
        DashboardSaved, DashboardAdopted, DashboardRefused, DashboardCleared, DashboardMended,
        ContextRead, MemoryRead, JottingsRead, JottingSeen,
    }
)  # fmt: skip
"""The types of event that change the desk."""
MENDED: Final = ("readable again; nothing changed",)
WITHDRAWN: Final = ("it is a draft again; set status to approved and it is back",)
GONE: Final = ("its note is no longer where it was",)
RECEIPTS: Final = 12
"""Receipts kept for Tonight; the journal keeps all."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one save."""

    saved_at: datetime
    at: datetime
    is_adopted: bool
    lines: tuple[str, ...]
    """What changed, or why it was refused."""
    theme: str
    """The theme in force after it; where none is any more, the one that ended with it."""
    is_cleared: bool = False
    """Whether it took the dashboard out of force."""


@dataclass(slots=True)
class Desk:
    """Tonight's dashboard and what surrounds it."""

    dashboard: Dashboard | None = None
    """In force."""
    in_force_since: datetime | None = None
    """Since when its theme holds; saves that leave that alone do not begin it anew."""
    pending: ParsedDashboard | None = None
    """Saved, but not yet at rest."""
    pending_is_bound: bool = False
    saved_at: datetime | None = None
    refused: str = ""
    """Path of the dashboard whose last save was refused; empty where none stands refused."""
    receipts: list[Receipt] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """How the dashboard in force was read; each stands in the receipt of the save that brought it."""
    """What of the dashboard in force is probably not as meant; mere remarks belong to the check before."""
    context: tuple[str, ...] = ()
    context_missing: tuple[str, ...] = ()
    memory: tuple[str, ...] = ()
    """Sentences about earlier evenings near the theme."""
    earlier: tuple[EarlierMoment, ...] = ()
    """Where the theme was touched on earlier evenings."""
    own_passages: tuple[OwnPassage, ...] = ()
    """Where the streamer's own notes come near the theme: for Tonight alone, never for a line or a model."""
    jottings: dict[str, datetime] = field(default_factory=dict)
    """Lines under ``## During the stream``, with the time each was first seen."""
    jotted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The section of each note, by its path, as last read."""

    @property
    def theme(self) -> str:
        """The theme in force, empty where there is none."""
        return self.dashboard.theme if self.dashboard else ""

    def apply(self, event: Event) -> None:
        """Fold one event into the desk; events that are not its business change nothing."""
        match event:
            case DashboardSaved():
                self._take_in(event)
            case DashboardAdopted():
                self._adopt(event)
            case DashboardRefused():
                self._keep(event.at, event.reasons, is_adopted=False)
                self.pending, self.refused = None, event.path
            case DashboardMended():
                self._keep(event.at, MENDED, is_adopted=True)
                self.pending, self.refused = None, ""
            case DashboardCleared():
                self._take_out(event)
                self.dashboard, self.in_force_since, self.context, self.memory = None, None, (), ()
                self.earlier, self.own_passages = (), ()
            case ContextRead():
                self.context, self.context_missing = event.sentences, event.missing
            case MemoryRead():
                self.memory, self.earlier = event.sentences, event.moments
                self.own_passages = event.passages
            case JottingsRead():
                self.jotted[event.path] = event.lines
            case JottingSeen():
                self._jot(event)
            case _:
                pass

    def _take_in(self, saved: DashboardSaved) -> None:
        note = saved.note
        parsed = parse_dashboard(note.properties, note.body, path=note.path, revision=note.revision)
        # A note that could not be read has one cause; what seems to be missing from it is none.
        problems = note.problems if has_errors(note.problems) else (*note.problems, *parsed.problems)
        self.pending = ParsedDashboard(parsed.dashboard, problems)
        self.pending_is_bound = saved.is_bound
        self.saved_at = saved.at

    def _adopt(self, adopted: DashboardAdopted) -> None:
        if self.pending is None or self.pending.dashboard.revision != adopted.revision:
            return
        if self.dashboard is None or self.dashboard.theme != self.pending.dashboard.theme:
            self.in_force_since = adopted.at
        self.dashboard = self.pending.dashboard
        self.warnings = tuple(str(p) for p in self.pending.problems if p.severity is Severity.WARNING)
        known = self.remarks
        self.remarks = _how_it_was_read(self.pending)
        self.pending, self.refused = None, ""
        new = (remark for remark in self.remarks if remark not in known)
        self._keep(adopted.at, (*adopted.changes, *new), is_adopted=True)

    def _take_out(self, cleared: DashboardCleared) -> None:
        why = WITHDRAWN if cleared.is_withdrawn else GONE
        self.pending, self.refused = None if cleared.is_withdrawn else self.pending, ""
        self._file(Receipt(cleared.at, cleared.at, False, why, theme=cleared.theme_from, is_cleared=True))

    def _keep(self, at: datetime, lines: tuple[str, ...], *, is_adopted: bool) -> None:
        self._file(Receipt(self.saved_at or at, at, is_adopted, lines, self.theme))

    def _file(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)
        del self.receipts[:-RECEIPTS]

    def _jot(self, jotting: JottingSeen) -> None:
        first_seen = self.jottings.pop(jotting.replaces, jotting.at)
        self.jottings[jotting.text] = first_seen


def _how_it_was_read(parsed: ParsedDashboard) -> tuple[str, ...]:
    """Return the remarks on how a note was read; advice on writing it is for ``dashboard check``."""
    counted = remarks_on(parsed.dashboard)
    remarks = (p for p in parsed.problems if p.severity is Severity.REMARK and p not in counted)
    return tuple(map(str, remarks))
