"""Markers and clips: each asked for once, and told what became of it.

Decides that an intent is durable before the request leaves, that nothing is asked for again
whose outcome is unknown, and for how long a clip that Twitch has taken on is looked for.
Leaves asking to a :class:`~chronicler.ports.Highlighting` and when to ask to the agent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from chronicler.domain.actions import MakeClip, MarkStream
from chronicler.domain.events import ClipReported, Event, RequestAttempted, RequestState, StreamMarked
from chronicler.errors import ChroniclerError
from chronicler.ports import Clipped, Clock, Highlighting, Marked

NOT_HERE: Final = "not_on_twitch"
"""Why no marker or clip was made: nothing is broadcast where this runs."""
NEVER_CAME: Final = "never_came"
STOPPED: Final = "stopped"
PAUSES: Final = (2.0, 3.0, 5.0, 5.0, 15.0, 30.0, 60.0, 60.0, 120.0)
"""Seconds between looks for a clip. Twitch says to give up after 15 s; some take minutes."""


class Requests:
    """Asks Twitch for markers and clips, one after the other."""

    def __init__(
        self,
        highlighting: Highlighting | None,
        clock: Clock,
        *,
        report: Callable[[Event], None],
        make_durable: Callable[[], Awaitable[None]],
        held_because: Callable[[], str | None],
        rest: Callable[[float], Awaitable[bool]],
    ) -> None:
        """Join the requests to their world.

        Args:
            highlighting: makes markers and clips; ``None`` where nothing is broadcast.
            clock: stamps outcomes.
            report: takes intents and outcomes back in, as events.
            make_durable: returns once everything reported so far is on disk.
            held_because: returns why nothing may be asked for now, ``None`` where it may.
            rest: waits so many seconds of the clock; false where it is time to stop.
        """
        self._highlighting = highlighting
        self._clock = clock
        self._report = report
        self._make_durable = make_durable
        self._held_because = held_because
        self._rest = rest
        self._turn = asyncio.Lock()

    async def mark(self, wanted: MarkStream) -> None:
        """Set one marker and report what became of it."""
        async with self._turn:
            there, reason = await self._intend(wanted.request_id)
            told = Marked(RequestState.FAILED, reason=reason)
            try:
                told = await there.mark(wanted.description) if there else told
            except asyncio.CancelledError:
                # Whether it was made nobody can know any more; it is never asked for again.
                self._tell_marker(wanted.request_id, Marked(RequestState.UNKNOWN, reason=STOPPED))
                raise
        self._tell_marker(wanted.request_id, told)

    async def clip(self, wanted: MakeClip) -> None:
        """Ask for one clip, and look for it until it is there."""
        async with self._turn:
            there, reason = await self._intend(wanted.request_id)
            told = Clipped(RequestState.FAILED, reason=reason)
            try:
                told = await there.clip() if there else told
            except asyncio.CancelledError:
                self._tell_clip(wanted.request_id, Clipped(RequestState.UNKNOWN, reason=STOPPED))
                raise
        self._tell_clip(wanted.request_id, told)
        if told.state is RequestState.PENDING:
            await self.look_for(wanted.request_id, told.clip_id, told.edit_url)

    async def look_for(self, request_id: str, clip_id: str, edit_url: str) -> None:
        """Look for a clip that was taken on until it is there, or long enough; a stop leaves it pending."""
        found = Clipped(RequestState.PENDING, clip_id)
        for pause in PAUSES if self._highlighting else ():
            if not await self._rest(pause):
                return
            found = await self._highlighting.find_clip(clip_id) if self._highlighting else found
            if found.state is RequestState.MADE:
                break
        is_there = found.state is RequestState.MADE
        state, reason = (found.state, "") if is_there else (RequestState.FAILED, NEVER_CAME)
        self._tell_clip(request_id, Clipped(state, clip_id, found.url, edit_url, reason))

    async def _intend(self, request_id: str) -> tuple[Highlighting | None, str]:
        """Make the intent durable and return whom to ask, or why nobody may be asked."""
        if self._highlighting is None:
            return None, NOT_HERE
        if reason := self._held_because():
            return None, reason
        self._report(RequestAttempted(self._clock.now(), request_id))
        try:
            await self._make_durable()
        except (ChroniclerError, OSError):
            return None, "not_journaled"
        reason = self._held_because()
        return (None, reason) if reason else (self._highlighting, "")

    def _tell_marker(self, request_id: str, told: Marked) -> None:
        self._report(
            StreamMarked(self._clock.now(), request_id, told.state, told.position_seconds, told.reason)
        )

    def _tell_clip(self, request_id: str, told: Clipped) -> None:
        self._report(
            ClipReported(
                self._clock.now(), request_id, told.state, told.clip_id, told.url, told.edit_url, told.reason
            )
        )
