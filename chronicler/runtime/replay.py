"""Feeds a journal's inputs again and compares what is derived with what was.

Decides what counts as the same: every derived event, byte for byte in its plain form. What a
crash in the midst of a write cut off its last input was never acted upon, and is no difference.
Promised for journals whose texts were not removed afterwards.
"""

from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from chronicler.agent.orchestrator import Orchestrator
from chronicler.agent.state import State
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.codec import is_input, to_plain, type_name
from chronicler.domain.events import Event, ProgramStarted, ViewerForgotten


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay departs from the journal."""

    seq: int
    """Number of the journal line; that of the input, where a line is missing."""
    journaled: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found."""

    inputs: int
    derived: int
    differences: tuple[Difference, ...]
    has_forgotten: bool = False
    """Whether somebody was taken out of the journal since, so that no sameness is promised."""


def replay(path: Path, most: int = 10) -> Replayed:
    """Replay the journal at ``path`` and return at most ``most`` differences.

    Raises:
        ArchiveError: the journal cannot be read.
    """
    orchestrator, expected, read = Orchestrator(), list[Event](), list[Event]()
    inputs = derived = last_seq = 0
    differences: list[Difference] = []
    cut_off: list[Difference] = []
    has_forgotten = False
    written = read_journal(path)
    for seq, event in written:
        has_forgotten = has_forgotten or isinstance(event, ViewerForgotten)
        if is_input(event):
            is_restart = isinstance(event, ProgramStarted) and event.is_resumed
            (cut_off if is_restart else differences).extend(
                Difference(last_seq, "", _plain(left)) for left in expected
            )
            if is_restart:
                orchestrator = Orchestrator(State.fold(read))  # as the program itself did then
            expected = orchestrator.handle(event)
            inputs, last_seq = inputs + 1, seq
        else:
            derived += 1
            replayed = expected.pop(0) if expected else None
            if replayed != event:
                differences.append(Difference(seq, _plain(event), _plain(replayed) if replayed else ""))
        read.append(event)
    differences += [Difference(last_seq, "", _plain(left)) for left in expected]
    if not written.skipped:  # no line was cut: nothing explains what is missing
        differences = sorted([*differences, *cut_off], key=attrgetter("seq"))
    return Replayed(inputs, derived, tuple(differences[:most]), has_forgotten)


def _plain(event: Event) -> str:
    return f"{type_name(event)} {to_plain(event)}"
