"""A running bot for a service manager's log: one dated line for each change of its state.

Decides which states there are, the word each line begins with and how much it weighs. A system's log
outlives the evening and no forgetting reaches it, so nothing a viewer wrote and no viewer's name
stands in it. Leaves the live view for people to ``cli.views.stage``.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from enum import IntEnum
from functools import partial
from typing import Final, TextIO

from chronicler.agent.state import State
from chronicler.cli.terminal.outlet import tell
from chronicler.cli.terminal.pasted import pasteable
from chronicler.cli.terminal.shown import shown
from chronicler.cli.terminal.troubles import Troubles
from chronicler.domain.counted import counted
from chronicler.domain.events import (
    ChannelUpdated,
    DashboardAdopted,
    DashboardCleared,
    Event,
    HearingChanged,
    HearthSwitched,
    HushChanged,
    LiveStatusChecked,
    ModelCalled,
    ProgramStarted,
    SessionEnded,
    SessionStarted,
    SettingsTaken,
    SpeechSignalChanged,
)
from chronicler.domain.session import RESUME_WITHIN
from chronicler.notes.wording import clock, span
from chronicler.notes.words import ears
from chronicler.notes.words.reasons import why_silent_now, why_unheard
from chronicler.runtime.aftermath import Kept
from chronicler.runtime.live.tonight_writing import ABOUT, AWAY, BACK, TAKEN_UP

NAMES_PEOPLE: Final = frozenset({"opt_out", "known_bots"})
"""Settings whose values are people's logins."""
NEEDS_A_PERSON: Final = frozenset({"needs_login", "not_permitted"})
_AWAY: Final = AWAY.partition("{")[0]
_OURS: Final = frozenset({"connecting", "starting", "stopped", "closed"})
"""Why chat is not heard yet, or no longer, by our own doing: no change worth a line."""


class Weight(IntEnum):
    """How much a line weighs, as syslog counts it: the smaller the more."""

    WARNING = 4
    NOTICE = 5


