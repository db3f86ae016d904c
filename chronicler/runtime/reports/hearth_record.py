"""What the Hearthkeeper did over all streams, and what became of it, for one notebook.

Decides which of its lines count (those that arrived, or may have) and how the streamer's
ticks on lines held back are found. Leaves comparing to ``analysis.answers`` and words to
``runtime.reports.hearth_reading``.
"""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from chronicler.analysis.answers import Compared, Quiets, compare
from chronicler.archive.asking import queries
from chronicler.archive.asking.queries import PromptRow, SessionRow, WrittenRow
from chronicler.archive.asking.record_of_quiet import shadows_of
from chronicler.archive.connect import Archive
from chronicler.archive.evenings.evening import SPOKEN
from chronicler.domain.events import LineShadowed
from chronicler.notes.ledger.shadows import GLAD_NOT, SHOULD_HAVE, box_block
from chronicler.runtime.reports.desk import Desk
from chronicler.vault.ticks import ticked_blocks


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One line that was held back, and what the streamer thinks of that."""

    stream: SessionRow
    shadow: LineShadowed
    is_wanted: bool | None
    """Whether it should have been said; ``None`` where nothing is ticked, or both boxes are."""


@dataclass(frozen=True, slots=True)
class HearthRecord:
    """All of it."""

    streams: tuple[SessionRow, ...]
    lines: tuple[tuple[SessionRow, PromptRow], ...]
    held_back: tuple[HeldBack, ...]
    compared: tuple[Compared, ...]
    people_lines: int
    timezone: tzinfo = UTC

    @property
    def hours(self) -> float:
        """How long the streams lasted in all."""
        return sum(stream.seconds for stream in self.streams) / 3600

    @property
    def marked(self) -> tuple[int, int]:
        """How many lines held back should have been said, and of how many silences one was glad."""
        wanted = sum(held.is_wanted is True for held in self.held_back)
        return wanted, sum(held.is_wanted is False for held in self.held_back)


def record_of(desk: Desk) -> HearthRecord:
    """Return the record of the desk's streams at which it was at work, imported ones for comparison.

    Raises:
        ArchiveError: the archive cannot be used.
        VaultError: the vault is gone.
    """
    streams = tuple(desk.streams)
    ticked = ticked_blocks(desk.house.vault)
    quiets, lines, held_back, people_lines = [], [], [], 0
    for stream in streams:
        prompts = [
            p for p in queries.of_session(desk.archive, PromptRow, stream.session_id) if p.state in SPOKEN
        ]
        written = queries.of_session(desk.archive, WrittenRow, stream.session_id)
        quiets.append(_quiets(stream, prompts, written))
        lines += [(stream, prompt) for prompt in prompts]
        held_back += _held_back(desk.archive, stream, ticked)
        people_lines += len(written)
    return HearthRecord(
        streams, tuple(lines), tuple(held_back), compare(quiets), people_lines, desk.house.settings().timezone
    )


def _quiets(stream: SessionRow, prompts: list[PromptRow], written: list[WrittenRow]) -> Quiets:
    return Quiets(
        stream.seconds,
        human=[row.at_seconds for row in written],
        people=[row.at_seconds for row in written if not row.is_broadcaster],
        said=sorted(prompt.at_seconds for prompt in prompts),
    )


def _held_back(archive: Archive, stream: SessionRow, ticked: frozenset[str]) -> list[HeldBack]:
    found = []
    for shadow in shadows_of(archive, stream.session_id):
        wanted, unwanted = (box_block(shadow, answer) in ticked for answer in (SHOULD_HAVE, GLAD_NOT))
        found.append(HeldBack(stream, shadow, wanted if wanted != unwanted else None))
    return found
