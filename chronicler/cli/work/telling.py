"""To whom a running bot tells how it goes: a person before a terminal, or a service's log.

Decides what both are told besides the stream itself, and how a person reads it; leaves the lines of a
log to ``cli.views.service_log``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

import click

from chronicler.agent.state import State
from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.screen import say
from chronicler.cli.terminal.troubles import Troubles
from chronicler.cli.views.result import print_written
from chronicler.cli.views.service_log import ServiceLog
from chronicler.cli.views.stage import StageView
from chronicler.domain.events import Event
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.live.tonight_writing import ABOUT, BACK, TAKEN_UP


class Telling(Protocol):
    """Takes what is worth telling of a run."""

    @property
    def trouble(self) -> Callable[[str], None]:
        """Tells what goes wrong, in a sentence, once while it lasts."""

    def watch(self, event: Event, derived: Sequence[Event], state: State) -> None:
        """See an input and what was derived from it."""

    def say(self, word: str, text: str, *, is_loud: bool = False) -> None:
        """Tell what stands around the stream; ``word`` is what a line of a log begins with."""

    def stopped(self, text: str) -> None:
        """Tell that the bot is no longer at work; ``text`` is empty where no stream was under way."""

    def kept(self, kept: Kept) -> None:
        """Tell what was written of a stream that is over."""


def telling(now: Callable[[], datetime], timezone: tzinfo, *, quiet: bool, is_recorded: bool) -> Telling:
    """Return whom a run tells: a service's log where it is ``quiet``, else a person.

    ``now`` is the present in stream time, ``timezone`` that of the times before settings are read.
    """
    if quiet:
        return ServiceLog(timezone, is_recorded=is_recorded)
    return OnTerminal(now, timezone, is_recorded=is_recorded)


class OnTerminal:
    """Tells a person: the stream as it goes by, sentences around it, notes with their names."""

    def __init__(self, now: Callable[[], datetime], timezone: tzinfo, *, is_recorded: bool = False) -> None:
        """Begin with nothing shown."""
        self._view = StageView(now=now, is_recorded=is_recorded, timezone=timezone)
        self.trouble = Troubles(ends=dict.fromkeys((BACK, TAKEN_UP), ABOUT))

    def watch(self, event: Event, derived: Sequence[Event], state: State) -> None:
        """Show an input and what was derived from it."""
        self._view(event, derived, state)

    def say(self, word: str, text: str, *, is_loud: bool = False) -> None:
        """Tell it in sentences."""
        del word
        if is_loud:
            tell(click.style(text, bold=True), err=True)
        else:
            say(text, err=True)

    def stopped(self, text: str) -> None:
        """Tell what becomes of a stream that was under way."""
        if text:
            say(text, err=True)

    def kept(self, kept: Kept) -> None:
        """Name each note."""
        if kept.written:
            say("Notes:", err=True)
        print_written(kept.written)
        for warning in kept.warnings:
            say(f"note: {warning}", err=True)