class ServiceLog:
    """Tells changes of state as lines of a log; what stays as it was is told once."""

    def __init__(
        self,
        timezone: tzinfo,
        *,
        is_recorded: bool = False,
        environ: Mapping[str, str] = os.environ,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Know of nothing yet; ``timezone`` is that of the stamps until settings are read.

        A stream that ``is_recorded`` never comes back once it went off the air. Lines are stamped by
        the clock on the wall, ``now``, as those beside them in a log: also where a recording is played.
        """
        self._timezone, self._is_recorded = timezone, is_recorded
        self._now = now or partial(datetime.now, UTC)
        self._is_journal = is_journal(environ, sys.stderr)
        self._states: dict[str, tuple[str, ...]] = {}
        """What was told last of each thing that has a state."""
        self._deaf_since: datetime | None = None
        self.trouble = Troubles(ends=dict.fromkeys((BACK, TAKEN_UP), ABOUT), show=self._trouble)

    def watch(self, event: Event, derived: Sequence[Event], state: State) -> None:
        """Tell what an input and what was derived from it changed."""
        if state.has_read_settings:
            self._timezone = state.settings.timezone
        for happening in (event, *derived):
            self._look(happening, state)

    def say(self, word: str, text: str, *, is_loud: bool = False) -> None:
        """Tell what stands around the stream."""
        self._line(Weight.WARNING if is_loud else Weight.NOTICE, word, text)

    def stopped(self, text: str) -> None:
        """Tell that the bot is no longer at work; ``text`` is empty where no stream was under way."""
        self.say("stopped", text or "no stream was under way")

    def kept(self, kept: Kept) -> None:
        """Tell that a stream's notes are written; their names hold what was said, so they are counted."""
        written = counted(len(kept.written), "note")
        self.say("notes written", f"{written}; Tonight links them" if kept.ledger else written)
        for warning in kept.warnings:
            self.trouble(warning)

    def _trouble(self, text: str) -> None:
        if text in (BACK, TAKEN_UP):
            self._line(Weight.NOTICE, "vault back" if text == BACK else "tonight back", text)
        else:
            is_away = text.startswith(_AWAY)
            self._line(Weight.WARNING, "vault away" if is_away else "trouble", text)

    # What changed --------------------------------------------------------------------------

    def _look(self, event: Event, state: State) -> None:
        match event:
            case HearingChanged():
                self._hear(event)
            case LiveStatusChecked():
                self._look_at_the_air(event, state)
            case SessionStarted():
                self._live(state)
            case SessionEnded():
                until = clock(event.at, self._timezone)
                self._change("air", "over", f"the stream ran until {until}; its notes are being written")
            case ProgramStarted(is_resumed=True) if state.session:
                began = clock(state.session.started_at, self._timezone)
                self.say("taken up", f"the stream begun at {began} goes on")
            case ModelCalled():
                self._model(event, state)
            case SpeechSignalChanged():
                self._obs(event)
            case _:
                self._look_at_the_evening(event)

    def _look_at_the_evening(self, event: Event) -> None:
        """Tell what notes, the title and commands in chat changed."""
        match event:
            case DashboardAdopted():
                self._change(
                    "theme", "theme", event.theme_to or "none is named on the dashboard", by_text=True
                )
            case DashboardCleared() if "theme" in self._states:
                self._change("theme", "theme", "none: no dashboard is in force any more", by_text=True)
            case ChannelUpdated():
                category = f" ({event.category})" if event.category else ""
                self._change("title", "title", f"{event.title}{category}", by_text=True)
            case SettingsTaken():
                self._settings(event)
            case HushChanged(until=None):
                self.say("hush lifted", "the Hearthkeeper may speak again")
            case HushChanged(until=datetime() as until):
                self.say("hushed", f"until {clock(until, self._timezone)}")
            case HearthSwitched():
                self.say(f"hearthkeeper {'on' if event.is_on else 'off'}", "by a command in chat")
            case _:
                pass

    def _hear(self, event: HearingChanged) -> None:
        if event.is_hearing:
            lost, self._deaf_since = self._deaf_since, None
            again = f" again, after {span((event.at - lost).total_seconds())}" if lost else ""
            self._change("chat", "connected", f"chat is heard{again}")
        elif event.reason not in _OURS:
            self._deaf_since = self._deaf_since or event.at
            word = "token needed" if event.reason in NEEDS_A_PERSON else "reconnecting"
            self._change("chat", word, why_unheard(event.reason), Weight.WARNING)

    def _look_at_the_air(self, status: LiveStatusChecked, state: State) -> None:
        if status.is_live:
            self._live(state)
        elif status.is_live is None and state.is_running:
            needs_a_person = status.reason in NEEDS_A_PERSON
            if needs_a_person and self._states.get("chat") == ("token needed",):
                return
            word = "token needed" if needs_a_person else "live unknown"
            self._change("air", word, why_silent_now(f"live_{status.reason or 'unknown'}"), Weight.WARNING)
        elif status.is_live is False and state.off_air_since and state.is_running:
            until = clock(state.off_air_since + RESUME_WITHIN, self._timezone)
            told = (
                "the recording ends here"
                if self._is_recorded
                else f"the stream is over if not back by {until}"
            )
            self._change("air", "offline", told)

    def _live(self, state: State) -> None:
        """Tell that a stream is on the air, once its session has begun."""
        if state.is_running and state.session and state.live and state.live.is_live:
            since = f"since {clock(state.session.started_at, self._timezone)}"
            self._change("air", "live", since)

    def _settings(self, taken: SettingsTaken) -> None:
        for change in taken.changes:
            key = change.split(" ", 1)[0]
            self.say("settings", f"{key} changed" if key in NAMES_PEOPLE else change)
        for refused in taken.refused:
            self._line(Weight.WARNING, "settings refused", refused)

    def _model(self, call: ModelCalled, state: State) -> None:
        metering = state.metering
        if metering.trouble and metering.away_since == call.at:
            self._change("model", "model away", f"{metering.trouble}; your own lines serve", Weight.WARNING)
        elif metering.away_since and metering.back_at == call.at:
            lasted = span((metering.back_at - metering.away_since).total_seconds())
            self._change("model", "model back", f"after {lasted}")

    def _obs(self, heard: SpeechSignalChanged) -> None:
        if heard.is_present:
            self._change("obs", "obs connected", ears.signal(heard, str))
        elif heard.reason not in {"switched_off", "not_connected"}:
            self._change("obs", "obs away", ears.signal(heard, str), Weight.WARNING)

    # How it is told ------------------------------------------------------------------------

    def _change(
        self, what: str, word: str, text: str, weight: Weight = Weight.NOTICE, *, by_text: bool = False
    ) -> None:
        """Tell the state of something where it is another; ``by_text`` where its words make it another."""
        is_now = (word, text) if by_text else (word,)
        if self._states.get(what) != is_now:
            self._states[what] = is_now
            self._line(weight, word, text)

    def _line(self, weight: Weight, word: str, text: str) -> None:
        plain = pasteable(shown(" ".join(text.replace("`", "").split())))
        stamp = self._now().astimezone(self._timezone).isoformat(sep=" ", timespec="seconds")
        tell(f"{f'<{weight}>' if self._is_journal else f'{stamp} '}{word}: {plain}", err=True)


def is_journal(environ: Mapping[str, str], stream: TextIO) -> bool:
    """Return whether a stream leads to systemd's journal, which stamps lines itself and reads their weight.

    So systemd tells it: device and inode of the socket it gave the service.
    """
    device, _, inode = environ.get("JOURNAL_STREAM", "").partition(":")
    try:
        its = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return (device, inode) == (str(its.st_dev), str(its.st_ino))
