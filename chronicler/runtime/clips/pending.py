"""Clips that were still being made when the program stopped.

Decides that each is looked for once a start: those of a stream that is taken up again, and
those of the stream that ended last, of which a crash may also have left requests without an
outcome. Leaves reading that stream to ``runtime.live.afterwards`` and looking to
``runtime.live.requests``.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from chronicler.domain.record import Clip
from chronicler.errors import ArchiveError
from chronicler.ports import Clock
from chronicler.runtime.live.afterwards import Afterwards, left_open
from chronicler.runtime.live.requests import Requests


class PendingClips:
    """Goes on looking for clips where the last start left off."""

    def __init__(
        self,
        requests: Requests,
        afterwards: Afterwards,
        clock: Clock,
        *,
        start: Callable[[str, Coroutine[Any, Any, None]], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        """Join it to its world.

        Args:
            requests: looks for a clip.
            afterwards: takes in what became of requests of a stream that is over.
            clock: the present.
            start: runs a task under a name, which a stop waits for.
            on_trouble: told, in one sentence, what went wrong.
        """
        self._requests, self._afterwards, self._clock = requests, afterwards, clock
        self._start, self._on_trouble = start, on_trouble
        self._looked_for: set[str] = set()
        self._has_looked_back = False

    def look(self, session_id: str, clips: Iterable[Clip]) -> None:
        """Look for clips of a session, each at most once."""
        for clip in clips:
            if clip.request_id not in self._looked_for:
                self._looked_for.add(clip.request_id)
                looking = self._requests.look_for(session_id, clip.request_id, clip.clip_id, clip.edit_url)
                self._start("looking for a clip", looking)

    async def look_back(self, journals: Path) -> None:
        """Look for what was left open of the stream that ended last; only the first call does."""
        if self._has_looked_back:
            return
        self._has_looked_back = True
        try:
            left = await asyncio.to_thread(left_open, journals, self._clock.now())
        except ArchiveError as error:
            self._on_trouble(f"Whether clips of the last stream are there now is not looked for: {error}")
            return
        if left and left.told:
            self._start("after the stream", self._afterwards.add(left.session_id, *left.told))
        if left:
            self.look(left.session_id, left.pending)
