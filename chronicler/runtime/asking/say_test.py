"""One line said as a test, to see the whole way into chat work before the stream.

Decides the steps of the way and what each tells when it fails: login, chat, gate, line, echo.
The line leaves through the real outbox and adapter; its journal is thrown away, so that
neither streams nor rehearsals know of it. Beside a running bot see ``asking.say_test_beside``.
"""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from chronicler.agent import live_gate
from chronicler.agent.state import State
from chronicler.agent.steward.asked import MODE
from chronicler.agent.way_test import TEST
from chronicler.domain.actions import Action, SendLine
from chronicler.domain.events import (
    DeliveryReported,
    DeliveryState,
    Event,
    MessageReceived,
    OperatorCommanded,
    SettingsSaved,
)
from chronicler.domain.session import Origin
from chronicler.errors import ChroniclerError, ConfigError
from chronicler.notes.words.reasons import decided, why_silent_now, why_undelivered, why_unheard
from chronicler.runtime.clock import Stopwatch, stopwatch
from chronicler.runtime.house import House
from chronicler.runtime.live.outbox import Outbox
from chronicler.runtime.live.sessions import Sessions
from chronicler.runtime.live.twitch_rim import TwitchRim
from chronicler.twitch.failures import LoginNeededError

Found = TypeVar("Found")
LOGIN, CHAT, GATE, LINE, ECHO = "login", "chat", "gate", "line", "echo"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, in words for whoever asked."""

    name: str
    is_ok: bool
    words: str
    code: str = DONE
    """Stable for scripts: ``done``, or why it failed."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Wall seconds after which each step counts as failed."""

    hearing: float = 30.0
    order: float = 10.0
    """For the running bot to take the order up."""
    line: float = 90.0
    """A line waits up to a minute for its turn, and then for Twitch's answer."""
    echo: float = 10.0


PATIENCE: Final = Patience()


@dataclass(slots=True)
class Trial:
    """What became of a test."""

    is_beside: bool = False
    """Whether a running bot said it."""
    channel: str = ""
    account: str = ""
    text: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def is_said(self) -> bool:
        """Whether the line was said and heard again: every step of the way."""
        return bool(self.steps) and self.steps[-1].name == ECHO and all(step.is_ok for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "said": self.is_said,
            "beside_a_running_bot": self.is_beside,
            "channel": self.channel or None,
            "account": self.account or None,
            "text": self.text or None,
            "steps": [
                {"step": s.name, "ok": s.is_ok, "reason": None if s.is_ok else s.code, "words": s.words}
                for s in self.steps
            ],
        }


OnStep = Callable[[Step], None]


class Report:
    """Notes each step and tells it as it happens."""

    def __init__(self, trial: Trial, on_step: OnStep) -> None:
        """Note in ``trial`` and tell ``on_step``."""
        self.trial = trial
        self._on_step = on_step

    def well(self, name: str, words: str) -> None:
        """Note a step that went well."""
        self._note(Step(name, is_ok=True, words=words))

    def ill(self, name: str, words: str, code: str) -> None:
        """Note the step at which the way ends."""
        self._note(Step(name, is_ok=False, words=words, code=code))

    def decided_against(self, reason: str) -> None:
        """Note that the Steward would not say it."""
        if reason == "test_rejected":
            self.ill(GATE, decided(MODE, reason), reason)
        else:
            self.ill(GATE, f"closed: {plain(why_silent_now(reason))}", reason)

    def delivered(self, told: DeliveryReported) -> bool:
        """Note what Twitch said to the line, and return whether it may have been said."""
        match told.state:
            case DeliveryState.SENT:
                self.well(LINE, f"Twitch took it: “{self.trial.text}”")
            case DeliveryState.UNKNOWN:
                return True  # only an echo can tell
            case _:
                self.ill(
                    LINE, f"not said: {plain(why_undelivered(told.reason))}", told.reason or told.state.value
                )
        return told.state is DeliveryState.SENT

    def heard_again(self, told: DeliveryReported, seconds: float | None) -> None:
        """Note whether the line was heard again, and after how long."""
        is_sure = told.state is DeliveryState.SENT
        if seconds is None and is_sure:
            self.ill(ECHO, "not heard again: look into your chat yourself, it may stand there", "no_echo")
        elif seconds is None:
            self.ill(LINE, f"nobody knows: {plain(why_undelivered(told.reason))}", told.reason or "unknown")
        else:
            if not is_sure:
                self.well(LINE, f"Twitch took it, though it gave no answer: “{self.trial.text}”")
            self.well(ECHO, f"chat shows it; it was heard again after {max(seconds, 0.0):.1f} s")

    def _note(self, step: Step) -> None:
        self.trial.steps.append(step)
        self._on_step(step)


def plain(text: str) -> str:
    """Return a note's sentence without its marks of code."""
    return text.replace("`", "")


def new_id() -> str:
    """Return the name of one test."""
    return uuid.uuid4().hex[:12]


def is_echo(event: Event, told: DeliveryReported, text: str) -> bool:
    """Return whether chat shows the line: by its id, or its words where Twitch gave no answer."""
    if not isinstance(event, MessageReceived):
        return False
    if told.message_id:
        return event.message.message_id == told.message_id
    return event.message.is_own and event.message.text.endswith(text)


