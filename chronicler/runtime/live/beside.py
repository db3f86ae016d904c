"""Work beside the events, so that a slow model never delays chat, journal or a reload.

Decides that every task is waited for at the end, but for those whose outcome is worth nothing
by then, and that one which fails is told of in one sentence and stops no other. Leaves what
runs for the whole evening to ``runtime.live.supervisor``.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Beside:
    """The tasks that are on their way."""

    def __init__(self, on_trouble: Callable[[str], None]) -> None:
        """Tell ``on_trouble`` of each task that fails."""
        self._on_trouble = on_trouble
        self._tasks: set[asyncio.Task[None]] = set()
        self._passing: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, None], *, is_passing: bool = False) -> None:
        """Run a task under a name; call it on the event loop.

        ``is_passing`` says that its outcome is worth nothing once everything stops.
        """
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        if is_passing:
            self._passing.add(task)
        task.add_done_callback(self._done)

    def let_go(self) -> None:
        """Break off what is worth nothing any more, such as words that a model still looks for."""
        for task in self._passing:
            task.cancel()

    async def finish(self) -> None:
        """Wait until nothing is on its way, not even what was started meanwhile."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._passing.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_trouble(f"{task.get_name()} failed: {error}")
