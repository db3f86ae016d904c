"""Inputs about what is kept of somebody: a wish that is kept, and words that were taken away.

Decides what each carries, and that none carries a name of theirs; leaves the other inputs to
``inputs``.
"""

from dataclasses import dataclass

from chronicler.domain.event import Event


@dataclass(frozen=True, slots=True)
class OptOutKept(Event):
    """What became of a :class:`~chronicler.domain.actions.KeepOptOut`."""

    message_id: str
    is_out: bool
    name: str = ""
    """The neutral name of whoever asked, in this journal."""
    problem: str = ""
    """Why it could not be kept for longer than this run, in words; empty where it was."""


@dataclass(frozen=True, slots=True)
class ViewerForgotten(Event):
    """Somebody's words and name were taken out of this journal: what was decided may read otherwise."""

    lines: int
    """How many lines of theirs lost their words, in all journals together."""
    streams: int = 0
    """In how many streams."""