async def say_off_air(
    house: House,
    rim_of: Callable[[], TwitchRim],
    on_step: OnStep,
    patience: Patience = PATIENCE,
) -> Trial:
    """Say one line where nobody runs, and return what happened at each step; never raises for those.

    ``rim_of`` finds the channel and its login, and raises a ``ChroniclerError`` where there is none.
    """
    trial = Trial(channel=house.settings().channel)
    report = Report(trial, on_step)
    try:
        rim = rim_of()
    except ChroniclerError as error:
        report.ill(LOGIN, str(error), "not_configured" if isinstance(error, ConfigError) else "unreadable")
        return trial
    with TemporaryDirectory(prefix="chronicler-say-test-") as folder:
        attempt = _Attempt(house, rim, Path(folder), report, patience)
        try:
            await attempt.run()
        finally:
            attempt.sessions.close()
    return trial


class _Attempt:
    """One test: a session off air in a folder of its own, heard and spoken through Twitch."""

    def __init__(
        self, house: House, rim: TwitchRim, folder: Path, report: Report, patience: Patience
    ) -> None:
        self._rim, self._report, self._patience = rim, report, patience
        self._heard: list[tuple[float, Event]] = []
        self._news = asyncio.Event()
        self._elapsed: Stopwatch = stopwatch
        values = {**house.setting_values(), "offline_test": True}
        self.sessions = Sessions(
            folder,
            house.settings().channel,
            Origin.REHEARSAL,
            rim.clock,
            opening=lambda at: (SettingsSaved(at, values),),
            on_ended=lambda _path, _state: None,
            is_test=True,
        )
        self._outbox = Outbox(
            rim,
            rim.clock,
            report=self._listen,
            make_durable=lambda: asyncio.to_thread(self.sessions.engine.journal.sync),
            is_shared_account=lambda: self._state.settings.shared_account or rim.is_shared_account(),
        )

    @property
    def _state(self) -> State:
        return self.sessions.engine.state

    def _take(self, event: Event) -> list[Action]:
        self._heard.append((self._elapsed(), event))
        actions = self.sessions.feed(event)
        self._news.set()
        return actions

    def _listen(self, event: Event) -> None:
        self._take(event)

    async def run(self) -> None:
        """Go the whole way, as far as it leads."""
        hearing = asyncio.create_task(self._rim.run(self._listen), name="hearing")
        hearing.add_done_callback(lambda _: self._news.set())
        try:
            if await self._is_heard(hearing) and (line := self._queued()):
                await self._say(line, hearing)
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    async def _is_heard(self, hearing: "asyncio.Task[None]") -> bool:
        on = await self._until(
            lambda: self._state.hearing if self._is_on() else None, hearing, self._patience.hearing
        )
        channel = self._rim.service.channel if self._rim.service else None
        if channel is not None:
            self._report.trial.account = channel.bot_login
            self._report.trial.channel = channel.login
            own = ", your own account; its lines are marked" if channel.is_shared_account else ""
            self._report.well(LOGIN, f"Twitch accepts {channel.bot_login}{own}")
        if on is not None:
            self._report.well(CHAT, f"the chat of {self._report.trial.channel} is heard")
            return True
        self._tell_deaf(hearing)
        return False

    def _tell_deaf(self, hearing: "asyncio.Task[None]") -> None:
        error = hearing.exception() if hearing.done() and not hearing.cancelled() else None
        if isinstance(error, LoginNeededError):
            self._report.ill(LOGIN, str(error), error.code)
        elif error is not None:
            live = self._state.live
            self._report.ill(CHAT, str(error), (live.reason if live else "") or "not_entered")
        else:
            why = self._state.hearing.reason if self._state.hearing else "connecting"
            waited = f"not heard within {self._patience.hearing:g} s: {plain(why_unheard(why))}"
            self._report.ill(CHAT, waited, "timeout")

    def _is_on(self) -> bool:
        state = self._state
        return state.hearing is not None and state.hearing.is_hearing and state.live is not None

    def _queued(self) -> SendLine | None:
        """Ask the Steward for the line, and tell what the gate says."""
        now = self._rim.clock.now()
        actions = self._take(OperatorCommanded(now, TEST, new_id()))
        line = next((action for action in actions if isinstance(action, SendLine)), None)
        if line is None:
            last = self._state.reasons.get(MODE)
            self._report.decided_against(last.reason if last else "")
            return None
        self._report.trial.text = line.text
        off_air = live_gate.off_air_because(self._state, now)
        why = (
            f"open for this test only: {plain(why_silent_now(off_air))}" if off_air else "open: you are live"
        )
        self._report.well(GATE, why)
        return line

    async def _say(self, line: SendLine, hearing: "asyncio.Task[None]") -> None:
        told = await self._outbox.deliver(
            line, lambda: live_gate.closed_because(self._state, self._rim.clock.now())
        )
        if not self._report.delivered(told):
            return
        began = next((at for at, e in self._heard if isinstance(e, OperatorCommanded)), 0.0)
        heard = await self._until(lambda: self._echo(told, line.text), hearing, self._patience.echo)
        self._report.heard_again(told, None if heard is None else heard - began)

    def _echo(self, told: DeliveryReported, text: str) -> float | None:
        return next((at for at, event in self._heard if is_echo(event, told, text)), None)

    async def _until(
        self, find: Callable[[], Found | None], hearing: "asyncio.Task[None]", seconds: float
    ) -> Found | None:
        """Return what is found, ``None`` where it is not in time or hearing has ended."""
        try:
            async with asyncio.timeout(seconds):
                while (found := find()) is None and not hearing.done():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return find()
        return found
