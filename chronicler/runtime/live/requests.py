"""Markers and clips: each asked for once, and told what became of it.

Decides that an intent is durable before the request leaves, that nothing is asked for again
whose outcome is unknown, and for how long a clip that Twitch has taken on is looked for. What
became of it is told to the stream that it was made for, which may be over by then. Leaves
asking to a :class:`~chronicler.ports.Highlighting` and when to ask to the agent.
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
        report: Callable[[str, Event], None],
        make_durable: Callable[[], Awaitable[None]],
        held_because: Callable[[str], str | None],
        rest: Callable[[float], Awaitable[bool]],
        words: Callable[[MarkStream], str] = lambda wanted: wanted.description,
    ) -> None:
        """Join the requests to their world.

        Args:
            highlighting: makes markers and clips; ``None`` where nothing is broadcast.
            clock: stamps outcomes.
            report: takes intents and outcomes back in, as events of a session by its id.
            make_durable: returns once everything reported so far is on disk.
            held_because: returns why nothing may be asked for in a session now, ``None`` where it may.
            rest: waits so many seconds of the clock; false where it is time to stop.
            words: returns a marker's words as they stand; a moderator may have removed them meanwhile.
        """
        self._highlighting = highlighting
        self._clock = clock
        self._report = report
        self._make_durable = make_durable
        self._held_because = held_because
        self._rest = rest
        self._words = words
        self._turn = asyncio.Lock()

    async def mark(self, wanted: MarkStream, session_id: str) -> None:
        """Set one marker and report what became of it."""
        async with self._turn:
            there, reason = await self._intend(wanted.request_id, session_id)
            told = Marked(RequestState.FAILED, reason=reason)
            try:
                told = await there.mark(self._words(wanted)) if there else told
            except asyncio.CancelledError:
                # Whether it was made nobody can know any more; it is never asked for again.
                self._tell_marker(session_id, wanted, Marked(RequestState.UNKNOWN, reason=STOPPED))
                raise
        self._tell_marker(session_id, wanted, told)

    async def clip(self, wanted: MakeClip, session_id: str) -> None:
        """Ask for one clip, and look for it until it is there."""
        async with self._turn:
            there, reason = await self._intend(wanted.request_id, session_id)
            told = Clipped(RequestState.FAILED, reason=reason)
            try:
                told = await there.clip() if there else told
            except asyncio.CancelledError:
                self._tell_clip(session_id, wanted.request_id, Clipped(RequestState.UNKNOWN, reason=STOPPED))
                raise
        self._tell_clip(session_id, wanted.request_id, told)
        if told.state is RequestState.PENDING:
            await self.look_for(session_id, wanted.request_id, told.clip_id, told.edit_url)

    async def look_for(self, session_id: str, request_id: str, clip_id: str, edit_url: str) -> None:
        """Look for a clip that was taken on until it is there, or long enough; a stop leaves it pending.

        Where Twitch did not answer the last time, nobody knows whether it is there.
        """
        if self._highlighting is None:
            return
        found = Clipped(RequestState.PENDING, clip_id)
        for pause in PAUSES:
            if not await self._rest(pause):
                return
            found = await self._highlighting.find_clip(clip_id)
            if found.state is RequestState.MADE:
                break
        state, reason = found.state, found.reason
        if state is RequestState.PENDING:
            state, reason = RequestState.FAILED, NEVER_CAME
        self._tell_clip(session_id, request_id, Clipped(state, clip_id, found.url, edit_url, reason))

    async def _intend(self, request_id: str, session_id: str) -> tuple[Highlighting | None, str]:
        """Make the intent durable and return whom to ask, or why nobody may be asked."""
        if self._highlighting is None:
            return None, NOT_HERE
        if reason := self._held_because(session_id):
            return None, reason
        self._report(session_id, RequestAttempted(self._clock.now(), request_id))
        try:
            await self._make_durable()
        except (ChroniclerError, OSError):
            return None, "not_journaled"
        reason = self._held_because(session_id)
        return (None, reason) if reason else (self._highlighting, "")

    def _tell_marker(self, session_id: str, wanted: MarkStream, told: Marked) -> None:
        marked = StreamMarked(
            self._clock.now(), wanted.request_id, told.state, told.position_seconds, told.reason
        )
        self._report(session_id, marked)

    def _tell_clip(self, session_id: str, request_id: str, told: Clipped) -> None:
        clipped = ClipReported(
            self._clock.now(), request_id, told.state, told.clip_id, told.url, told.edit_url, told.reason
        )
        self._report(session_id, clipped)
