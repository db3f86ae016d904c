"""One way out: every line that is said in chat goes through here.

Decides the form of what leaves (one line, at most 500 characters, marked on a shared
account), its pace, and when it must not leave any more; a line's intent is durable before
the request, and nothing is tried again whose outcome is unknown. Leaves what to say to the
agent and the saying to a :class:`~chronicler.ports.ChatSender`.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chronicler.domain.actions import SendLine
from chronicler.domain.events import DeliveryReported, DeliveryState, Event, SendAttempted
from chronicler.errors import ChroniclerError
from chronicler.ports import RATE_LIMITED, ChatSender, Clock, Delivery

MOST_CHARACTERS: Final = 500
MARK: Final = "Hearthkeeper (AI): "
"""Begins every line on an account that is also the streamer's."""
WINDOW: Final = timedelta(seconds=30)
"""Twitch counts lines over this span, and refuses one that is repeated within it."""
LINES_PER_WINDOW: Final = 20
LINES_PER_WINDOW_AS_MODERATOR: Final = 100
MOST_AGE: Final = timedelta(seconds=60)
"""A line that could not leave for so long no longer fits the moment it was meant for."""
PAUSES: Final = (5.0, 10.0, 20.0, 30.0)
"""Seconds to wait after the first, second … "too many requests"."""

Wanted = Callable[[], str | None]
"""Returns why a line must not leave any more, ``None`` while it may."""


def collapse(text: str) -> str:
    """Return the text on one line, its whitespace single."""
    return " ".join(text.split())


def split(text: str, most: int = MOST_CHARACTERS) -> list[str]:
    """Return the text in parts of at most ``most`` characters, broken between words.

    Only a word that is longer than that by itself is cut.
    """
    parts: list[str] = []
    for word in text.split():
        if parts and len(parts[-1]) + 1 + len(word) <= most:
            parts[-1] += f" {word}"
            continue
        parts.extend(word[i : i + most] for i in range(0, len(word), most))
    return parts


@dataclass(slots=True)
class _Attempt:
    at: datetime
    text: str | None


@dataclass(slots=True)
class _Job:
    """A line on its way."""

    line: SendLine
    deadline: datetime
    still_wanted: Wanted
    is_intended: bool = False
    """Whether its intent is on disk."""


class Pace:
    """What left lately: at most so many lines in any 30 seconds, none of them twice."""

    def __init__(self, most: Callable[[], int]) -> None:
        """Allow as many lines in any window as ``most`` says at that moment."""
        self._most = most
        self._attempts: deque[_Attempt] = deque()

    def note(self, at: datetime, text: str) -> None:
        """Count a line that is about to leave, whatever becomes of it."""
        self._attempts.append(_Attempt(at, text))

    def unsay(self) -> None:
        """Forget the words of the last line: it was surely not said, and may be tried again."""
        if self._attempts:
            self._attempts[-1].text = None

    def is_repeat(self, now: datetime, text: str) -> bool:
        """Return whether the same line left within the window."""
        self._forget(now)
        return any(attempt.text == text for attempt in self._attempts)

    def wait(self, now: datetime) -> timedelta:
        """Return how long the next line must wait; zero if it may leave."""
        self._forget(now)
        most = self._most()
        if len(self._attempts) < most:
            return timedelta(0)
        return self._attempts[-most].at + WINDOW - now

    def _forget(self, now: datetime) -> None:
        while self._attempts and now - self._attempts[0].at >= WINDOW:
            self._attempts.popleft()


