"""Seeds that the streamer sets to ``draft`` in Obsidian, drafted by the running bot.

Decides that what waits at a start is drafted as well as what is set while it runs, that each is
told once on Tonight, and that a draft the streamer deleted is let go without a word. Always the
outline: a model that writes prose is asked by the command alone, so that none is kept from the
evening. Leaves drafting to ``runtime.blog.draft``.
"""

import asyncio
from collections.abc import Callable

from chronicler.errors import ChroniclerError
from chronicler.notes.tonight.view import DraftReceipt
from chronicler.ports import Clock
from chronicler.runtime.blog.draft import draft_waiting
from chronicler.runtime.house import House


class BlogWishes:
    """Drafts what waits, whenever it is told that something may."""

    def __init__(self, house: House, clock: Clock, on_trouble: Callable[[str], None]) -> None:
        """Draft nothing before :meth:`heed`; what goes wrong is told to ``on_trouble``."""
        self._house, self._clock, self._on_trouble = house, clock, on_trouble
        self._told = asyncio.Event()
        self._failed: frozenset[str] = frozenset()
        """Seeds of which it was told that they cannot be drafted."""
        self.receipts: tuple[DraftReceipt, ...] = ()
        """What became of each wish, in order of time."""

    def hear(self) -> None:
        """Take note that a seed was saved whose status asks for a draft."""
        self._told.set()

    async def heed(self) -> None:
        """Draft what waits now, and again whenever something may, until cancelled."""
        while True:
            self._told.clear()
            await self._draft()
            await self._told.wait()

    async def _draft(self) -> None:
        try:
            made = await asyncio.to_thread(draft_waiting, self._house)
        except ChroniclerError as error:
            self._on_trouble(f"Blog seeds that wait are not drafted: {error}")
            return
        fresh = [m for m in made if not m.was_deleted and (m.path or m.seed not in self._failed)]
        self._failed = frozenset(m.seed for m in made if not m.path)
        now = self._clock.now()
        self.receipts += tuple(DraftReceipt(now, m.seed, m.path, m.why_not) for m in fresh)
