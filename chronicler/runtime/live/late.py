"""What belongs to a stream that is over: lines removed since, and lines of ours told of late.

Decides which events of the present may concern an ended stream, that its notes are written
again once, a few seconds after the last removal, and that a start catches up on what a stop
or a crash cut short. Leaves which journal a removal belongs to to ``runtime.live.ended`` and
keeping to ``runtime.live.afterwards``.
"""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from chronicler.domain.events import ChatterCleared, DeliveryReported, Event, MessageDeleted
from chronicler.runtime.live.afterwards import Afterwards
from chronicler.runtime.live.ended import Removal

REST_SECONDS: Final = 3.0
"""Stream seconds without another removal before notes are written again: bans come in waves."""
MOST_RESTS: Final = 10


class LateEvents:
    """Takes late events to the ended streams they belong to, removals one batch at a time."""

    def __init__(
        self,
        afterwards: Afterwards,
        *,
        rest: Callable[[float], Awaitable[bool]],
        start: Callable[[str, Coroutine[Any, Any, None]], None],
    ) -> None:
        """Join it to its world.

        Args:
            afterwards: the streams that are over.
            rest: waits so many seconds of the clock, shorter where it is time to stop.
            start: runs a task under a name, which a stop waits for.
        """
        self._afterwards, self._rest, self._start = afterwards, rest, start
        self._coming: list[Removal] = []
        self._stale: dict[Path, None] = {}
        """Streams whose notes are to be written again."""
        self._is_busy = False
        self._has_caught_up = False

    def hear(self, event: Event, present: str) -> None:
        """Take note of an event that was journaled while the session ``present`` was open."""
        match event:
            case MessageDeleted() | ChatterCleared():
                self._coming.append(event)
                self._work_on()
            case DeliveryReported(line_id=line_id):
                began_in, _, _ = line_id.rpartition("/")
                if began_in not in ("", present):
                    self._start("after the stream", self._afterwards.add(began_in, event))
            case _:
                pass

    async def catch_up(self, now: datetime) -> None:
        """Bring up the streams that a stop or a crash left behind; only the first call does."""
        if not self._has_caught_up:
            self._has_caught_up = True
            self._stale |= dict.fromkeys(await self._afterwards.left_behind(now))
            self._work_on()

    def _work_on(self) -> None:
        if not self._is_busy and (self._coming or self._stale):
            self._is_busy = True
            self._start("what was removed after the stream", self._work())

    async def _work(self) -> None:
        try:
            while self._coming or self._stale:
                await self._until_they_rest()
                while self._stale:
                    path, _ = self._stale.popitem()
                    await self._afterwards.keep_again(path)
        finally:
            self._is_busy = False

    async def _until_they_rest(self) -> None:
        for _ in range(MOST_RESTS):
            await self._take()
            if self._stale:
                await self._rest(REST_SECONDS)
            if not self._coming:
                return
        await self._take()

    async def _take(self) -> None:
        batch, self._coming = self._coming, []
        if batch:
            self._stale |= dict.fromkeys(await self._afterwards.remove(batch))