class Outbox:
    """Says lines one after the other, in the order in which they were asked for."""

    def __init__(
        self,
        sender: ChatSender,
        clock: Clock,
        *,
        report: Callable[[Event], None],
        make_durable: Callable[[], Awaitable[None]],
        is_shared_account: Callable[[], bool] = lambda: False,
        is_moderator: Callable[[], bool] = lambda: False,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Join the outbox to its world.

        Args:
            sender: says one line.
            clock: measures pace and age.
            report: takes intents and outcomes back in, as events.
            make_durable: returns once everything reported so far is on disk.
            is_shared_account: whether lines must be marked as the steward's.
            is_moderator: whether the account may say 100 lines in 30 seconds.
            pause: waits so many seconds of the clock.
        """
        self._sender = sender
        self._clock = clock
        self._report = report
        self._make_durable = make_durable
        self._is_shared = is_shared_account
        self._pace = Pace(lambda: LINES_PER_WINDOW_AS_MODERATOR if is_moderator() else LINES_PER_WINDOW)
        self._pause = pause
        self._turn = asyncio.Lock()

    async def deliver(self, line: SendLine, still_wanted: Wanted) -> DeliveryReported:
        """Say a line when its turn comes, report what became of it, and return that.

        ``still_wanted`` is asked at the last moment, after every wait. A line in several
        parts counts as sent once its first part was.
        """
        job = _Job(line, self._clock.now() + MOST_AGE, still_wanted)
        async with self._turn:
            outcome = await self._say_all(job)
        told = DeliveryReported(
            self._clock.now(), line.line_id, outcome.state, outcome.message_id, outcome.reason
        )
        self._report(told)
        return told

    async def _say_all(self, job: _Job) -> Delivery:
        parts = self._parts(job.line.text)
        if not parts:
            return _dropped("empty")
        first = await self._say(job, parts[0], job.line.reply_to)
        if first.state is not DeliveryState.SENT:
            return first
        for number, part in enumerate(parts[1:], 2):
            outcome = await self._say(job, part, None)
            if outcome.state is not DeliveryState.SENT:
                reason = f"part {number} of {len(parts)} {outcome.state}: {outcome.reason}"
                return Delivery(first.state, first.message_id, reason)
        return first

    def _parts(self, text: str) -> list[str]:
        mark = MARK if self._is_shared() else ""
        bare = collapse(text).removeprefix(mark)
        return [f"{mark}{part}" for part in split(bare, MOST_CHARACTERS - len(mark))]

    async def _say(self, job: _Job, text: str, reply_to: str | None) -> Delivery:
        for rest in (*PAUSES, None):
            held = await self._hold(job, text) or await self._intend(job)
            if held:
                return held
            outcome = await self._send(job, text, reply_to)
            if outcome.state is DeliveryState.DROPPED:
                self._pace.unsay()
            if outcome.reason != RATE_LIMITED or rest is None:
                return outcome
            await self._pause(rest)
        return _dropped(RATE_LIMITED)

    async def _hold(self, job: _Job, text: str) -> Delivery | None:
        """Wait until the pace allows a line; return its end where it must not leave any more."""
        while True:
            now = self._clock.now()
            if reason := job.still_wanted():
                return _dropped(reason)
            if now >= job.deadline:
                waited = MOST_AGE.total_seconds()
                return Delivery(DeliveryState.EXPIRED, reason=f"waited {waited:g} s")
            if self._pace.is_repeat(now, text):
                return _dropped("repeated")
            wait = self._pace.wait(now)
            if wait <= timedelta(0):
                return None
            await self._pause(wait.total_seconds())

    async def _intend(self, job: _Job) -> Delivery | None:
        """Make the intent durable, once a line, so that a crash from here on leaves a trace."""
        if job.is_intended:
            return None
        self._report(SendAttempted(self._clock.now(), job.line.line_id))
        try:
            await self._make_durable()
        except (ChroniclerError, OSError) as error:
            return _dropped(f"not_journaled: {error}")
        job.is_intended = True
        reason = job.still_wanted()
        return _dropped(reason) if reason else None

    async def _send(self, job: _Job, text: str, reply_to: str | None) -> Delivery:
        self._pace.note(self._clock.now(), text)
        try:
            return await self._sender.send(text, reply_to=reply_to)
        except asyncio.CancelledError:
            # Whether it was said nobody can know any more; it is never sent again.
            now, line_id = self._clock.now(), job.line.line_id
            self._report(DeliveryReported(now, line_id, DeliveryState.UNKNOWN, reason="stopped"))
            raise


def _dropped(reason: str) -> Delivery:
    return Delivery(DeliveryState.DROPPED, reason=reason)
