"""Keeps services running: each in a restart loop of its own, so that none can stop another.

Decides when to restart, how long to wait, and the order of stopping; leaves what a service
does to the service. (In a bare TaskGroup one failing child cancels its siblings: a dead
model must never be able to stop chat.)
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from chronicler.errors import ChroniclerError

LOG: Final = logging.getLogger(__name__)

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 60.0
STOP_WITHIN: Final = 10.0
"""Seconds a service gets to tidy up after it was told to stop."""


@dataclass(slots=True)
class Service:
    """Something that runs until it is told to stop."""

    name: str
    run: Callable[[], Awaitable[None]]
    restarts: int = 0
    last_error: str = ""
    is_foreseen: bool = False
    """Whether the last error says in its own words what happens and what to do."""
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class Supervisor:
    """Starts services in order, restarts those that fail, and stops them in reverse order."""

    def __init__(self, services: list[Service], on_trouble: Callable[[Service], None]) -> None:
        """Look after ``services``; ``on_trouble`` hears of each failure."""
        self._services = services
        self._on_trouble = on_trouble
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Run everything until :attr:`stopping` is set, then stop within a bound."""
        for service in self._services:
            service.task = asyncio.create_task(self._keep(service), name=service.name)
        await self.stopping.wait()
        for service in reversed(self._services):
            await self._stop(service)

    async def _keep(self, service: Service) -> None:
        wait = FIRST_WAIT
        clock = asyncio.get_running_loop().time
        while not self.stopping.is_set():
            began = clock()
            try:
                await service.run()
            except Exception as error:
                if clock() - began > LONGEST_WAIT:
                    wait = FIRST_WAIT  # it ran well in between: this is another trouble
                # The one border where everything is caught: a service that failed for a reason
                # nobody foresaw is written down and started again.
                service.restarts += 1
                service.last_error = str(error) or type(error).__name__
                service.is_foreseen = isinstance(error, ChroniclerError)
                if service.is_foreseen:  # foreseen: told by its words, not its traceback
                    LOG.info("%s stopped; it starts again in %.1f s: %s", service.name, wait, error)
                else:
                    LOG.exception("%s stopped; it starts again in %.1f s", service.name, wait)
                self._on_trouble(service)
            else:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _stop(self, service: Service) -> None:
        if service.task is None:
            return
        service.task.cancel()
        await asyncio.wait({service.task}, timeout=STOP_WITHIN)


@contextlib.contextmanager
def stop_on_signals(stopping: asyncio.Event) -> Iterator[None]:
    """Set ``stopping`` at the first signal that ends a program; let the second stop at once."""
    loop = asyncio.get_running_loop()
    let_go: list[Callable[[], object]] = []

    def release() -> None:
        while let_go:
            let_go.pop()()

    def first() -> None:
        stopping.set()
        release()

    for number in _heeded():
        with contextlib.suppress(ValueError, RuntimeError):  # outside the main thread nothing is heeded
            let_go.append(_heed(loop, number, first))
    try:
        yield
    finally:
        release()


def _heed(
    loop: asyncio.AbstractEventLoop, number: signal.Signals, first: Callable[[], None]
) -> Callable[[], object]:
    """Call ``first`` on the loop at a signal; return what lets go of it again."""
    try:
        loop.add_signal_handler(number, first)
    except NotImplementedError:  # Windows: its loops wake for a handler of Python's own instead
        before = signal.signal(number, lambda *_: loop.call_soon_threadsafe(first))
        return partial(signal.signal, number, before)
    return partial(loop.remove_signal_handler, number)


def _heeded() -> tuple[signal.Signals, ...]:
    """Return the signals that stop; a terminal that closes does, unless ``nohup`` was asked to outlive it.

    Windows has no SIGHUP: there SIGBREAK tells of a closed window, of Ctrl-Break and of a log-off.
    """
    known = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"))
    return tuple(
        number
        for number in known
        if number and not (number.name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN)
    )
